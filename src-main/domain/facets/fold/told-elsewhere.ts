/** Which other span tells what the span of a call leaves out. Source: conventions reference §8.4. */
import type { ToldBy } from '../trace-facets';
import type { KnownMessages } from './known-messages';
import type { SameCalls } from './same-calls';
import { nearestAbove, type SpanTree } from './span-tree';
import type { ToolCalls, ToolJoins } from './tool-calls';

interface Found {
  readonly tree: SpanTree;
  readonly same: SameCalls;
  readonly tools: ToolCalls;
  readonly joins: ToolJoins;
  /** Model calls in order of start. */
  readonly calls: readonly number[];
  readonly known: ReadonlyMap<number, KnownMessages>;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** By index of the span that counts for a call; most have none. */
export function findToldElsewhere(found: Found): ReadonlyMap<number, ToldBy> {
  const told = new Map<number, Mutable<ToldBy>>();
  const add = (index: number, what: keyof ToldBy, by: number): void => {
    const key = found.tree.spans[by]?.key;
    if (key === undefined) return;
    const entry = told.get(index) ?? { result: null, query: null, reasoning: null };
    entry[what] ??= key;
    told.set(index, entry);
  };
  findResults(found, (tool, call) => add(tool, 'result', call));
  findQueries(found, (retrieval, embedding) => add(retrieval, 'query', embedding));
  findReasoning(found, (call, step) => add(call, 'reasoning', step));
  return told;
}

type Add = (index: number, by: number) => void;

/** A tool's result is told to the call that goes on from the one that asked for it. */
function findResults({ tree, same, joins, calls, known }: Found, add: Add): void {
  if (joins.requestedBy.size === 0) return;
  const countedOf = (index: number): number => same.counted[index] ?? index;
  const next = new Map<number, number>();
  for (const index of calls) {
    const before = known.get(index)?.continues ?? -1;
    if (before === -1) continue;
    const asker = countedOf(before);
    if (!next.has(asker)) next.set(asker, countedOf(index));
  }
  for (const [tool, asker] of joins.requestedBy) {
    const call = next.get(asker);
    if (call !== undefined && startOf(tree, call) >= startOf(tree, tool)) add(tool, call);
  }
}

/** A store is searched by the vector that was made just before, of what is searched for. */
function findQueries({ tree, tools }: Found, add: Add): void {
  const search = (siblings: Int32Array): void => {
    let embedding = -1;
    for (const index of siblings) {
      const kind = tree.spans[index]?.facets.kind;
      if (kind === 'embedding') embedding = index;
      if (kind !== 'retriever' || embedding === -1) continue;
      const { endNs = NaN } = tree.spans[embedding] ?? {};
      if (endNs <= startOf(tree, index)) add(tools.counted[index] ?? index, embedding);
    }
  };
  search(tree.roots);
  for (const index of tree.order) {
    const children = tree.childrenOf(index);
    if (children.length > 1) search(children);
  }
}

/** Where thoughts are counted, a step of one call may tell them. */
function findReasoning({ tree, same, calls }: Found, add: Add): void {
  const thinking = calls.filter(
    (index) =>
      same.counted[index] === index && (tree.spans[index]?.facets.usage?.reasoning ?? 0) > 0,
  );
  if (thinking.length === 0) return;
  const kindOf = (index: number) => tree.spans[index]?.facets.kind;
  const steps = nearestAbove(
    tree,
    (index) => kindOf(index) === 'step',
    (index) => kindOf(index) === 'agent' || kindOf(index) === 'tool',
  );
  const callCounts = new Map<number, number>();
  for (const index of calls) {
    const step = steps[index] ?? -1;
    if (step === -1 || same.counted[index] !== index || same.isCall[index] !== 1) continue;
    callCounts.set(step, (callCounts.get(step) ?? 0) + 1);
  }
  for (const index of thinking) {
    const step = steps[index] ?? -1;
    if (callCounts.get(step) === 1) add(index, step);
  }
}

function startOf({ spans }: SpanTree, index: number): number {
  return spans[index]?.startNs ?? NaN;
}
