/** How well a way to align finds what is the same in a run and an edited copy of it. */
import { alignTrees } from '@domain/diff/align';
import { buildDiffTree } from '@domain/diff/diff-tree';
import { explain } from '@domain/diff/explain';
import { mergeRows } from '@domain/diff/merge-rows';
import { edits } from './edits';
import { Random } from './random';
import { anotherRun } from './another-run';
import { longRuns } from './long-runs';
import { comparedRun, realRuns, type ComparedRun, type Run } from './run';

/** By position in A: position in B, or -1. */
export type AlignPairs = (a: ComparedRun, b: ComparedRun) => Int32Array;

export interface Sample {
  readonly name: string;
  readonly edit: string;
  /** A long loop, whose pairs outnumber those of captured runs. */
  readonly isLong: boolean;
  readonly a: ComparedRun;
  readonly b: ComparedRun;
  /** Key of the step that began the difference; null for none. */
  readonly cause: number | null;
  /** Keys of what was edited, and of what stands beside it: where pairs can be missed. */
  readonly affected: ReadonlySet<number>;
}

/** Every run with every edit that it has place for, `rounds` times at other places. */
export function samples(seed: number, rounds: number): Sample[] {
  const random = new Random(seed);
  const real = realRuns();
  const of = (runs: readonly Run[], isLong: boolean): Sample[] =>
    runs.flatMap((run) =>
      Object.entries(edits).flatMap(([edit, plant]) =>
        Array.from({ length: rounds }, () => plant(run, random)).flatMap((edited): Sample[] => {
          if (edited === null) return [];
          const a = comparedRun(anotherRun(run, random));
          const b = comparedRun(anotherRun(edited.run, random));
          const affected = affectedBy(run, edited.run);
          return [{ name: run.name, edit, isLong, a, b, cause: edited.cause, affected }];
        }),
      ),
    );
  return [...of(real, false), ...of(longRuns(real), true)];
}

function affectedBy(before: Run, after: Run): Set<number> {
  const steps = [...before.steps, ...after.steps];
  const [inBefore, inAfter] = [new Set(before.steps), new Set(after.steps)];
  const edited = steps.filter((step) => !inBefore.has(step) || !inAfter.has(step));
  const parents = new Set(edited.map(({ parentSpanId }) => parentSpanId));
  return new Set([
    ...edited.map(({ key }) => key),
    ...steps.filter(({ parentSpanId }) => parents.has(parentSpanId)).map(({ key }) => key),
  ]);
}

interface PairScore {
  found: number;
  right: number;
  there: number;
}

function scorePairs({ a, b }: Sample, partners: Int32Array): PairScore {
  const inB = new Set(b.keys);
  const there = a.keys.filter((key) => inB.has(key)).length;
  let found = 0;
  let right = 0;
  partners.forEach((at, position) => {
    if (at === -1) return;
    found++;
    if (a.keys[position] === b.keys[at]) right++;
  });
  return { found, right, there };
}

/** Whether the headline is the step that was planted. */
function isCauseFound({ a, b, cause }: Sample): boolean {
  const treeA = buildDiffTree(a.spans);
  const treeB = buildDiffTree(b.spans);
  const alignment = alignTrees(treeA, treeB);
  const rows = mergeRows(treeA, treeB, alignment);
  const { headline } = explain(treeA, treeB, rows, alignment);
  if (headline === -1) return cause === null;
  const keyA = a.keys[rows.a[headline] ?? -1];
  const keyB = b.keys[rows.b[headline] ?? -1];
  return cause !== null && (keyA === cause || keyB === cause);
}

export const ours: AlignPairs = (a, b) =>
  alignTrees(buildDiffTree(a.spans), buildDiffTree(b.spans)).partnersOfA;

interface Quality {
  readonly precision: number;
  readonly recall: number;
}

/** The share of affected steps that have the partner they should have, or none where there is none. */
export function affectedShare(all: readonly Sample[], align: AlignPairs): number {
  let count = 0;
  let right = 0;
  for (const { a, b, affected } of all) {
    const partners = align(a, b);
    const paired = new Set(partners);
    const inA = new Set(a.keys);
    const inB = new Set(b.keys);
    a.keys.forEach((key, position) => {
      if (!affected.has(key)) return;
      count++;
      const at = partners[position] ?? -1;
      if (inB.has(key) ? b.keys[at] === key : at === -1) right++;
    });
    b.keys.forEach((key, position) => {
      if (!affected.has(key) || inA.has(key)) return;
      count++;
      if (!paired.has(position)) right++;
    });
  }
  return count === 0 ? 1 : right / count;
}

/** Over all pairs of all samples. */
export function quality(all: readonly Sample[], align: AlignPairs): Quality {
  const sum: PairScore = { found: 0, right: 0, there: 0 };
  for (const sample of all) {
    const { found, right, there } = scorePairs(sample, align(sample.a, sample.b));
    sum.found += found;
    sum.right += right;
    sum.there += there;
  }
  return { precision: sum.right / sum.found, recall: sum.right / sum.there };
}

/** The share of samples whose headline is what was planted. */
export function causeShare(all: readonly Sample[]): number {
  return all.filter(isCauseFound).length / all.length;
}

/** What the tests and the bench score, so that they say the same. */
export const SEED = 20_261_127;
export const ROUNDS = 2;

interface Aims {
  readonly precision: number;
  readonly recall: number;
  readonly cause: number;
}

export const aims: Aims = { precision: 0.97, recall: 0.97, cause: 0.9 };
