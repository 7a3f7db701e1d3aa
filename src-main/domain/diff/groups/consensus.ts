/**
 * Many runs as one tree: a progressive alignment. The run with the most steps begins, each further
 * one is aligned with what there is so far, and what only it has becomes new rows.
 * Runs are taken in an order that what they did decides, so the result depends neither on the order
 * in which they are given nor on which set they are of.
 */
import { alignTrees } from '../align';
import { noUserPairs } from '../alignment';
import { buildDiffTree, type DiffSpan, type DiffTree } from '../diff-tree';
import { mergeRows } from '../merge-rows';
import { foldRepeats, type FoldedSpans } from './fold-repeats';
import { addFigures, type StepFigures } from './step-figures';

/** A run as it is kept while others are read: its repeated steps folded. */
export interface GroupRun {
  /** Decides between runs that did the same. */
  readonly id: string;
  /** In preorder. */
  readonly steps: readonly DiffSpan[];
  /** By step. */
  readonly figures: readonly StepFigures[];
}

export interface Consensus {
  readonly count: number;
  /** In preorder; each stands for its step in all runs. */
  readonly steps: readonly DiffSpan[];
  /** By row: what the runs that have it spent on it, by their place in the list given. */
  readonly entries: readonly ReadonlyMap<number, StepFigures>[];
}

/** @param spans in preorder; @param figures of the same spans */
export function groupRun(
  id: string,
  spans: readonly DiffSpan[],
  figures: readonly StepFigures[],
): GroupRun {
  return foldRun({ id, steps: spans, figures }, () => true);
}

export interface ConsensusWatch {
  /** Called now and then, within a run as well; may throw to end it. */
  readonly checkpoint?: () => void;
  /** Called as runs are aligned, with how many were. */
  readonly onAligned?: (done: number, total: number) => void;
}

/** @param given a run may stand in several places: it is aligned once, and its figures are in each */
export function buildConsensus(
  given: readonly GroupRun[],
  { checkpoint = () => undefined, onAligned }: ConsensusWatch = {},
): Consensus {
  const places = placesOf(given);
  const distinct = [...places.values()].flatMap(([first = -1]) => given[first] ?? []);
  const isRole = rolesOf(distinct);
  const runs = distinct.map((run) => foldRun(run, isRole));
  const trees = runs.map(({ steps }) => {
    checkpoint();
    return buildDiffTree(steps);
  });
  let steps: readonly DiffSpan[] = [];
  let entries: readonly Map<number, StepFigures>[] = [];
  let done = 0;
  for (const alike of alikeRuns(canonicalOrder(runs, trees), trees)) {
    checkpoint();
    onAligned?.(done, runs.length);
    done += alike.length;
    const [first = -1] = alike;
    const [run, tree] = [runs[first], trees[first]];
    if (run === undefined || tree === undefined) continue;
    const before = buildDiffTree(steps);
    const rows = mergeRows(before, tree, alignTrees(before, tree, noUserPairs, checkpoint));
    const merged: DiffSpan[] = [];
    const mergedEntries: Map<number, StepFigures>[] = [];
    for (let row = 0; row < rows.count; row++) {
      const [a, b] = [rows.a[row] ?? -1, rows.b[row] ?? -1];
      const step = steps[a] ?? run.steps[b];
      if (step === undefined) continue;
      merged.push({ ...step, parent: rows.parents[row] ?? -1 });
      const ofRow = entries[a] ?? new Map<number, StepFigures>();
      for (const each of alike) {
        const own = runs[each]?.figures[b];
        if (own !== undefined) ofRow.set(each, own);
      }
      mergedEntries.push(ofRow);
    }
    // Where two runs have a step in another order, it may have found no partner.
    const folded = foldRepeats(merged, isRole);
    steps = folded.spans;
    entries = joinEntries(folded, mergedEntries);
  }
  const placesByRun = [...places.values()];
  return { count: steps.length, steps, entries: entries.map((row) => spread(row, placesByRun)) };
}

/** By run, where it stands in the list given. */
function placesOf(given: readonly GroupRun[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  given.forEach(({ id }, at) => {
    const known = places.get(id);
    if (known === undefined) places.set(id, [at]);
    else known.push(at);
  });
  return places;
}

/** Figures of a row by place instead of by run. */
function spread(
  ofRow: ReadonlyMap<number, StepFigures>,
  placesByRun: readonly (readonly number[])[],
): ReadonlyMap<number, StepFigures> {
  const found = new Map<number, StepFigures>();
  for (const [run, figures] of ofRow) {
    for (const place of placesByRun[run] ?? []) found.set(place, figures);
  }
  return found;
}

/** Runs that did the same are aligned once, and so in the same way. @param order of the runs */
function alikeRuns(
  order: readonly number[],
  trees: readonly DiffTree[],
): readonly (readonly number[])[] {
  const groups: number[][] = [];
  for (const index of order) {
    const last = groups.at(-1);
    const [tree, other] = [trees[index], trees[last?.[0] ?? -1]];
    const isAlike = tree !== undefined && other !== undefined && compareTrees(tree, other) === 0;
    if (last !== undefined && isAlike) last.push(index);
    else groups.push([index]);
  }
  return groups;
}

function foldRun({ id, steps, figures }: GroupRun, isRole: (system: number) => boolean): GroupRun {
  const folded = foldRepeats(steps, isRole);
  const joined: StepFigures[] = [];
  folded.nodeOf.forEach((node, at) => {
    const [known, more] = [joined[node], figures[at]];
    if (more === undefined) return;
    joined[node] = known === undefined ? more : addFigures(known, more);
  });
  return { id, steps: folded.spans.map(comparable), figures: joined };
}

/**
 * A step as it is aligned with those of other runs. A call is known by its system prompt rather
 * than by what it was asked, which differs in every run. Repeats have no one time, so no order among
 * siblings is claimed: they are paired as steps that ran together.
 */
function comparable(step: DiffSpan): DiffSpan {
  const isRoleCall = step.kind === 'llm' && step.system !== null;
  return {
    ...step,
    ...(isRoleCall ? { input: step.system, output: null } : {}),
    startNs: 0,
    endNs: 1,
  };
}

/**
 * A system prompt tells roles apart where two runs share it; one with a date in it never does.
 * @param runs each once: no run shares a prompt with itself
 */
function rolesOf(runs: readonly GroupRun[]): (system: number) => boolean {
  if (runs.length < 2) return () => true;
  const counts = new Map<number, number>();
  for (const { steps } of runs) {
    const own = new Set(steps.flatMap(({ system }) => (system === null ? [] : [system])));
    for (const system of own) counts.set(system, (counts.get(system) ?? 0) + 1);
  }
  return (system) => (counts.get(system) ?? 0) > 1;
}

/** The longest first; else by what they did, then by id. */
function canonicalOrder(runs: readonly GroupRun[], trees: readonly DiffTree[]): readonly number[] {
  return [...runs.keys()].sort((x, y) => {
    const [a, b] = [trees[x], trees[y]];
    if (a === undefined || b === undefined) return 0;
    return compareTrees(a, b) || ((runs[x]?.id ?? '') < (runs[y]?.id ?? '') ? -1 : 1);
  });
}

function compareTrees(a: DiffTree, b: DiffTree): number {
  if (a.count !== b.count) return b.count - a.count;
  for (let at = 0; at < a.count; at++) {
    const high = (a.merkleHighs[at] ?? 0) - (b.merkleHighs[at] ?? 0);
    if (high !== 0) return high;
    const low = (a.merkleLows[at] ?? 0) - (b.merkleLows[at] ?? 0);
    if (low !== 0) return low;
  }
  return 0;
}

function joinEntries(
  { nodeOf }: FoldedSpans,
  entries: readonly Map<number, StepFigures>[],
): readonly Map<number, StepFigures>[] {
  const joined: Map<number, StepFigures>[] = [];
  nodeOf.forEach((node, at) => {
    const into = joined[node];
    const own = entries[at] ?? new Map<number, StepFigures>();
    if (into === undefined) {
      joined[node] = own;
      return;
    }
    for (const [run, figures] of own) {
      const known = into.get(run);
      into.set(run, known === undefined ? figures : addFigures(known, figures));
    }
  });
  return joined;
}
