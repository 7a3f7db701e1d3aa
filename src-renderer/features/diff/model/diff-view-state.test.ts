import { nameOf } from '@domain/diff/diff-columns';
import type { RowSpec } from '@domain/diff/test-support/merged';
import { describe, expect, it } from 'vitest';

import { diffModel, headerOf } from '../test-support/models';
import { initialDiffView, reduceDiffView, type DiffViewState } from './diff-view-state';

const step = (name: string, more: Partial<RowSpec> = {}): RowSpec => ({ depth: 1, name, ...more });
const rows: readonly RowSpec[] = [
  { depth: 0, name: 'run', verdict: 'inside' },
  step('plan'),
  { depth: 2, name: 'think' },
  step('act', { verdict: 'inside' }),
  { depth: 2, name: 'chat', verdict: 'decision' },
  { depth: 2, name: 'tool', verdict: 'onlyA', cause: 4, b: null },
  { depth: 3, name: 'http', verdict: 'onlyA', cause: 4, b: null },
  step('s1'),
  step('s2'),
  step('s3'),
  { depth: 2, name: 'inner' },
  step('s4'),
  step('end', { verdict: 'renamed' }),
];

/** What stands in the tree, a line of n identical steps as `n×`. */
const shown = ({ model, rows: visible }: DiffViewState): string[] =>
  [...visible.spans].map((row, at) => {
    const length = visible.runLengths[at] ?? 0;
    const name = nameOf(model, row);
    return `${'.'.repeat(visible.depths[at] ?? 0)}${length > 0 ? `${length}×` : name}`;
  });
const swapped = (specs: readonly RowSpec[]): RowSpec[] =>
  specs.map((spec) =>
    spec.b === null ? { ...spec, verdict: 'onlyB', a: null, b: [0, 10] as const } : spec,
  );
const swappedHeader = { a: headerOf().b, b: headerOf().a };
const open = (specs = rows): DiffViewState => initialDiffView(diffModel(specs));

describe('a comparison', () => {
  it('is open to what differs; identical steps in a row are one line', () => {
    expect(shown(open())).toEqual([
      'run',
      '.plan',
      '.act',
      '..chat',
      '..tool',
      '...http',
      '.4×',
      '.end',
    ]);
  });

  it('shows the steps of a line', () => {
    const unrolled = reduceDiffView(open(), { type: 'unroll', row: 7 });
    expect(shown(unrolled).slice(6)).toEqual(['.s1', '.s2', '.s3', '.s4', '.end']);
    const { rows: visible } = unrolled;
    expect([...visible.positions].slice(-2)).toEqual([6, 7]);
  });

  it('filters, and keeps what is above', () => {
    const onlyA = reduceDiffView(open(), { type: 'filter', filter: 'onlyA' });
    expect(shown(onlyA)).toEqual(['run', '.act', '..tool', '...http']);
    const changed = reduceDiffView(open(), { type: 'filter', filter: 'changed' });
    expect(shown(changed)).toEqual(['run', '.act', '..chat', '.end']);
  });

  it('shows a row whatever hides it', () => {
    const inner = reduceDiffView(open(), { type: 'reveal', row: 10 });
    expect(shown(inner)).toContain('..inner');
    const inRun = reduceDiffView(open(), { type: 'reveal', row: 8 });
    expect(shown(inRun)).toContain('.s2');
    const filtered = reduceDiffView(open(), { type: 'filter', filter: 'onlyA' });
    expect(shown(reduceDiffView(filtered, { type: 'reveal', row: 4 }))).toContain('..chat');
  });

  it('folds and unfolds all', () => {
    const folded = reduceDiffView(open(), { type: 'foldAll', fold: true });
    expect(shown(folded)).toEqual(['run']);
    const all = reduceDiffView(folded, { type: 'foldAll', fold: false });
    expect(shown(all)).toContain('..think');
  });

  it('stays as it is where it is read again', () => {
    let view = reduceDiffView(open(), { type: 'fold', row: 3, fold: true });
    view = reduceDiffView(view, { type: 'fold', row: 1, fold: false });
    view = reduceDiffView(view, { type: 'unroll', row: 7 });
    const grown = diffModel([...rows, step('more', { verdict: 'onlyB', a: null })]);
    const after = shown(reduceDiffView(view, { type: 'load', model: grown }));
    expect(after).toEqual([...shown(view), '.more']);
  });

  it('stays as it is where the sides are swapped', () => {
    const [modelA, modelB] = [diffModel(rows), diffModel(swapped(rows), swappedHeader)];
    const { keysA, keysB } = modelA.columns;
    modelB.columns.keysA.set(keysB);
    modelB.columns.keysB.set(keysA);
    let view = reduceDiffView(initialDiffView(modelA), { type: 'fold', row: 3, fold: true });
    view = reduceDiffView(view, { type: 'unroll', row: 7 });
    expect(shown(reduceDiffView(view, { type: 'load', model: modelB }))).toEqual(shown(view));
    const onlyA = reduceDiffView(view, { type: 'filter', filter: 'onlyA' });
    const after = reduceDiffView(onlyA, { type: 'load', model: modelB });
    expect(after.filter).toBe('onlyB');
    expect(shown(after)).toEqual(shown(onlyA));
  });

  it('does not roll up what the reader saw come', () => {
    const coming = open([
      { depth: 0, name: 'run', verdict: 'inside' },
      ...['a', 'b', 'c', 'd'].map((name) => step(name, { verdict: 'onlyA' as const, b: null })),
    ]);
    const same = diffModel([
      { depth: 0, name: 'run' },
      ...['a', 'b', 'c', 'd'].map((name) => step(name)),
    ]);
    const read = reduceDiffView(coming, { type: 'touch' });
    const after = reduceDiffView(read, { type: 'load', model: same });
    expect(shown(after)).toEqual(['run', '.a', '.b', '.c', '.d']);
    // Where nobody has looked yet, it is shown as one that is opened.
    expect(shown(reduceDiffView(coming, { type: 'load', model: same }))).toEqual(['run']);
  });
});
