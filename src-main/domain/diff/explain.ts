/**
 * Why two aligned traces differ: of each step whether it got the same and gave the same, and which
 * difference was first. Prompts accumulate, so of a model call only what is new in it is judged.
 */
import type { Alignment } from './alignment';
import type { DiffTree } from './diff-tree';
import type { MergedRows } from './merge-rows';

export const verdicts = [
  'same',
  /** The system prompt is another. */
  'promptEdit',
  /** Another model was asked. */
  'modelChange',
  /** A model got the same and gave something else. */
  'decision',
  /** A tool, a search or another step got the same and gave something else. */
  'environment',
  /** It got something else, and nothing before it tells why. */
  'inputChange',
  /** It got something else since an earlier step differed. */
  'consequence',
  /** The same step by another name. */
  'renamed',
  'onlyA',
  'onlyB',
  /** An attempt that failed and was tried again on one side alone. */
  'retry',
  /** Around steps that both have. */
  'wrapper',
  'moved',
  /** It differs in what is within it alone. */
  'inside',
  /** What it got and gave was not recorded. */
  'unknown',
] as const;

export type Verdict = (typeof verdicts)[number];

export interface Explanation {
  /** By row: index into `verdicts`. */
  readonly verdicts: Uint8Array;
  /** By row: the row that brought it about; -1 where nothing did or nothing differs. */
  readonly causes: Int32Array;
  /** Row of the earliest cause; -1 where the traces are the same. */
  readonly headline: number;
  /** By row, how many rows at or below it differ, frames of what differs in them left out. */
  readonly changedBelow: Int32Array;
}

/** @param isAwaited whether a row, by its positions, says nothing yet as the run of B goes on */
export function explain(
  a: DiffTree,
  b: DiffTree,
  rows: MergedRows,
  { movedFromA, movedFromB }: Alignment,
  isAwaited: (atA: number, atB: number) => boolean = () => false,
): Explanation {
  const own = new Uint8Array(rows.count);
  for (let row = 0; row < rows.count; row++) {
    own[row] = verdicts.indexOf(verdictOf(row));
  }
  const suspected = countBelow(rows, own, beginsChange);
  for (let row = 0; row < rows.count; row++) {
    const hasInside = (suspected[row] ?? 0) > (beginsChange(own[row] ?? 0) ? 1 : 0);
    if (!hasInside) continue;
    // What a frame gave, and that it failed, follows from what is in it.
    if (is(own, row, 'same', 'environment', 'unknown')) own[row] = verdicts.indexOf('inside');
  }
  const { causes, headline } = findCauses(rows, own);
  return { verdicts: own, causes, headline, changedBelow: countBelow(rows, own, isDifference) };

  function verdictOf(row: number): Verdict {
    const atA = rows.a[row] ?? -1;
    const atB = rows.b[row] ?? -1;
    if (isAwaited(atA, atB)) return 'same';
    if (atA === -1 || atB === -1) return alone(row, atA, atB);
    const x = a.spans[atA];
    const y = b.spans[atB];
    if (x === undefined || y === undefined) return 'unknown';
    if (x.system !== y.system && x.kind === 'llm') return 'promptEdit';
    if (x.model !== y.model && x.model !== null && y.model !== null) return 'modelChange';
    const isSilent = x.input === null && y.input === null && x.output === null && y.output === null;
    if (x.input !== y.input) return 'inputChange';
    if (x.output !== y.output || x.isError !== y.isError) {
      return x.kind === 'llm' ? 'decision' : 'environment';
    }
    if (a.labels[atA] !== b.labels[atB]) return 'renamed';
    return isSilent && (x.kind === 'llm' || x.kind === 'tool') ? 'unknown' : 'same';
  }

  function alone(row: number, atA: number, atB: number): Verdict {
    if (atA !== -1 && (movedFromA[atA] ?? -1) !== -1) return 'moved';
    if (atB !== -1 && (movedFromB[atB] ?? -1) !== -1) return 'moved';
    if (hasPairBelow(row)) return 'wrapper';
    const [tree, at] = atA === -1 ? ([b, atB] as const) : ([a, atA] as const);
    if (isRetried(tree, at)) return 'retry';
    return atA === -1 ? 'onlyB' : 'onlyA';
  }

  function hasPairBelow(row: number): boolean {
    for (let at = row + 1; at < (rows.subtreeEnds[row] ?? 0); at++) {
      if (rows.a[at] !== -1 && rows.b[at] !== -1) return true;
    }
    return false;
  }
}

/** A failed step whose next sibling of the same name was given the same. */
function isRetried(tree: DiffTree, at: number): boolean {
  const span = tree.spans[at];
  if (span?.isError !== true) return false;
  const parent = tree.parents[at] ?? -1;
  const siblings = parent === -1 ? tree.roots : tree.childrenOf(parent);
  const next = siblings
    .slice(siblings.indexOf(at) + 1)
    .find((sibling) => tree.labels[sibling] === tree.labels[at]);
  return next !== undefined && tree.spans[next]?.input === span.input;
}

function is(own: Uint8Array, row: number, ...names: readonly Verdict[]): boolean {
  return names.some((name) => own[row] === verdicts.indexOf(name));
}

const silent: ReadonlySet<number> = new Set(
  (['same', 'inside', 'unknown', 'consequence'] as const).map((name) => verdicts.indexOf(name)),
);

function beginsChange(verdict: number): boolean {
  return !silent.has(verdict);
}

/** Whether a step of this verdict (an index) differs, be it as a consequence. */
export function isDifference(verdict: number): boolean {
  return !silent.has(verdict) || verdicts[verdict] === 'consequence';
}

/** By row, how many rows at or below it are such. */
function countBelow(
  { count, parents }: MergedRows,
  own: Uint8Array,
  isSuch: (verdict: number) => boolean,
): Int32Array {
  const below = new Int32Array(count);
  for (let row = count - 1; row >= 0; row--) {
    if (isSuch(own[row] ?? 0)) below[row] = (below[row] ?? 0) + 1;
    const parent = parents[row] ?? -1;
    if (parent !== -1) below[parent] = (below[parent] ?? 0) + (below[row] ?? 0);
  }
  return below;
}

/** What can begin a difference, beside edits of prompts and models, which always do. */
const beginnings: ReadonlySet<Verdict> = new Set([
  'promptEdit',
  'modelChange',
  'decision',
  'environment',
  'inputChange',
  'renamed',
  'onlyA',
  'onlyB',
  'retry',
  'wrapper',
  'moved',
]);
/** What follows from an earlier difference rather than begin one of its own. */
const followers: ReadonlySet<Verdict> = new Set(['inputChange', 'onlyA', 'onlyB', 'moved']);

/** Rows in preorder are in the order in which things began, of a pair as A did. */
function findCauses(rows: MergedRows, own: Uint8Array): Pick<Explanation, 'causes' | 'headline'> {
  const causes = new Int32Array(rows.count).fill(-1);
  let headline = -1;
  let last = -1;
  for (let row = 0; row < rows.count; row++) {
    const verdict = verdicts[own[row] ?? 0] ?? 'same';
    if (!beginnings.has(verdict)) continue;
    if (last !== -1 && followers.has(verdict)) {
      causes[row] = last;
      if (verdict === 'inputChange') own[row] = verdicts.indexOf('consequence');
      continue;
    }
    if (headline === -1) headline = row;
    last = row;
  }
  return { causes, headline };
}
