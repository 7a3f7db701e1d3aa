/** What a run is against the baseline of its root: the same, parted from it, or so far either. */
import { alignTrees } from './align';
import { noUserPairs, type Alignment, type UserPairs } from './alignment';
import { buildDiffTree, type DiffTree } from './diff-tree';
import { explain, isDifference, verdicts, type Explanation } from './explain';
import { mergeRows, type MergedRows } from './merge-rows';
import { asGiven, withOpenFrames, type OpenRun } from './open-frames';
import { countToCome, dueSpans, isSameOrUnknown } from './so-far';

export interface ComparedRun extends OpenRun {
  /** By position: whether the span has not ended. */
  readonly areOpen: readonly boolean[];
}

/** The rows of a comparison in which a run has parted from its baseline. */
export interface Parting {
  /** The run with the frames that its baseline has around what has arrived. */
  readonly tree: DiffTree;
  /** By position in `tree`: that in the run; -1 for a frame. */
  readonly origins: Int32Array;
  readonly rows: MergedRows;
  readonly explanation: Explanation;
}

export interface Judgement {
  /** Null where nothing differs. */
  readonly parting: Parting | null;
  /** Rows that differ. */
  readonly changedCount: number;
  /** Steps that both have, of which it cannot be told whether they differ. */
  readonly unknownCount: number;
  /** Of some steps ids or times differ, which are not compared. */
  readonly isButForIds: boolean;
  /** Of a run that goes on: spans of the baseline that may still come. */
  readonly toComeCount: number;
}

/**
 * Compares a run that may go on with its baseline. While it does, what has not arrived is no
 * difference unless what follows it has; nor is it how an open span ends.
 * @param pairs of positions in the run as given, the baseline as A
 * @param checkpoint called now and then; may throw to end it
 */
export function judgeRun(
  baseline: DiffTree,
  run: ComparedRun,
  goesOn: boolean,
  pairs: UserPairs = noUserPairs,
  checkpoint: () => void = () => undefined,
): Judgement {
  checkpoint();
  const { tree, origins } = goesOn ? withOpenFrames(run, baseline) : asGiven(run);
  const frameCount = tree.count - run.tree.count;
  const isOpen = (at: number): boolean => {
    const origin = origins[at] ?? -1;
    return origin === -1 || run.areOpen[origin] === true;
  };
  const hasSaid = pairs.pinned.length + pairs.broken.length > 0;
  if (goesOn && !hasSaid) {
    const toComeCount = countToCome(baseline, tree, isOpen);
    if (toComeCount !== -1) {
      return {
        parting: null,
        changedCount: 0,
        unknownCount: 0,
        isButForIds: false,
        toComeCount: toComeCount + frameCount,
      };
    }
  }
  const user = hasSaid ? moved(pairs, origins) : noUserPairs;
  const judge = (alignment: Alignment): Judgement => {
    checkpoint();
    const rows = mergeRows(baseline, tree, alignment);
    const due = goesOn ? dueSpans(baseline, alignment.partnersOfA) : null;
    const explanation = explain(baseline, tree, rows, alignment, (atA, atB) => {
      if (due === null) return false;
      if (atB === -1) return due[atA] !== 1;
      return isOpen(atB) && mayBecomeSame(baseline, tree, atA, atB, origins[atB] === -1);
    });
    return {
      parting: explanation.headline === -1 ? null : { tree, origins, rows, explanation },
      changedCount: count(explanation.verdicts, isDifference),
      unknownCount: count(explanation.verdicts, (each) => each === unknown),
      isButForIds: explanation.butForIds.includes(1),
      toComeCount: due === null ? 0 : countWithout(alignment, due) + frameCount,
    };
  };
  const whole = judge(alignTrees(baseline, tree, user, checkpoint));
  if (whole.parting === null || !goesOn || hasSaid || tree.count >= baseline.count) return whole;
  // What arrived may be as like to what comes last as to what came first.
  const begun = judge(alignBeginning(baseline, tree, checkpoint));
  return begun.changedCount < whole.changedCount ? begun : whole;
}

/** Aligns a run with as much of the beginning of a baseline as there is of the run. */
function alignBeginning(baseline: DiffTree, tree: DiffTree, checkpoint: () => void): Alignment {
  const beginning = buildDiffTree(baseline.spans.slice(0, tree.count));
  const alignment = alignTrees(beginning, tree, noUserPairs, checkpoint);
  const partnersOfA = new Int32Array(baseline.count).fill(-1);
  const kinds = new Uint8Array(baseline.count);
  const confidences = new Float32Array(baseline.count);
  const movedFromA = new Int32Array(baseline.count).fill(-1);
  partnersOfA.set(alignment.partnersOfA);
  kinds.set(alignment.kinds);
  confidences.set(alignment.confidences);
  movedFromA.set(alignment.movedFromA);
  return { ...alignment, partnersOfA, kinds, confidences, movedFromA };
}

const unknown = verdicts.indexOf('unknown');

/** Whether an open span differs in nothing but what its end will tell. */
function mayBecomeSame(
  baseline: DiffTree,
  tree: DiffTree,
  atA: number,
  atB: number,
  isFrame: boolean,
): boolean {
  if (isFrame) return true;
  const [x, y] = [baseline.spans[atA], tree.spans[atB]];
  if (x === undefined || y === undefined || baseline.labels[atA] !== tree.labels[atB]) return false;
  return (
    isSameOrUnknown(x.input, y.input) &&
    isSameOrUnknown(x.system, y.system) &&
    (y.model === null || x.model === null || x.model === y.model)
  );
}

/** The pairs by positions in the run with frames around what arrived. */
function moved({ pinned, broken }: UserPairs, origins: Int32Array): UserPairs {
  const placeOf = new Map([...origins].map((origin, at) => [origin, at]));
  const move = (list: UserPairs['pinned']): UserPairs['pinned'] =>
    list.flatMap(([a, b]) => {
      const at = placeOf.get(b);
      return at === undefined ? [] : [[a, at] as const];
    });
  return { pinned: move(pinned), broken: move(broken) };
}

function countWithout({ partnersOfA }: Alignment, due: Uint8Array): number {
  let found = 0;
  for (const [at, partner] of partnersOfA.entries()) {
    if (partner === -1 && due[at] !== 1) found++;
  }
  return found;
}

function count(found: Uint8Array, isSuch: (verdict: number) => boolean): number {
  return found.reduce((sum, verdict) => (isSuch(verdict) ? sum + 1 : sum), 0);
}

/**
 * Whether a run whose root has not arrived is, as far as can be told, one of the baseline's root:
 * the first step of both is the same one, asked or told the same.
 */
export function isSameBeginning(baseline: DiffTree, run: DiffTree): boolean {
  const [x, y] = [firstStep(baseline), firstStep(run)];
  if (x === undefined || y === undefined || x.kind !== y.kind || x.label !== y.label) return false;
  if (x.input !== null && x.input === y.input) return true;
  return x.system !== null && x.system === y.system;
}

function firstStep(tree: DiffTree): DiffTree['spans'][number] | undefined {
  let [at] = tree.roots;
  for (let below = at; below !== undefined; [below] = tree.childrenOf(below)) at = below;
  return at === undefined ? undefined : tree.spans[at];
}
