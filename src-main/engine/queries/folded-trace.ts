/**
 * The spans of a trace with what folding them gives. The last ones are kept, since a reader of a
 * trace asks for its parts one after the other, and folding 10,000 spans takes a while.
 */
import { ContractError } from '@contract/errors';
import type { StoreKey } from '@contract/traces';
import { applyTraceInfo } from '@domain/annotations/apply-trace-info';
import { NORMALISER_VERSION } from '@domain/facets/facet-row';
import { foldTrace } from '@domain/facets/fold-trace';
import type { FoldSpan, SpanFold, TraceFold } from '@domain/facets/trace-facets';
import type { TraceId } from '@domain/units';
import { foldSpanReader, foldSpansOf } from '../facets/fold-spans';
import { toldInfoReader } from '../store/told-info';
import { logsNotReadCounter, spanLogsReader, type SpanLogs } from '../facets/trace-logs';
import type { QueryHost } from './query';

export interface StoredTrace {
  readonly key: StoreKey;
  readonly traceId: TraceId;
  readonly idBytes: Uint8Array;
  readonly logCount: number;
  readonly revision: number;
  readonly facetVersion: number;
  readonly facetRevision: number;
}

export interface FoldedTrace {
  /** Those that have facets, in order of arrival. */
  readonly spans: readonly FoldSpan[];
  readonly fold: TraceFold;
  /** False while spans that have arrived wait to be understood. */
  readonly isComplete: boolean;
  /** Keys of the other spans of the same call, by the key of the one that counts. */
  readonly twins: ReadonlyMap<StoreKey, readonly StoreKey[]>;
  /** Span and fold of a key; undefined where the span has no facets yet. */
  find(key: StoreKey): { readonly span: FoldSpan; readonly fold: SpanFold } | undefined;
}

export interface FoldedTraces {
  /** @throws ContractError `not_found` */
  trace(traceId: string): StoredTrace;
  /** The trace of a span. @throws ContractError `not_found` */
  traceOfSpan(spanKey: StoreKey): StoredTrace;
  fold(trace: StoredTrace): FoldedTrace;
  /** Log records of its spans, by span key. */
  logs(trace: StoredTrace): SpanLogs;
  /** Further log records, which were too many to be assigned to spans. */
  logsNotRead(trace: StoredTrace): number;
}

/** Smaller traces are kept beside large ones: those that these link to are read along with them. */
const SMALL_SPANS = 2000;
const MAX_SMALL_TRACES = 50;
/** Of large ones as many as have so many spans in all, or one: both sides of a comparison. */
const MAX_LARGE_SPANS = 60_000;

const byHost = new WeakMap<QueryHost, FoldedTraces>();

/** One for each connection, however many queries ask. */
export function foldedTraces(host: QueryHost): FoldedTraces {
  let folded = byHost.get(host);
  if (folded === undefined) {
    folded = createFoldedTraces(host);
    byHost.set(host, folded);
  }
  return folded;
}

function createFoldedTraces(host: QueryHost): FoldedTraces {
  const { db, checkpoint } = host;
  const columns = /* sql */ `
    t.id AS key, lower(hex(t.trace_id)) AS traceId, t.trace_id AS idBytes, t.log_count AS logCount,
    t.revision, t.facet_version AS facetVersion, t.facet_revision AS facetRevision`;
  const byId = db.prepare<[Uint8Array], StoredTrace>(
    `SELECT ${columns} FROM trace t WHERE t.trace_id = ? AND t.deleted_at_ms IS NULL`,
  );
  const bySpan = db.prepare<[number], StoredTrace>(/* sql */ `
    SELECT ${columns} FROM span s JOIN trace t ON t.id = s.trace AND t.deleted_at_ms IS NULL
    WHERE s.id = ?`);
  const readSpans = foldSpanReader(db, checkpoint);
  const readTold = toldInfoReader(db);
  const readLogs = spanLogsReader(db);
  const countLogsNotRead = logsNotReadCounter(db);
  let lastLogs: { readonly state: string; readonly logs: SpanLogs } | null = null;
  let lastCount: { readonly state: string; readonly count: number } | null = null;
  /** By key, the one that was asked for last at the end. */
  const large = new Map<StoreKey, { readonly state: string; readonly trace: FoldedTrace }>();
  const small = new Map<string, FoldedTrace>();
  const makeRoom = (key: StoreKey, spanCount: number): void => {
    large.delete(key);
    let total = spanCount;
    for (const { trace } of large.values()) total += trace.spans.length;
    for (const [oldest, { trace }] of large) {
      if (total <= MAX_LARGE_SPANS) break;
      large.delete(oldest);
      total -= trace.spans.length;
    }
  };

  return {
    trace(traceId) {
      const trace = byId.get(Buffer.from(traceId, 'hex'));
      if (trace !== undefined) return trace;
      throw new ContractError(
        'not_found',
        `There is no trace ${traceId} in the store. It may have been deleted.`,
      );
    },
    traceOfSpan(spanKey) {
      const trace = bySpan.get(spanKey);
      if (trace !== undefined) return trace;
      throw new ContractError(
        'not_found',
        'This span is no longer in the store. Its trace may have been deleted.',
      );
    },
    fold(trace) {
      const { key, revision, facetRevision } = trace;
      const state = [key, revision, facetRevision, host.prices.stamp].join(' ');
      const kept = large.get(key);
      if (kept?.state === state) {
        large.delete(key);
        large.set(key, kept);
        return kept.trace;
      }
      const known = small.get(state);
      if (known !== undefined) return known;
      const stored = readSpans(key);
      // Let go of old ones first: all of them may be large.
      if (stored.length > SMALL_SPANS) makeRoom(key, stored.length);
      const spans = foldSpansOf(stored);
      checkpoint();
      const foldOfSpans = foldTrace(spans, host.prices.entries);
      const told = readTold(trace.idBytes);
      const fold =
        told === null
          ? foldOfSpans
          : { ...foldOfSpans, trace: applyTraceInfo(foldOfSpans.trace, told) };
      const isComplete = trace.facetVersion >= NORMALISER_VERSION;
      const twins = twinsOf(fold);
      const folded = { spans, fold, isComplete, twins, find: finder(spans, fold) };
      if (spans.length > SMALL_SPANS) large.set(key, { state, trace: folded });
      else {
        small.set(state, folded);
        const [oldest] = small.keys();
        if (small.size > MAX_SMALL_TRACES && oldest !== undefined) small.delete(oldest);
      }
      return folded;
    },
    logs(trace) {
      const state = `${trace.key} ${trace.revision}`;
      if (lastLogs?.state !== state) lastLogs = { state, logs: readLogs(trace) };
      return lastLogs.logs;
    },
    logsNotRead(trace) {
      const state = `${trace.key} ${trace.revision}`;
      if (lastCount?.state !== state) lastCount = { state, count: countLogsNotRead(trace) };
      return lastCount.count;
    },
  };
}

function twinsOf({ spans }: TraceFold): Map<StoreKey, StoreKey[]> {
  const twins = new Map<StoreKey, StoreKey[]>();
  for (const { key, duplicateOf } of spans) {
    if (duplicateOf === null) continue;
    const list = twins.get(duplicateOf);
    if (list === undefined) twins.set(duplicateOf, [key]);
    else list.push(key);
  }
  return twins;
}

function finder(spans: readonly FoldSpan[], { spans: folds }: TraceFold): FoldedTrace['find'] {
  return (key) => {
    const index = indexOfKey(spans, key);
    const span = spans[index];
    const fold = folds[index];
    return span?.key === key && fold !== undefined ? { span, fold } : undefined;
  };
}

/** Of the first span whose key is not less, as they stand in order of their keys. */
function indexOfKey(spans: readonly FoldSpan[], key: StoreKey): number {
  let from = 0;
  let to = spans.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((spans[middle]?.key ?? 0) < key) from = middle + 1;
    else to = middle;
  }
  return from;
}
