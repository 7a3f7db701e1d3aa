/** A capture as the app understands it: the real decoder, normaliser and fold, and no store. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assignLogs, logFactsOf, logSpanOf } from '@domain/conventions/assign-logs';
import { normaliseSpan } from '@domain/conventions/normalise-span';
import { foldTrace } from '@domain/facets/fold-trace';
import type { SpanFacets } from '@domain/facets/span-facets';
import { toFacetRow } from '@domain/facets/to-facet-row';
import type { FoldSpan, SpanFold, TraceFold } from '@domain/facets/trace-facets';
import { decodeResource, decodeScope } from '@domain/otlp/decode-container';
import { decodeLogsJson, decodeTracesJson } from '@domain/otlp/decode-json';
import { decodeLog } from '@domain/otlp/decode-log';
import type { DecodedLogs, DecodedSpan, DecodedTraces } from '@domain/otlp/decoded';
import { decodeSpan } from '@domain/otlp/decode-span';
import type { LogRecord, Resource, Scope, Span } from '@domain/otlp/model';
import { decodedSpan, turnsInMemory } from './made-spans';
import { capturesDir } from './truth-file';

export interface UnderstoodTrace {
  readonly fold: TraceFold;
  /** In order of start. */
  readonly spans: readonly UnderstoodSpan[];
}

export interface UnderstoodSpan {
  readonly span: FoldSpan;
  readonly facets: SpanFacets;
  readonly fold: SpanFold;
}

interface Container {
  readonly resource: Resource;
  readonly scope: Scope;
  readonly serviceName: string;
}

interface Arrived extends Container {
  readonly span: Span;
}

/** Of records that name no trace: they may be of any. */
const NO_TRACE = '';

/** Traces of a capture in order of start. */
export function understandCapture(name: string): UnderstoodTrace[] {
  const lines = readFileSync(join(capturesDir, `${name}.jsonl`), 'utf8').split('\n');
  const traces = new Map<string, Arrived[]>();
  const logs = new Map<string, LogRecord[]>();
  const turns = turnsInMemory();
  const containerOf = new Map<string, Container>();
  for (const line of lines) {
    if (line.trim() === '') continue;
    const body = new TextEncoder().encode(line);
    if (line.includes('"resourceSpans"')) {
      for (const each of arrivedSpans(body)) addTo(traces, each.span.traceId, each);
    } else {
      for (const { log, container } of arrivedLogs(body)) {
        const adoption = turns.adopt(container.scope.name, log);
        addTo(logs, adoption?.traceId ?? log.traceId ?? NO_TRACE, { ...log, ...adoption });
        if (adoption === null) continue;
        containerOf.set(adoption.traceId, container);
        for (const span of adoption.spans)
          replace(traces, { ...container, span: decodedSpan(span) });
      }
    }
  }
  for (const span of turns.flush()) {
    const container = containerOf.get(span.traceId);
    if (container !== undefined) replace(traces, { ...container, span: decodedSpan(span) });
  }
  const starts = [...traces.values()].flatMap((spans) => spans.map(({ span }) => span.startNs));
  const baseNs = starts.reduce((least, ns) => (ns < least ? ns : least), starts[0] ?? 0n);
  return [...traces]
    .map(([traceId, spans]) => {
      const ofTrace = [...(logs.get(traceId) ?? []), ...(logs.get(NO_TRACE) ?? [])];
      return understandTrace(spans, ofTrace, baseNs);
    })
    .sort((a, b) => startOf(a) - startOf(b));
}

function* arrivedSpans(body: Uint8Array): Generator<Arrived> {
  const decoded = decodeTracesJson(body);
  const containerOf = containers(decoded);
  for (const item of decoded.spans) {
    yield { ...containerOf(item), span: decodeSpan(item.payload) };
  }
}

function* arrivedLogs(body: Uint8Array): Generator<{ log: LogRecord; container: Container }> {
  const decoded = decodeLogsJson(body);
  const containerOf = containers(decoded);
  for (const item of decoded.logs) {
    yield { container: containerOf(item), log: decodeLog(item.payload) };
  }
}

type Item = Pick<DecodedSpan, 'resource' | 'scope'>;

function containers(decoded: DecodedTraces | DecodedLogs): (item: Item) => Container {
  const resources = decoded.resources.map(({ bytes }) => decodeResource(bytes));
  const scopes = decoded.scopes.map(({ bytes }) => decodeScope(bytes));
  return (item) => {
    const resource = resources[item.resource];
    const scope = scopes[item.scope];
    if (resource === undefined || scope === undefined) throw new Error('no such container');
    const { serviceName = '' } = decoded.resources[item.resource] ?? {};
    return { resource, scope, serviceName };
  };
}

/** @param baseNs what offsets count from: small enough to be exact as numbers */
function understandTrace(
  arrived: readonly Arrived[],
  logs: readonly LogRecord[],
  baseNs: bigint,
): UnderstoodTrace {
  const positions = assignLogs(
    arrived.map(({ span }) => logSpanOf(span)),
    logs.map(logFactsOf),
  );
  const understood = arrived.map(({ span, resource, scope, serviceName }, index) => {
    const ofSpan = (positions[index] ?? []).flatMap((position) => logs[position] ?? []);
    const facets = normaliseSpan({ span, resource, scope, logs: ofSpan });
    const offset = (timeNs: bigint): number => (timeNs === 0n ? NaN : Number(timeNs - baseNs));
    const foldSpan: FoldSpan = {
      key: index + 1,
      spanId: span.spanId,
      parentSpanId: span.parentSpanId,
      name: span.name,
      serviceName,
      startNs: offset(span.startNs),
      endNs: offset(span.endNs),
      status: span.statusCode,
      facets: toFacetRow(facets),
    };
    return { facets, foldSpan };
  });
  const fold = foldTrace(
    understood.map(({ foldSpan }) => foldSpan),
    [],
  );
  const spans = understood.flatMap(({ facets, foldSpan }, index): UnderstoodSpan[] => {
    const spanFold = fold.spans[index];
    return spanFold === undefined ? [] : [{ span: foldSpan, facets, fold: spanFold }];
  });
  spans.sort((a, b) => a.span.startNs - b.span.startNs || a.span.key - b.span.key);
  return { fold, spans };
}

function startOf({ spans }: UnderstoodTrace): number {
  return spans[0]?.span.startNs ?? 0;
}

/** Puts the latest version of a span in the place of the one before. */
function replace(traces: Map<string, Arrived[]>, each: Arrived): void {
  const spans = traces.get(each.span.traceId) ?? [];
  const at = spans.findIndex(({ span }) => span.spanId === each.span.spanId);
  if (at === -1) addTo(traces, each.span.traceId, each);
  else spans[at] = each;
}

function addTo<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
