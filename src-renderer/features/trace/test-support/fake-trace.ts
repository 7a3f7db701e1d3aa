/** A trace that the engine holds: answers as its methods do. */
import { rowColumns, type LinkedTraces, type TraceChunk } from '@contract/columns';
import { ContractError } from '@contract/errors';
import type { LogDetail, SpanDetail, TraceRow } from '@contract/traces';
import type { AnyValue, KeyValue, Span } from '@domain/otlp/model';
import type { SpanTable } from '@domain/span-table';
import type { SpanId, TraceId } from '@domain/units';

import type { FakeEngine } from '../../../lib/test-support/fake-engine';
import { listeningStatus } from '../../../lib/test-support/answers';
import { nothingLinked } from '../model/linked-traces';
import { spanIdOf } from '../../../lib/span-row-index';
import { tableOf, type TestSpan } from '../../../lib/test-support/tables';

export const TRACE_ID = '0af7651916cd43dd8448eb211c80319c' as TraceId;
export const OTHER_TRACE_ID = '1bf7651916cd43dd8448eb211c80319c' as TraceId;
export const TRACE_KEY = 7;

export const text = (value: string): AnyValue => ({ type: 'string', value });
export const attribute = (key: string, value: string | AnyValue): KeyValue => ({
  key,
  value: typeof value === 'string' ? text(value) : value,
});

/** Id of the nth span (from 0) of a test table. */
export function idOf(span: number): SpanId {
  return (span + 1).toString(16).padStart(16, '0') as SpanId;
}

export class FakeTrace {
  table: SpanTable;
  linked: LinkedTraces = nothingLinked;
  row: TraceRow;
  /** Changes to the nth span's detail. */
  readonly spans = new Map<number, Partial<Span>>();
  readonly logs: LogDetail[] = [];
  isStored = true;
  reads = 0;

  constructor(...roots: readonly TestSpan[]) {
    this.table = tableOf(...roots);
    this.row = {
      key: TRACE_KEY,
      traceId: TRACE_ID,
      rootName: roots[0]?.name ?? null,
      firstSpanName: roots[0]?.name ?? '',
      rootCategory: 0,
      serviceName: 'svc',
      serviceCount: 1,
      startNs: this.table.baseNs,
      durationNs: this.table.durationNs,
      spanCount: this.table.count,
      errorCount: 0,
      logCount: 0,
      status: 'ok',
      lastReceivedMs: 0,
      sameCallAs: null,
      experimentId: 0,
      tags: [],
      assessments: [],
      facets: null,
    };
  }

  /** Other spans than before: the trace went on. */
  become(...roots: readonly TestSpan[]): void {
    this.table = tableOf(...roots);
    this.row = { ...this.row, spanCount: this.table.count, durationNs: this.table.durationNs };
  }

  install(engine: FakeEngine): this {
    engine
      .answer('receiver.status', () => listeningStatus)
      .answer('traces.search', ({ text: wanted }) =>
        wanted === OTHER_TRACE_ID
          ? [
              {
                traceId: OTHER_TRACE_ID,
                spanId: null,
                name: 'other',
                serviceName: 'svc',
                startNs: 0n,
              },
            ]
          : [],
      )
      .answer('trace.open', ({ traceId }, id) => {
        this.reads += 1;
        if (!this.isStored || traceId !== TRACE_ID) {
          throw new ContractError('not_found', `There is no trace ${traceId} in the store.`);
        }
        for (const chunk of this.#chunks()) engine.chunk(id, chunk);
        return { rows: this.table.count };
      })
      .answer('trace.spanDetail', ({ spanKey }) => this.#detail(spanKey))
      .answer('trace.spanOtlpJson', ({ spanKey }) => `{"resourceSpans":[{"key":${spanKey}}]}`)
      .answer('trace.logs', ({ spanId }) => {
        const logs = this.logs.filter(({ log }) => spanId === null || log.spanId === spanId);
        return { total: logs.length, logs };
      });
    return this;
  }

  log(span: number, body: string, severityNumber = 9): void {
    this.logs.push({
      key: this.logs.length + 1,
      log: {
        traceId: TRACE_ID,
        spanId: idOf(span),
        timeNs: this.table.baseNs + 5_000_000n,
        observedTimeNs: 0n,
        severityNumber,
        severityText: '',
        eventName: '',
        body: text(body),
        attributes: [],
        droppedAttributesCount: 0,
        flags: 0,
        unknownFields: [],
      },
      serviceName: 'svc',
      resourceAttributes: [],
      scopeName: 'app.log',
    });
  }

  /** Header, then rows in two pieces. */
  *#chunks(): Generator<TraceChunk> {
    const { table, row } = this;
    const { count, baseNs, durationNs, names, services } = table;
    const { criticalRows, criticalFromNs, criticalToNs } = table;
    yield {
      type: 'header',
      traceId: TRACE_ID,
      row,
      linked: this.linked,
      table: {
        count,
        baseNs,
        durationNs,
        names,
        services,
        criticalRows,
        criticalFromNs,
        criticalToNs,
      },
    };
    const middle = Math.floor(count / 2);
    for (const [from, to] of [
      [0, middle],
      [middle, count],
    ] as const) {
      const columns = Object.fromEntries(
        rowColumns.map((name) => {
          const entries = name === 'spanIds' ? 8 : 1;
          return [name, table[name].slice(from * entries, to * entries)];
        }),
      );
      yield { type: 'rows', from, count: to - from, columns } as unknown as TraceChunk;
    }
  }

  #detail(spanKey: number): SpanDetail {
    const { table } = this;
    const at = table.keys.indexOf(spanKey);
    const startNs = table.baseNs + BigInt(table.startNs[at]!);
    return {
      key: spanKey,
      span: {
        traceId: TRACE_ID,
        spanId: spanIdOf(table, at)!,
        parentSpanId: null,
        traceState: '',
        flags: 0,
        name: table.names[table.nameIds[at]!]!,
        kind: 1,
        startNs,
        endNs: startNs + BigInt(table.durationsNs[at]!),
        attributes: [],
        droppedAttributesCount: 0,
        events: [],
        droppedEventsCount: 0,
        links: [],
        droppedLinksCount: 0,
        statusCode: 0,
        statusMessage: '',
        unknownFields: [],
        ...this.spans.get(at),
      },
      resource: {
        attributes: [attribute('service.name', 'svc')],
        droppedAttributesCount: 0,
        schemaUrl: '',
      },
      scope: {
        name: 'my.tracer',
        version: '1.2.0',
        attributes: [],
        droppedAttributesCount: 0,
        schemaUrl: '',
      },
      received: {
        atMs: 1_760_000_000_000,
        transport: 'http/json',
        agent: 'otlp-js/0.44',
        headers: [{ name: 'x-mlflow-experiment-id', value: '12' }],
      },
      payloadBytes: 2048,
    };
  }
}
