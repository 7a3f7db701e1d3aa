import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decodeLogsJson, decodeTracesJson } from './decode-json';
import { decodeLog } from './decode-log';
import { decodeLogsProtobuf, decodeTracesProtobuf } from './decode-protobuf';
import { decodeSpan } from './decode-span';
import { encodeLogsRequest, encodeTracesRequest } from './encode';
import { decodeResource, decodeScope } from './decode-container';
import { rebuildLogsRequest, rebuildTracesRequest } from './rebuild-request';
import {
  futureLogsRequest,
  futureTracesRequest,
  logsRequest,
  pruned,
  toOtlpJson,
  tracesRequest,
} from './test-support/arbitrary-otlp';
import { oracleEncode, oracleLog, oracleSpan } from './test-support/oracle';
import { logsToJson, tracesToJson } from './to-otlp-json';
import { encodeUtf8 } from './utf8';

const runs = { numRuns: 150 };
/** Machines are busy. */
const timeout = 60_000;

describe('protobuf', { timeout }, () => {
  it('rebuilds trace requests bit for bit, unknown fields included', () => {
    fc.assert(
      fc.property(futureTracesRequest, (request) => {
        const decoded = decodeTracesProtobuf(oracleEncode('TracesRequest', request));
        expect(decoded.rejections).toEqual([]);
        expect(rebuildTracesRequest(decoded)).toEqual(
          oracleEncode('TracesRequest', pruned(request)),
        );
      }),
      runs,
    );
  });

  it('rebuilds log requests bit for bit, unknown fields included', () => {
    fc.assert(
      fc.property(futureLogsRequest, (request) => {
        const decoded = decodeLogsProtobuf(oracleEncode('LogsRequest', request));
        expect(rebuildLogsRequest(decoded)).toEqual(oracleEncode('LogsRequest', pruned(request)));
      }),
      runs,
    );
  });

  it('reads spans as another implementation does', () => {
    fc.assert(
      fc.property(futureTracesRequest, (request) => {
        const { spans } = decodeTracesProtobuf(oracleEncode('TracesRequest', request));
        for (const { payload } of spans) {
          const { unknownFields, ...span } = decodeSpan(payload);
          expect(span).toStrictEqual(oracleSpan(payload));
          expect(unknownFields.every(({ field }) => [90, 91, 12345].includes(field))).toBe(true);
        }
      }),
      runs,
    );
  });

  it('reads log records as another implementation does', () => {
    fc.assert(
      fc.property(futureLogsRequest, (request) => {
        const { logs } = decodeLogsProtobuf(oracleEncode('LogsRequest', request));
        for (const { payload } of logs) {
          const { unknownFields, ...log } = decodeLog(payload);
          expect(log).toStrictEqual(oracleLog(payload));
          expect(unknownFields.every(({ field }) => field === 4)).toBe(true);
        }
      }),
      runs,
    );
  });

  it('indexes what the full decode shows', () => {
    fc.assert(
      fc.property(futureTracesRequest, (request) => {
        const last = 2n ** 63n - 1n;
        for (const indexed of decodeTracesProtobuf(oracleEncode('TracesRequest', request)).spans) {
          const span = decodeSpan(indexed.payload);
          expect(indexed).toMatchObject({
            name: span.name,
            kind: span.kind,
            startNs: span.startNs > last ? last : span.startNs,
            endNs: span.endNs > last ? last : span.endNs,
            statusCode: span.statusCode,
            flags: span.flags,
            eventCount: span.events.length,
            exceptionCount: span.events.filter(({ name }) => name === 'exception').length,
            linkCount: span.links.length,
          });
        }
      }),
      runs,
    );
  });

  it('encodes from the model what was decoded into it', () => {
    fc.assert(
      fc.property(tracesRequest, logsRequest, (traces, logs) => {
        const decodedTraces = decodeTracesProtobuf(oracleEncode('TracesRequest', traces));
        const reencodedTraces = encodeTracesRequest(
          decodedTraces.spans.map((span) => ({
            resource: decodeResource(decodedTraces.resources[span.resource]!.bytes),
            scopeSpans: [
              {
                scope: decodeScope(decodedTraces.scopes[span.scope]!.bytes),
                spans: [decodeSpan(span.payload)],
              },
            ],
          })),
        );
        const spansAgain = decodeTracesProtobuf(reencodedTraces).spans;
        expect(spansAgain.map(({ payload }) => decodeSpan(payload))).toStrictEqual(
          decodedTraces.spans.map(({ payload }) => decodeSpan(payload)),
        );
        const decodedLogs = decodeLogsProtobuf(oracleEncode('LogsRequest', logs));
        const logRecords = decodedLogs.logs.map(({ payload }) => decodeLog(payload));
        const reencodedLogs = encodeLogsRequest([{ scopeLogs: [{ logRecords }] }]);
        const logsAgain = decodeLogsProtobuf(reencodedLogs).logs;
        expect(logsAgain.map(({ payload }) => decodeLog(payload))).toStrictEqual(logRecords);
      }),
      runs,
    );
  });
});

describe('JSON', { timeout }, () => {
  it('is stored as the bytes that protobuf has for the same traces', () => {
    fc.assert(
      fc.property(tracesRequest, (request) => {
        const fromJson = decodeTracesJson(encodeUtf8(toOtlpJson(request)));
        const fromProtobuf = decodeTracesProtobuf(oracleEncode('TracesRequest', request));
        expect(fromJson).toStrictEqual(fromProtobuf);
      }),
      runs,
    );
  });

  it('is stored as the bytes that protobuf has for the same logs', () => {
    fc.assert(
      fc.property(logsRequest, (request) => {
        const fromJson = decodeLogsJson(encodeUtf8(toOtlpJson(request)));
        const fromProtobuf = decodeLogsProtobuf(oracleEncode('LogsRequest', request));
        expect(fromJson).toStrictEqual(fromProtobuf);
      }),
      runs,
    );
  });

  it('exports traces so that reading them back gives the same bytes, unknown fields included', () => {
    fc.assert(
      fc.property(futureTracesRequest, (request) => {
        const stored = decodeTracesProtobuf(oracleEncode('TracesRequest', request));
        const again = decodeTracesJson(encodeUtf8(tracesToJson(stored)));
        expect(rebuildTracesRequest(again)).toEqual(rebuildTracesRequest(stored));
      }),
      runs,
    );
  });

  it('exports logs so that reading them back gives the same bytes', () => {
    fc.assert(
      fc.property(logsRequest, (request) => {
        const stored = decodeLogsProtobuf(oracleEncode('LogsRequest', request));
        const again = decodeLogsJson(encodeUtf8(logsToJson(stored)));
        expect(rebuildLogsRequest(again)).toEqual(rebuildLogsRequest(stored));
      }),
      runs,
    );
  });
});
