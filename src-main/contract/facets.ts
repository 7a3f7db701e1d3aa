/** Results of the queries about what spans mean. */
import type { FacetKind } from '../domain/facets/facet-kind';
import type { Evaluation, SpanFacets } from '../domain/facets/span-facets';
import type {
  CostState,
  Handoff,
  SpanFold,
  TokenSums,
  TraceFacets,
} from '../domain/facets/trace-facets';
import type { PriceEntry } from '../domain/pricing';
import type { TraceId, UnixNs } from '../domain/units';
import type { StoreKey, TraceRow } from './traces';

/** Facets of a trace's spans as columns: one header, then rows in any order. */
export type FacetChunk = FacetHeaderChunk | FacetRowsChunk;

export interface FacetHeaderChunk {
  readonly type: 'header';
  readonly traceId: TraceId;
  /** False while spans that have arrived wait to be understood; 'traces.facetsChanged' follows. */
  readonly isComplete: boolean;
  /** Spans of the trace itself whose meaning is known; until all are, `trace` tells of these. */
  readonly understoodCount: number;
  readonly trace: TraceFacets;
  readonly labels: readonly string[];
  readonly models: readonly string[];
  readonly agents: readonly string[];
  readonly handoffs: readonly Handoff[];
  /** Log records of the trace, or of its time, that were too many to look for what they tell. */
  readonly logsNotRead: number;
  readonly rowCount: number;
}

/** Spans that mean nothing beyond themselves (kind `span` without facets) have no row. */
export interface FacetRowsChunk {
  readonly type: 'rows';
  readonly from: number;
  readonly count: number;
  readonly columns: FacetColumns;
}

export interface FacetColumns {
  /** Store keys of spans, as in `SpanTable.keys`. */
  readonly keys: Float64Array;
  /** Index into `facetKinds`. */
  readonly kinds: Uint8Array;
  /** Index into `labels`. */
  readonly labelIds: Int32Array;
  /** Index into `models`, -1 for none. */
  readonly modelIds: Int32Array;
  /** Index into `agents`, -1 for none: the agent it is, or ran under. */
  readonly agentIds: Int32Array;
  /** Tokens that count towards the trace; NaN where the span has none that count. */
  readonly inputTokens: Float64Array;
  readonly outputTokens: Float64Array;
  readonly cacheReadTokens: Float64Array;
  readonly reasoningTokens: Float64Array;
  /** US dollars that count towards the trace; NaN where none, or unknown (see `costStates`). */
  readonly costUsd: Float64Array;
  /** Index into `costStates`. */
  readonly costStates: Uint8Array;
  /** Index into `usageCounts`. */
  readonly usageCounts: Uint8Array;
  /** NaN where not known. */
  readonly timeToFirstTokenNs: Float64Array;
  readonly knownMessageCounts: Int32Array;
  /** Key of the model call that asked for this tool, 0 for none. */
  readonly requestedBy: Float64Array;
  /**
   * Key of the span that a pending span hangs under, where its parent is the span it stands
   * for; -1 for none, 0 where its own parent is right.
   */
  readonly parents: Float64Array;
  /** Bits of `FacetFlag`. */
  readonly flags: Uint8Array;
}

/** What each column is made of. */
const facetColumnTypes: {
  readonly [Name in keyof FacetColumns]: new (length: number) => FacetColumns[Name];
} = {
  keys: Float64Array,
  kinds: Uint8Array,
  labelIds: Int32Array,
  modelIds: Int32Array,
  agentIds: Int32Array,
  inputTokens: Float64Array,
  outputTokens: Float64Array,
  cacheReadTokens: Float64Array,
  reasoningTokens: Float64Array,
  costUsd: Float64Array,
  costStates: Uint8Array,
  usageCounts: Uint8Array,
  timeToFirstTokenNs: Float64Array,
  knownMessageCounts: Int32Array,
  requestedBy: Float64Array,
  parents: Float64Array,
  flags: Uint8Array,
};

export const facetColumnNames = Object.keys(facetColumnTypes) as readonly (keyof FacetColumns)[];

/** Columns for `count` rows, of zeros. */
export function allocateFacetColumns(count: number): FacetColumns {
  const columns = facetColumnNames.map((name) => [name, new facetColumnTypes[name](count)]);
  return Object.fromEntries(columns) as FacetColumns;
}

export const FacetFlag = {
  /** Not to be shown: its real span has arrived. */
  superseded: 1 << 0,
  pending: 1 << 1,
  toolError: 1 << 2,
  /** Content was cut, redacted or not recorded. */
  contentNotes: 1 << 3,
  /** A failed attempt of a request that was tried again: no call of its own. */
  triedAgain: 1 << 4,
  /** Failed since something within it did: that is where the failure counts. */
  passedError: 1 << 5,
  /** Given up on: nothing is known of it. */
  notUnderstood: 1 << 6,
} as const;

export const costStates = [
  'none',
  'reported',
  'computed',
  'mixed',
  'local',
  'unknown',
] as const satisfies readonly CostState[];

export const usageCounts = [
  'none',
  'counted',
  'aggregate',
  'duplicate',
  'cumulative',
] as const satisfies readonly SpanFold['usageCount'][];

/** What the inspector and the transcript show of one span. */
export interface SpanView {
  readonly key: StoreKey;
  readonly facets: SpanFacets;
  readonly fold: SpanFold;
  readonly cost: CostBreakdown;
  /** Position among the model calls of its agent and how many there are; null for others. */
  readonly callOf: { readonly number: number; readonly total: number } | null;
  /** What evaluators said of the span, and what the span itself says, of whatever. */
  readonly judgements: readonly Judgement[];
  /** Keys of the spans that ran the calls of the input messages, by call id. */
  readonly earlierToolSpans: readonly (readonly [callId: string, key: StoreKey])[];
  /** Input messages left out before `facets.model.input[0]`. */
  readonly omittedMessages: number;
  /** Texts were cut to the length asked for. */
  readonly isCut: boolean;
}

export interface Judgement {
  readonly evaluation: Evaluation;
  /** The span that tells. */
  readonly toldBy: SpanName;
  /** The span that is judged; null where it is not of this trace. */
  readonly judged: SpanName | null;
}

export interface SpanName {
  readonly key: StoreKey;
  /** What it is about. */
  readonly label: string;
}

export interface CostBreakdown {
  readonly state: CostState;
  readonly totalUsd: number | null;
  /** Null where the sender reported a total alone, or there is no price. */
  readonly inputUsd: number | null;
  readonly cacheReadUsd: number | null;
  readonly cacheWriteUsd: number | null;
  readonly outputUsd: number | null;
  readonly reasoningUsd: number | null;
  /** The row of the price table that was used. */
  readonly price: PriceEntry | null;
}

export interface MarkdownCopy {
  readonly markdown: string;
  /** Estimated, as every model counts differently. */
  readonly tokenEstimate: number;
  /** Spans that were asked for. */
  readonly spanCount: number;
  /** Spans that the text tells of; the others did not fit. */
  readonly copiedCount: number;
  /** Long texts were shortened to fit. */
  readonly isCut: boolean;
}

export interface SessionRow {
  readonly sessionId: string;
  readonly services: readonly string[];
  readonly turnCount: number;
  readonly firstStartNs: UnixNs;
  readonly lastStartNs: UnixNs;
  /** Durations of the last turns, oldest first, at most 16. */
  readonly turnDurationsNs: readonly number[];
  readonly errorCount: number;
  /** First input of the first turn. */
  readonly preview: string | null;
}

export interface SessionWindow {
  readonly offset: number;
  readonly rows: readonly SessionRow[];
  readonly total: number;
}

export interface SessionDetail {
  readonly sessionId: string;
  readonly services: readonly string[];
  readonly userIds: readonly string[];
  /** Ids of the experiments its traces are of, as they come up first. */
  readonly experimentIds: readonly number[];
  /** Traces in order of start; all have facets. The newest 2,000. */
  readonly turns: readonly TraceRow[];
  readonly turnCount: number;
  /** Sums over `turns`. */
  readonly tokens: TokenSums;
  readonly costUsd: number;
  readonly costState: CostState;
}

/** What one model call of a session had in its context. */
export interface ContextPoint {
  readonly traceId: TraceId;
  readonly spanKey: StoreKey;
  /** From 1. */
  readonly turn: number;
  readonly model: string | null;
  readonly agentName: string | null;
  readonly startNs: UnixNs;
  /** Reported input tokens; else the sum of the estimates. */
  readonly inputTokens: number;
  readonly isEstimated: boolean;
  /** Estimated tokens of messages that were new, were there before, or had gone since. */
  readonly enteredTokens: number;
  readonly stayedTokens: number;
  readonly leftTokens: number;
  /** Much left and a summary came in its place, or the sender said so. */
  readonly wasCompacted: boolean;
}

export interface FacetStatus {
  readonly state: 'idle' | 'working';
  /** Why: spans arrived, this version understands more, or prices were changed. */
  readonly reason: 'arrival' | 'update' | 'prices';
  readonly done: number;
  readonly total: number;
}

export type { FacetKind, PriceEntry };
