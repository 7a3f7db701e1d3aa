/**
 * What the context of an agent's model calls consists of over time: what entered, stayed and
 * left. Messages are told apart by their hashes, sizes are estimates.
 */
import type { FoldSpan, SpanFold } from './trace-facets';

export interface ContextCall {
  readonly key: number;
  readonly model: string | null;
  readonly agentName: string | null;
  /** As in `FoldSpan`. */
  readonly startNs: number;
  /** Reported; else the sum of the estimates. */
  readonly inputTokens: number;
  readonly isEstimated: boolean;
  /** Estimated tokens that were not in the context of the call before, that were, that went. */
  readonly enteredTokens: number;
  readonly stayedTokens: number;
  readonly leftTokens: number;
  /** The sender says so, or half of it or more left and something shorter came in its place. */
  readonly wasCompacted: boolean;
}

/** Smaller contexts are not compacted, they are other conversations. */
const MIN_COMPACTED_TOKENS = 1000;
const MAX_DEPTH = 1000;

/** Tokens by hash of a message; equal messages are summed up. */
type Context = ReadonlyMap<number, number>;

/** Follows the conversations of a session; traces are added in order. */
export class ContextWindow {
  readonly #contexts = new Map<string, Context>();
  /** Conversations whose last call was told to be compacted. */
  readonly #toldCompacted = new Set<string>();

  /** @param folds in the order of the spans */
  addTrace(spans: readonly FoldSpan[], folds: readonly SpanFold[]): ContextCall[] {
    const conversations = conversationFinder(spans);
    const calls = spans.flatMap((span, index) => {
      const fold = folds[index];
      return fold !== undefined && isCall(span, fold) ? [{ span, fold }] : [];
    });
    calls.sort((a, b) => timeOf(a.span) - timeOf(b.span) || a.span.key - b.span.key);
    return calls.map(({ span, fold }) =>
      this.#addCall(span, fold, conversations(span, fold.agentName)),
    );
  }

  #addCall(span: FoldSpan, fold: SpanFold, conversation: string): ContextCall {
    const { facets } = span;
    const before = this.#contexts.get(conversation);
    const now = contextOf(span);
    this.#contexts.set(conversation, now);

    const total = sumOf(now);
    let stayed = 0;
    for (const [hash, tokens] of now) stayed += Math.min(tokens, before?.get(hash) ?? 0);
    const totalBefore = before === undefined ? 0 : sumOf(before);
    let left = 0;
    for (const [hash, tokens] of before ?? []) left += Math.max(0, tokens - (now.get(hash) ?? 0));
    const isMuchReplaced =
      totalBefore >= MIN_COMPACTED_TOKENS &&
      left >= totalBefore / 2 &&
      total - stayed > 0 &&
      total < totalBefore;
    // The summary stays in the context of later calls, which are not compacted again by that.
    const isTold = facets.isCompacted === true;
    const isToldFirst = isTold && !this.#toldCompacted.has(conversation);
    if (isTold) this.#toldCompacted.add(conversation);
    else this.#toldCompacted.delete(conversation);
    const reported = facets.usage?.input;
    return {
      key: span.key,
      model: facets.requestModel ?? facets.responseModel ?? null,
      agentName: fold.agentName,
      startNs: span.startNs,
      inputTokens: reported ?? total,
      isEstimated: reported === undefined,
      enteredTokens: total - stayed,
      stayedTokens: stayed,
      leftTokens: left,
      wasCompacted: isToldFirst || isMuchReplaced,
    };
  }
}

function isCall({ facets }: FoldSpan, fold: SpanFold): boolean {
  return facets.kind === 'llm' && !fold.isSuperseded && fold.duplicateOf === null;
}

/**
 * Calls of the outermost agent go on from trace to trace; every run of an agent below another
 * begins a conversation of its own.
 */
function conversationFinder(
  spans: readonly FoldSpan[],
): (span: FoldSpan, agentName: string | null) => string {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  return (span, agentName) => {
    let inner: FoldSpan | null = null;
    let isNested = false;
    let above = parentOf(span, byId);
    for (let depth = 0; above !== undefined && depth < MAX_DEPTH; depth += 1) {
      const isAgent = above.facets.kind === 'agent';
      // A wrapper of the same name is the same agent, told twice.
      if (isAgent && inner === null) inner = above;
      else if (isAgent && inner !== null && nameOf(above) !== nameOf(inner)) isNested = true;
      above = parentOf(above, byId);
    }
    return isNested && inner !== null ? `run ${inner.key}` : `agent ${agentName ?? ''}`;
  };
}

function parentOf(span: FoldSpan, byId: ReadonlyMap<string, FoldSpan>): FoldSpan | undefined {
  return span.parentSpanId === null ? undefined : byId.get(span.parentSpanId);
}

function nameOf({ facets, name }: FoldSpan): string {
  return facets.agentName ?? name;
}

function contextOf({ facets }: FoldSpan): Context {
  const { inputHashes = [], inputTokenEstimates = [] } = facets;
  const context = new Map<number, number>();
  inputHashes.forEach((hash, index) => {
    context.set(hash, (context.get(hash) ?? 0) + (inputTokenEstimates[index] ?? 0));
  });
  return context;
}

function sumOf(context: Context): number {
  let sum = 0;
  for (const tokens of context.values()) sum += tokens;
  return sum;
}

/** Spans without a start come last. */
function timeOf({ startNs }: FoldSpan): number {
  return Number.isNaN(startNs) ? Number.MAX_VALUE : startNs;
}
