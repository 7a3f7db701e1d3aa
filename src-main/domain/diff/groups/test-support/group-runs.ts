/** Runs for tests, as a reader would write them down. */
import { facetKinds } from '../../../facets/facet-kind';
import type { DiffSpan } from '../../diff-tree';
import { spansOf, type Sketched } from '../../test-support/diff-trees';
import { buildConsensus, groupRun, type Consensus, type GroupRun } from '../consensus';
import type { GroupTable } from '../group-table';
import type { StepFigures } from '../step-figures';

function figuresOf(spans: readonly DiffSpan[]): StepFigures[] {
  return spans.map(({ label, startNs, endNs, isError, model }, at) => ({
    times: 1,
    durationNs: endNs - startNs,
    tokens: Number.NaN,
    costUsd: Number.NaN,
    errors: isError ? 1 : 0,
    spanId: at.toString(16).padStart(16, '0'),
    name: label,
    label: '',
    model: model ?? '',
  }));
}

export function runOf(id: string, spans: readonly DiffSpan[]): GroupRun {
  return groupRun(id, spans, figuresOf(spans));
}

let lastId = 0;

export function sketchedRun(...roots: readonly Sketched[]): GroupRun {
  return runOf(String(++lastId), spansOf(...roots));
}

/** The consensus of both sets as a table. */
export function tableOf(good: readonly GroupRun[], bad: readonly GroupRun[]): GroupTable {
  return tableOfConsensus(buildConsensus([...good, ...bad]), good.length, bad.length);
}

function tableOfConsensus(
  { count, steps, entries }: Consensus,
  goodCount: number,
  badCount: number,
): GroupTable {
  const names: string[] = [];
  const idOf = (text: string): number => {
    const at = names.indexOf(text);
    return at === -1 ? names.push(text) - 1 : at;
  };
  const all = entries.flatMap((ofRow) => [...ofRow].sort(([x], [y]) => x - y));
  const starts = new Int32Array(count + 1);
  entries.forEach(({ size }, row) => {
    starts[row + 1] = (starts[row] ?? 0) + size;
  });
  const depths = new Int32Array(count);
  steps.forEach(({ parent }, row) => {
    depths[row] = parent === -1 ? 0 : (depths[parent] ?? 0) + 1;
  });
  return {
    count,
    goodCount,
    badCount,
    columns: {
      parents: Int32Array.from(steps, ({ parent }) => parent),
      depths,
      kinds: Uint8Array.from(steps, ({ kind }) => facetKinds.indexOf(kind)),
      nameIds: Int32Array.from(steps, ({ label }) => idOf(label)),
      labelIds: new Int32Array(count).fill(-1),
      entryCounts: Int32Array.from(entries, ({ size }) => size),
    },
    entryStarts: starts,
    entries: {
      runs: Uint16Array.from(all, ([run]) => run),
      times: Int32Array.from(all, ([, { times }]) => times),
      durationsNs: Float64Array.from(all, ([, { durationNs }]) => durationNs),
      tokens: Float64Array.from(all, ([, { tokens }]) => tokens),
      costsUsd: Float64Array.from(all, ([, { costUsd }]) => costUsd),
      errors: Int32Array.from(all, ([, { errors }]) => errors),
      spanIds: new Uint8Array(all.length * 8),
      nameIds: Int32Array.from(all, ([, { name }]) => idOf(name)),
      modelIds: Int32Array.from(all, ([, { model }]) => (model === '' ? -1 : idOf(model))),
    },
    names,
  };
}
