/**
 * Which calls of a model tried the same request again. Source: conventions reference §8.3 rule 8
 * and §8.4.
 */
import type { Attempt, FoldSpan } from '../trace-facets';
import type { SameCalls } from './same-calls';
import type { SpanTree } from './span-tree';

/** Indices of calls: of several spans of one request, the one that counts. */
type CallIndex = number;

/** By index of any span of a call; calls that took one attempt have none. */
export function findAttempts(tree: SpanTree, same: SameCalls): ReadonlyMap<number, Attempt> {
  const { spans } = tree;
  const callOf = (index: number): CallIndex => same.counted[index] ?? index;
  const membersOf = (call: CallIndex): readonly number[] => same.members.get(call) ?? [call];
  const previous = new Map<CallIndex, CallIndex>();
  const numbers = new Map<CallIndex, number>();
  const bySpanId = new Map<string, number>();
  for (const index of tree.order) bySpanId.set(spans[index]?.spanId ?? '', index);
  for (const index of tree.order) {
    if (same.isCall[index] === 0) continue;
    const { attempt = 1, relations = [] } = spans[index]?.facets ?? {};
    const call = callOf(index);
    numbers.set(call, Math.max(attempt, numbers.get(call) ?? 1));
    for (const { type, spanId } of relations) {
      if (type !== 'retryOf') continue;
      const target = bySpanId.get(spanId);
      const before = target === undefined ? -1 : callOf(target);
      if (before === -1) numbers.set(call, Math.max(2, numbers.get(call) ?? 1));
      else if (before !== call && same.isCall[before] === 1) previous.set(call, before);
    }
  }
  for (const [failed, next] of repeatedSiblings(tree, same)) {
    const call = callOf(next);
    if (!previous.has(call)) previous.set(call, callOf(failed));
  }
  return numberChains({ tree, previous, numbers, membersOf });
}

/** Failed calls with the sibling after them that asked the same of the same model. */
function* repeatedSiblings(
  tree: SpanTree,
  same: SameCalls,
): Generator<readonly [failed: number, next: number]> {
  for (const parent of tree.order) {
    const calls = tree.childrenOf(parent).filter((index) => same.isCall[index] === 1);
    for (let at = 1; at < calls.length; at += 1) {
      const next = calls[at] ?? -1;
      const failed = calls[at - 1] ?? -1;
      const isOneCall = same.counted[failed] === same.counted[next];
      if (!isOneCall && isRepeated(tree.spans[failed], tree.spans[next])) yield [failed, next];
    }
  }
}

function isRepeated(failed: FoldSpan | undefined, next: FoldSpan | undefined): boolean {
  if (failed === undefined || next === undefined || !hasFailed(failed)) return false;
  const [one, two] = [failed.facets, next.facets];
  if (one.kind !== two.kind || one.requestModel !== two.requestModel) return false;
  // Calls side by side may ask the same on purpose.
  if (!(next.startNs >= failed.endNs)) return false;
  const isCounted = one.attempt !== undefined && two.attempt === one.attempt + 1;
  return isCounted || haveSameInput(one.inputHashes, two.inputHashes);
}

/** What has usage answered, whatever became of it. */
function hasFailed({ status, facets }: FoldSpan): boolean {
  return (status === 2 || facets.errorType !== undefined) && facets.usage === undefined;
}

function haveSameInput(one: readonly number[] = [], two: readonly number[] = []): boolean {
  return (
    one.length > 0 && one.length === two.length && one.every((hash, place) => hash === two[place])
  );
}

interface Chains {
  readonly tree: SpanTree;
  readonly previous: ReadonlyMap<CallIndex, CallIndex>;
  readonly numbers: ReadonlyMap<CallIndex, number>;
  readonly membersOf: (call: CallIndex) => readonly number[];
}

function numberChains({ tree, previous, numbers, membersOf }: Chains): Map<number, Attempt> {
  const next = new Map<CallIndex, CallIndex>();
  for (const [call, before] of previous) if (!next.has(before)) next.set(before, call);
  const attempts = new Map<number, Attempt>();
  const keyOf = (call: CallIndex | undefined): number | null =>
    call === undefined ? null : (tree.spans[call]?.key ?? null);
  for (const first of numbers.keys()) {
    // Calls in a circle have no first one.
    if (previous.has(first) && next.get(previous.get(first) ?? -1) === first) continue;
    const chain: { readonly call: CallIndex; readonly number: number }[] = [];
    let number = 0;
    for (let call: CallIndex | undefined = first; call !== undefined; call = next.get(call)) {
      number = Math.max(number + 1, numbers.get(call) ?? 1);
      chain.push({ call, number });
    }
    if (number < 2) continue;
    for (const link of chain) {
      const attempt = {
        number: link.number,
        total: number,
        retries: keyOf(previous.get(link.call)),
        retriedBy: keyOf(next.get(link.call)),
      };
      for (const member of membersOf(link.call)) attempts.set(member, attempt);
    }
  }
  return attempts;
}
