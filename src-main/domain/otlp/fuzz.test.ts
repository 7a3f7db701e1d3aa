import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decodeResource, decodeScope } from './decode-container';
import { decodeLog } from './decode-log';
import { decodeRequest } from './decode-request';
import { decodeSpan } from './decode-span';
import { OtlpDecodeError } from './decoded';
import { rebuildLogsRequest, rebuildTracesRequest } from './rebuild-request';
import { futureTracesRequest, logsRequest, toOtlpJson } from './test-support/arbitrary-otlp';
import { oracleEncode } from './test-support/oracle';
import { logsToJson, tracesToJson } from './to-otlp-json';
import { encodeUtf8 } from './utf8';

const signals = ['traces', 'logs', 'metrics'] as const;
const encodings = ['protobuf', 'json'] as const;

type Outcome = 'accepted' | 'refused';

/**
 * Either the body is refused as a whole, with an offset in it, or all that was taken from it
 * can be read, exported and rebuilt.
 */
function survives(
  signal: (typeof signals)[number],
  encoding: (typeof encodings)[number],
  body: Uint8Array,
): Outcome {
  let decoded;
  try {
    decoded = decodeRequest(signal, encoding, body);
  } catch (error) {
    expect(error).toBeInstanceOf(OtlpDecodeError);
    const { offset } = error as OtlpDecodeError;
    if (offset !== null && (offset < 0 || offset > body.length)) {
      throw new Error(`Offset ${offset} is not within the body.`, { cause: error });
    }
    return 'refused';
  }
  if (decoded.signal === 'metrics') return 'accepted';
  decoded.resources.forEach(({ bytes }) => decodeResource(bytes));
  decoded.scopes.forEach(({ bytes }) => decodeScope(bytes));
  let json: string;
  let rebuilt: Uint8Array;
  if (decoded.signal === 'traces') {
    decoded.spans.forEach(({ payload }) => decodeSpan(payload));
    json = tracesToJson(decoded);
    rebuilt = rebuildTracesRequest(decoded);
  } else {
    decoded.logs.forEach(({ payload }) => decodeLog(payload));
    json = logsToJson(decoded);
    rebuilt = rebuildLogsRequest(decoded);
  }
  JSON.parse(json);
  decodeRequest(signal, 'protobuf', rebuilt);
  decodeRequest(signal, 'json', encodeUtf8(json));
  return 'accepted';
}

type Mutation = (body: Uint8Array) => Uint8Array;

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(fc.nat(), fc.nat({ max: 255 })).map(([at, byte]): Mutation => (body) => {
    const changed = Uint8Array.from(body);
    if (body.length > 0) changed[at % body.length] = byte;
    return changed;
  }),
  fc.nat().map(
    (length): Mutation =>
      (body) =>
        body.subarray(0, length % (body.length + 1)),
  ),
  fc.tuple(fc.nat(), fc.nat({ max: 20 })).map(([at, length]): Mutation => (body) => {
    const start = at % (body.length + 1);
    return Uint8Array.from([...body.subarray(0, start), ...body.subarray(start + length)]);
  }),
  fc.tuple(fc.nat(), fc.uint8Array({ maxLength: 20 })).map(([at, inserted]): Mutation => (body) => {
    const start = at % (body.length + 1);
    return Uint8Array.from([...body.subarray(0, start), ...inserted, ...body.subarray(start)]);
  }),
);

const mutations = fc.array(mutation, { minLength: 1, maxLength: 3 });
const mutate = (body: Uint8Array, by: readonly Mutation[]): Uint8Array =>
  by.reduce((changed, change) => change(changed), body);

/** Machines are busy; what hangs takes longer than this. */
const timeout = 60_000;

const both = new Set<Outcome>(['accepted', 'refused']);

describe('hostile input', { timeout }, () => {
  it('random bytes are refused or survive', () => {
    const outcomes = new Set<Outcome>();
    fc.assert(
      fc.property(
        fc.constantFrom(...signals),
        fc.constantFrom(...encodings),
        fc.uint8Array({ maxLength: 100 }),
        (signal, encoding, body) => {
          outcomes.add(survives(signal, encoding, body));
        },
      ),
      { numRuns: 2000 },
    );
    expect(outcomes).toEqual(both);
  });

  it('changed protobuf bodies are refused or survive', () => {
    const outcomes = new Set<Outcome>();
    const body = fc.oneof(
      futureTracesRequest.map((request) => oracleEncode('TracesRequest', request)),
      logsRequest.map((request) => oracleEncode('LogsRequest', request)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...signals), body, mutations, (signal, original, changes) => {
        outcomes.add(survives(signal, 'protobuf', mutate(original, changes)));
      }),
      { numRuns: 600 },
    );
    expect(outcomes).toEqual(both);
  });

  it('changed JSON bodies are refused or survive', () => {
    const outcomes = new Set<Outcome>();
    const body = fc.oneof(futureTracesRequest, logsRequest).map(toOtlpJson).map(encodeUtf8);
    fc.assert(
      fc.property(fc.constantFrom(...signals), body, mutations, (signal, original, changes) => {
        outcomes.add(survives(signal, 'json', mutate(original, changes)));
      }),
      { numRuns: 400 },
    );
    expect(outcomes).toEqual(both);
  });

  it('JSON of any other shape is refused or survives', () => {
    const outcomes = new Set<Outcome>();
    const names = fc.constantFrom(
      'resourceSpans',
      'scopeSpans',
      'spans',
      'resource',
      'scope',
      'attributes',
      'events',
      'key',
      'value',
      'values',
      'arrayValue',
      'stringValue',
      'intValue',
      'bytesValue',
      'traceId',
      'status',
      'kind',
      '__proto__',
      'constructor',
      'unknownProtobufFields',
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom<unknown>(null, true, 0, -1, 1e300, '', 'NaN', '5', 'a=', '00'.repeat(16)),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(names, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(fc.constantFrom(...signals), tree, (signal, value) => {
        const body = { resourceSpans: [{ scopeSpans: [{ spans: [value] }] }] };
        outcomes.add(survives(signal, 'json', encodeUtf8(JSON.stringify(value))));
        outcomes.add(survives('traces', 'json', encodeUtf8(JSON.stringify(body))));
      }),
      { numRuns: 600 },
    );
    expect(outcomes).toEqual(both);
  });
});
