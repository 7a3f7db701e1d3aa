/**
 * Why two aligned traces differ: of each step whether it got the same and gave the same, and which
 * difference was first. Prompts accumulate, so of a model call only what is new in it is judged.
 */
import type { FacetKind } from '../facets/facet-kind';
import { pairKinds, type Alignment } from './alignment';
import { isSameSubtree, type DiffSpan, type DiffTree } from './diff-tree';
import { findCauses, type Causes } from './find-causes';
import type { MergedRows } from './merge-rows';
import { retriesOf } from './retries';
import { rowTimes } from './row-times';
import { beginsChange, isDifference, verdicts, type Verdict } from './verdict';

export { isDifference, verdicts, type Verdict } from './verdict';

export interface Explanation extends Causes {
  /** By row: index into `verdicts`. */
  readonly verdicts: Uint8Array;
  /** By row, how many rows at or below it differ, frames of what differs in them left out. */
  readonly changedBelow: Int32Array;
  /** By row, 1 where the two are the same but for ids and times, which are not compared. */
  readonly butForIds: Uint8Array;
}

/** @param isAwaited whether a row, by its positions, says nothing yet as the run of B goes on */
export function explain(
  a: DiffTree,
  b: DiffTree,
  rows: MergedRows,
  { kinds, movedFromA, movedFromB, isTurned }: Alignment,
  isAwaited: (atA: number, atB: number) => boolean = () => false,
): Explanation {
  const pairsBelow = countPairsBelow(rows);
  /** Rows in which edits of a prompt were first met; by later row with the same edit, that row. */
  const edits = new Map<string, number>();
  const editedAt = new Map<number, number>();
  const isRetriedA = retriesOf(a);
  const isRetriedB = retriesOf(b);
  const isWithinMoved = new Uint8Array(rows.count);
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
  const sideA = { tree: a, at: rows.a };
  const sideB = { tree: b, at: rows.b };
  const times = isTurned ? rowTimes(rows, sideB, sideA) : rowTimes(rows, sideA, sideB);
  const found = findCauses(rows, times, own, { isCall, gaveOther });
  for (const [row, first] of editedAt) {
    if (row === found.headline || own[row] === verdicts.indexOf('inside')) continue;
    own[row] = verdicts.indexOf('consequence');
    found.causes[row] = first;
  }
  return {
    ...found,
    verdicts: own,
    changedBelow: countBelow(rows, own, isDifference),
    butForIds: own.map((_, row) => (isButForIds(row) ? 1 : 0)),
  };

  function isButForIds(row: number): boolean {
    const x = a.spans[rows.a[row] ?? -1];
    const y = b.spans[rows.b[row] ?? -1];
    return x !== undefined && y !== undefined && is(own, row, 'same') && x.exact !== y.exact;
  }

  function verdictOf(row: number): Verdict {
    const atA = rows.a[row] ?? -1;
    const atB = rows.b[row] ?? -1;
    if (isAwaited(atA, atB)) return 'same';
    if (atA === -1 || atB === -1) return alone(row, atA, atB);
    const x = a.spans[atA];
    const y = b.spans[atB];
    if (x === undefined || y === undefined) return 'unknown';
    const areCalls = x.kind === 'llm' && y.kind === 'llm';
    if (areCalls && isOther(x, y, 'system')) {
      // An edit is told where it is first met; from there on it is what was given.
      const edit = `${x.system} ${y.system}`;
      const first = edits.get(edit);
      if (first === undefined) edits.set(edit, row);
      else editedAt.set(row, first);
      return first === undefined ? 'promptEdit' : 'inputChange';
    }
    if (askedAnother(x, y)) return 'modelChange';
    if (areCalls && (isOther(x, y, 'parameters') || isOther(x, y, 'tools'))) {
      return 'settingsChange';
    }
    const [given, gave] = [judge(x, y, 'input'), judge(x, y, 'output')];
    if (given === 'other') return 'inputChange';
    // That a call failed was not for the model to decide.
    if (x.isError !== y.isError) return 'environment';
    if (gave === 'other') return areCalls && !x.isError ? 'decision' : 'environment';
    if (a.labels[atA] !== b.labels[atB]) return 'renamed';
    if (pairKinds[kinds[atA] ?? 0] === 'reordered') return 'reordered';
    return given === 'unknown' || gave === 'unknown' ? 'unknown' : 'same';
  }

  function alone(row: number, atA: number, atB: number): Verdict {
    if (isWithinMoved[rows.parents[row] ?? -1] === 1) {
      isWithinMoved[row] = 1;
      return 'same';
    }
    const movedA = atB === -1 ? atA : (movedFromB[atB] ?? -1);
    const movedB = atA === -1 ? atB : (movedFromA[atA] ?? -1);
    if (movedA !== -1 && movedB !== -1) {
      if (isSameSubtree(a, movedA, b, movedB)) isWithinMoved[row] = 1;
      return 'moved';
    }
    if ((pairsBelow[row] ?? 0) > 0) return 'wrapper';
    if (atA === -1) return isRetriedB(atB) ? 'retry' : 'onlyB';
    return isRetriedA(atA) ? 'retry' : 'onlyA';
  }

  function isCall(row: number): boolean {
    const span = a.spans[rows.a[row] ?? -1] ?? b.spans[rows.b[row] ?? -1];
    return span?.kind === 'llm';
  }

  function gaveOther(row: number): boolean {
    const x = a.spans[rows.a[row] ?? -1];
    const y = b.spans[rows.b[row] ?? -1];
    if (x === undefined || y === undefined || x.isError !== y.isError) return true;
    return x.output !== y.output || x.output === null;
  }
}

/** Whether the two are known to have asked different models. */
export function askedAnother(a: DiffSpan | undefined, b: DiffSpan | undefined): boolean {
  if (a === undefined || b === undefined || a.model === null || b.model === null) return false;
  return a.model !== b.model;
}

/** Kinds that get and give something each time: where none is told, it was not recorded. */
const withInput: ReadonlySet<FacetKind> = new Set<FacetKind>([
  'llm',
  'tool',
  'mcp',
  'retriever',
  'reranker',
  'embedding',
]);
/** Vectors are not compared. */
const withOutput: ReadonlySet<FacetKind> = new Set(
  [...withInput].filter((kind) => kind !== 'embedding'),
);

/** Whether a part is the same; unknown where a side did not record it. */
function judge(x: DiffSpan, y: DiffSpan, part: 'input' | 'output'): 'same' | 'other' | 'unknown' {
  const [before, after] = [x[part], y[part]];
  if (before !== null && after !== null) return before === after ? 'same' : 'other';
  if (before !== null || after !== null) return 'unknown';
  const kinds = part === 'input' ? withInput : withOutput;
  return kinds.has(x.kind) || kinds.has(y.kind) ? 'unknown' : 'same';
}

/** Of what may not be there: that counts only where both sides recorded what they were given. */
function isOther(x: DiffSpan, y: DiffSpan, part: 'system' | 'parameters' | 'tools'): boolean {
  if (x[part] === y[part]) return false;
  const areBoth = x[part] !== null && y[part] !== null;
  return areBoth || (x.input !== null && y.input !== null);
}

function countPairsBelow({ count, a, b, parents }: MergedRows): Int32Array {
  const below = new Int32Array(count);
  for (let row = count - 1; row >= 0; row--) {
    const parent = parents[row] ?? -1;
    if (parent === -1) continue;
    const isPair = a[row] !== -1 && b[row] !== -1;
    below[parent] = (below[parent] ?? 0) + (below[row] ?? 0) + (isPair ? 1 : 0);
  }
  return below;
}

function is(own: Uint8Array, row: number, ...names: readonly Verdict[]): boolean {
  return names.some((name) => own[row] === verdicts.indexOf(name));
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
