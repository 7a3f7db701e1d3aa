/**
 * Finds the spans that describe one and the same request of a model. Source: conventions
 * reference §8.3 rules 3, 4 and 8.
 */
import { modelForms } from '../../pricing/model-names';
import type { FoldSpan, TokenSums } from '../trace-facets';
import { answeredCalls } from './answered-calls';
import { Groups } from './groups';
import { isWithin, overlapOfLonger } from './overlap';
import { isBelow, nearestAbove, type SpanTree } from './span-tree';
import { addTokens, areTokensEqual, hasTokens, tokensOf } from './token-counts';

export interface SameCalls {
  /** Whether a span is one request: not a sum over several, nor a wrapper of several. */
  readonly isCall: Uint8Array;
  /** By index: the span of the same request that counts; itself where it stands alone. */
  readonly counted: Int32Array;
  /** Spans of the same request, by the index of the one that counts; only where several. */
  readonly members: ReadonlyMap<number, readonly number[]>;
  /** Failed attempts of a call whose other span counts. */
  readonly isRetry: Uint8Array;
}

/** How many earlier spans a span is compared with; two or three tracers are the most seen. */
const COMPARED = 8;

/** Whether a kind's usage is that of one request (§8.3 rule 1). */
function isCallSpan({ facets }: FoldSpan): boolean {
  const isCallKind =
    facets.kind === 'llm' || facets.kind === 'embedding' || facets.kind === 'reranker';
  return isCallKind && facets.usageScope !== 'aggregate' && facets.usageScope !== 'cumulative';
}

export function findSameCalls(tree: SpanTree): SameCalls {
  const { spans } = tree;
  const isCall = Uint8Array.from(spans, (span, index) =>
    isCallSpan(span) && !tree.isSuperseded(index) ? 1 : 0,
  );
  const tokens = spans.map((span, index) => (isCall[index] === 1 ? tokensOf(span.facets) : null));
  const groups = new Groups(spans.length);
  const isRetry = new Uint8Array(spans.length);
  const context: Context = { tree, tokens, groups, models: new Map() };

  joinNested(context, isCall, isRetry);
  joinSiblings(context, isCall);
  joinByResponseId(context, isCall);

  return { isCall, isRetry, ...chooseCounted(context, isCall) };
}

/** Of the spans of each request the one that counts. */
function chooseCounted(
  context: Context,
  isCall: Uint8Array,
): Pick<SameCalls, 'counted' | 'members'> {
  const { tree, groups } = context;
  const counted = Int32Array.from(tree.spans.keys());
  const lists = new Map<number, number[]>();
  for (const index of tree.order) {
    if (isCall[index] === 0 || !groups.isJoined(index)) continue;
    const group = groups.find(index);
    const list = lists.get(group);
    if (list === undefined) lists.set(group, [index]);
    else list.push(index);
  }
  const members = new Map<number, readonly number[]>();
  for (const list of lists.values()) {
    const best = list.reduce((other, index) => (isBetter(context, index, other) ? index : other));
    for (const index of list) counted[index] = best;
    members.set(best, list);
  }
  return { counted, members };
}

interface Context {
  readonly tree: SpanTree;
  readonly tokens: readonly (TokenSums | null)[];
  readonly groups: Groups;
  /** Forms of a model's name, by the name sent. */
  readonly models: Map<string, readonly string[]>;
}

/** The innermost span with usage counts (rule 3); side by side, the one closer to the wire. */
function isBetter({ tree, tokens }: Context, index: number, other: number): boolean {
  const has = hasTokens(tokens[index] ?? null);
  const otherHas = hasTokens(tokens[other] ?? null);
  if (has !== otherHas) return has;
  if (isBelow(tree, index, other)) return true;
  if (isBelow(tree, other, index)) return false;
  const length = ({ startNs = NaN, endNs = NaN }: Partial<FoldSpan> = {}): number =>
    endNs - startNs;
  return length(tree.spans[index]) < length(tree.spans[other]);
}

/** Rule 3: a call within a call, e.g. ADK's `call_llm` around `generate_content`. */
function joinNested(context: Context, isCall: Uint8Array, isRetry: Uint8Array): void {
  const { tree, tokens, groups } = context;
  // What a tool or an agent asks within a call is another request.
  const isOtherWork = (index: number): boolean => {
    const kind = tree.spans[index]?.facets.kind;
    return kind === 'tool' || kind === 'agent';
  };
  const above = nearestAbove(tree, (index) => isCall[index] === 1, isOtherWork);
  const inner = new Map<number, number[]>();
  for (const index of tree.order) {
    const outer = above[index] ?? -1;
    if (isCall[index] === 0 || outer === -1) continue;
    const list = inner.get(outer);
    if (list === undefined) inner.set(outer, [index]);
    else list.push(index);
  }
  // Innermost first, so that a wrapper of a wrapper sees what its own calls have become.
  for (const [outer, list] of [...inner].reverse()) {
    const match = matchNested(context, outer, list);
    if (match !== null) {
      // A wrapper of a mere frame is one too.
      if (isCall[match] === 0) isCall[outer] = 0;
      else groups.join(outer, match);
      for (const index of list)
        if (index !== match && hasFailed(context, index)) isRetry[index] = 1;
      continue;
    }
    const own = tokens[outer] ?? null;
    const calls = list.filter((index) => hasTokens(tokens[index] ?? null));
    const sum = calls.reduce<TokenSums | null>(
      (total, index) => addTokens(total, tokens[index] ?? null),
      null,
    );
    // A sum over its calls, or no more than their frame.
    const isSum = calls.length > 1 && (!hasTokens(own) || areTokensEqual(own, sum));
    if (isSum) isCall[outer] = 0;
  }
}

function matchNested(context: Context, outer: number, inner: readonly number[]): number | null {
  const { tree, tokens } = context;
  const outerSpan = tree.spans[outer];
  if (outerSpan === undefined) return null;
  const candidates = inner.filter((index) => {
    const span = tree.spans[index];
    return span !== undefined && isWithin(span, outerSpan) && areAlike(context, index, outer);
  });
  const byId = candidates.find((index) => haveSameResponse(tree, index, outer));
  if (byId !== undefined) return byId;
  const own = tokens[outer] ?? null;
  const byTokens = candidates.find((index) => areTokensEqual(own, tokens[index] ?? null));
  if (byTokens !== undefined) return byTokens;
  // A wrapper that tells no usage, or whose client tells none: one call, attempts aside.
  const attempts = inner.filter((index) => !hasFailed(context, index));
  const only = attempts.length === 0 && inner.length === 1 ? inner[0] : attempts[0];
  if (only === undefined || attempts.length > 1 || !candidates.includes(only)) return null;
  return hasTokens(own) && hasTokens(tokens[only] ?? null) ? null : only;
}

/** Rule 8: a failed attempt has no usage. */
function hasFailed({ tree, tokens }: Context, index: number): boolean {
  const span = tree.spans[index];
  const isError = span?.status === 2 || span?.facets.errorType !== undefined;
  return isError && !hasTokens(tokens[index] ?? null);
}

/** Rule 4: two tracers on one call, side by side. */
function joinSiblings(context: Context, isCall: Uint8Array): void {
  const { tree, tokens, groups } = context;
  const siblings = (indices: Int32Array): void => {
    const earlier = new Map<string, number[]>();
    const calls = [...indices].filter((index) => isCall[index] === 1);
    for (const [asked, answer] of answeredCalls(tree.spans, calls)) groups.join(asked, answer);
    for (const index of indices) {
      const own = tokens[index] ?? null;
      const isTold = areTokensEqual(own, own) || hasFailed(context, index);
      if (isCall[index] === 0 || !isTold) continue;
      // Failed calls have no usage; that they failed at once tells.
      const key = `${own?.input} ${own?.output}`;
      const list = earlier.get(key) ?? [];
      for (const other of list.slice(-COMPARED)) {
        if (areFromTwoTracers(tree, index, other) && areAlike(context, index, other)) {
          if (overlapOfLonger(tree.spans[index], tree.spans[other]) > 0.9) {
            groups.join(index, other);
            break;
          }
        }
      }
      list.push(index);
      earlier.set(key, list);
    }
  };
  siblings(tree.roots);
  for (const index of tree.order) {
    const children = tree.childrenOf(index);
    if (children.length > 1) siblings(children);
  }
}

/** Rule 3, across trees: two tracers that each built their own tree in one trace. */
function joinByResponseId(context: Context, isCall: Uint8Array): void {
  const { tree, groups } = context;
  // Most ids are of one span: a list is made for the second.
  const first = new Map<string, number>();
  const lists = new Map<string, number[]>();
  for (const index of tree.order) {
    const id = tree.spans[index]?.facets.responseId;
    if (isCall[index] === 0 || id === undefined) continue;
    const earlier = first.get(id);
    const list = lists.get(id);
    if (earlier === undefined) first.set(id, index);
    else if (list === undefined) lists.set(id, [earlier, index]);
    else list.push(index);
  }
  for (const list of lists.values()) {
    list.sort((a, b) => startOf(tree, a) - startOf(tree, b));
    list.forEach((index, at) => {
      for (const other of list.slice(Math.max(0, at - COMPARED), at)) {
        if (!areFromTwoTracers(tree, index, other) || !areAlike(context, index, other)) continue;
        if (overlapOfLonger(tree.spans[index], tree.spans[other]) > 0.5) {
          groups.join(index, other);
        }
      }
    });
  }
}

/** Parallel calls of one library look alike too: only another convention or name tells. */
function areFromTwoTracers(tree: SpanTree, a: number, b: number): boolean {
  const one = tree.spans[a];
  const two = tree.spans[b];
  if (one === undefined || two === undefined) return false;
  return one.name !== two.name || one.facets.convention !== two.facets.convention;
}

function haveSameResponse(tree: SpanTree, a: number, b: number): boolean {
  const id = tree.spans[a]?.facets.responseId;
  return id !== undefined && id === tree.spans[b]?.facets.responseId;
}

/** Same kind and, where both tell it, the same model under whatever name. */
function areAlike({ tree, models }: Context, a: number, b: number): boolean {
  const one = tree.spans[a]?.facets;
  const two = tree.spans[b]?.facets;
  if (one === undefined || two === undefined || one.kind !== two.kind) return false;
  const formsOf = (facets: typeof one): readonly string[] =>
    [facets.requestModel, facets.responseModel].flatMap((model) => {
      if (model === undefined) return [];
      const known = models.get(model) ?? modelForms(model);
      models.set(model, known);
      return known;
    });
  const forms = formsOf(one);
  const others = formsOf(two);
  return forms.length === 0 || others.length === 0 || forms.some((form) => others.includes(form));
}

function startOf(tree: SpanTree, index: number): number {
  const start = tree.spans[index]?.startNs ?? NaN;
  return Number.isNaN(start) ? 0 : start;
}
