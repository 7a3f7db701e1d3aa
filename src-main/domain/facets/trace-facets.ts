/** What folding the facets of all spans of a trace gives. Source: conventions reference §8.3, §8.4. */
import type { FacetKind } from './facet-kind';
import type { FacetRow } from './facet-row';

/** A span as the fold sees it. */
export interface FoldSpan {
  /** Store key: grows with arrival. */
  readonly key: number;
  /** Hex. */
  readonly spanId: string;
  /** Hex; null for a root. */
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly serviceName: string;
  /** Offsets from any common base; NaN where not given. */
  readonly startNs: number;
  readonly endNs: number;
  /** OTLP status code. */
  readonly status: number;
  readonly facets: FacetRow;
}

export interface TokenSums {
  /** Null where no span reported any. */
  readonly input: number | null;
  readonly output: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  readonly reasoning: number | null;
}

/**
 * `reported` by the sender, `computed` from the price table, `local`: free since it ran on the
 * user's own machine, `unknown`: at least one call has no price; then `usd` is the rest's sum.
 */
export type CostState = 'none' | 'reported' | 'computed' | 'mixed' | 'local' | 'unknown';

export interface CostSum {
  readonly usd: number;
  readonly state: CostState;
  /** Models without a price. */
  readonly unknownModels: readonly string[];
}

/** Facets of a trace, as the list shows them. */
export interface TraceFacets {
  readonly agentCount: number;
  readonly modelCallCount: number;
  readonly toolCallCount: number;
  readonly tokens: TokenSums;
  readonly cost: CostSum;
  /** First input of the run and its last output; one line each. */
  readonly inputPreview: string | null;
  readonly outputPreview: string | null;
  readonly sessionId: string | null;
  readonly userId: string | null;
  readonly tags: readonly string[];
  /** Distinct, in order of first use. */
  readonly models: readonly string[];
  readonly agents: readonly string[];
  /** Spans that are still open. */
  readonly pendingCount: number;
  /** Placeholders that gave way to the span they stood for; of the trace's spans, the rest is shown. */
  readonly supersededCount: number;
  /** Name of a root that is still open and stands for the one that will come; null where none is. */
  readonly openRootName: string | null;
  /** What the root is about, where its name does not tell, such as the agent's name; else null. */
  readonly rootLabel: string | null;
  /** Null where no root has come. */
  readonly rootKind: FacetKind | null;
  /**
   * Id of the response where the trace is one model call and nothing around it; else null. Two
   * tracers that observe one client each begin a trace with the call, unless a span encloses it.
   */
  readonly loneResponseId: string | null;
  /** Spans with an error status that only passed on what had failed within. */
  readonly passedErrorCount: number;
  readonly errorMessage: string | null;
  /** What a reader should know of the sums, e.g. that an agent reported more than its calls. */
  readonly notes: readonly string[];
}

/** The one of `TraceFacets.notes` that a reader should see without asking. */
export const madeOfLogsNote =
  'The sender sent no spans. Otelier made these of its log records, so they show what those tell: ' +
  'each call and tool when it had ended, and no messages but what was logged.';

/** How a span's usage counts towards the trace. */
export type UsageCount =
  /** Has no usage. */
  | 'none'
  | 'counted'
  /** The sum of descendants that are counted themselves. */
  | 'aggregate'
  /** The same request as a counted span (§8.3 rules 3 and 4). */
  | 'duplicate'
  | 'cumulative';

/** What the fold finds out about one span. */
export interface SpanFold {
  readonly key: number;
  readonly usageCount: UsageCount;
  /**
   * Tokens that count towards the trace; null where none do. The trace's are the sum of these: of
   * an agent that reported more than its calls, the rest; of a cumulative count, what it grew.
   */
  readonly tokens: TokenSums | null;
  /** What counts towards the trace; null where nothing does. */
  readonly cost: CostSum | null;
  /** Key of the counted span that this one describes too: of a model call, tool call or retrieval. */
  readonly duplicateOf: number | null;
  /**
   * Messages at the beginning of the input (`model.system`, then `model.input`) that an earlier
   * call of the trace has had in its input or given as its output.
   */
  readonly knownMessageCount: number;
  /** Key of the latest call whose whole input this one's begins with. */
  readonly continues: number | null;
  /**
   * Key of the tool span that answered a requested call, by call id; `#0`, `#1`… by position in
   * the answer where the sender gave no id. The view of a span also has those of the results
   * that its input holds.
   */
  readonly toolSpans: readonly (readonly [callId: string, key: number])[];
  /** Key of the model call that asked for this tool. */
  readonly requestedBy: number | null;
  /** Null for a span without an error status. */
  readonly failure: SpanFailure | null;
  /** Key of the span that each of its evaluations judges; null where that is not of this trace. */
  readonly judged: readonly (number | null)[];
  /** Keys of other spans whose evaluations judge this one. */
  readonly judgedBy: readonly number[];
  /** Where there is what the span of a call may leave out; null where nowhere. */
  readonly toldBy: ToldBy | null;
  /** Where the same request was tried several times; null where once, as far as is known. */
  readonly attempt: Attempt | null;
  /** A placeholder whose real span has arrived: not to be shown. */
  readonly isSuperseded: boolean;
  /** Own or inherited from above. */
  readonly agentName: string | null;
  readonly sessionId: string | null;
}

/** One of several attempts of a request. Those without a span of their own are counted too. */
export interface Attempt {
  /** From 1. */
  readonly number: number;
  /** As many as are known. */
  readonly total: number;
  /** Key of the failed attempt before it; null where it has no span. */
  readonly retries: number | null;
  /** Key of the attempt after it; null for the last. */
  readonly retriedBy: number | null;
}

/** How a span failed: by itself, or since something within it did. */
export interface SpanFailure {
  /** Key of the span in which it began; its own where it began there. */
  readonly origin: number;
  /** Spans that the failure passed through, the one where it began counted. */
  readonly spanCount: number;
}

/** Keys of other spans that tell of the same call; null where there is none. */
export interface ToldBy {
  /** The model call that was told a tool's result. */
  readonly result: number | null;
  /** The embedding of what a retrieval searched for. */
  readonly query: number | null;
  /** The step that consists of this model call alone, and may tell its thoughts. */
  readonly reasoning: number | null;
}

/** Whether a span failed only since something within it did. */
export function hasPassedOn({ key, failure }: Pick<SpanFold, 'key' | 'failure'>): boolean {
  return failure !== null && failure.origin !== key;
}

export interface Handoff {
  readonly fromAgent: string;
  readonly toAgent: string;
  /** Key of the span that tells. */
  readonly key: number;
  readonly isInferred: boolean;
}

export interface TraceFold {
  readonly trace: TraceFacets;
  /** In the order of the spans given. */
  readonly spans: readonly SpanFold[];
  readonly handoffs: readonly Handoff[];
}
