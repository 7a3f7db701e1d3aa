/** Baselines: of a root, the run that its other runs are compared with. Kept in the settings. */
import type { Baseline } from '@contract/default-settings';
import type { TraceRow } from '@contract/traces';
import type { TraceId } from '@domain/units';

import { useSettings } from './settings';

/** The latest pinned are kept. */
const MAX_BASELINES = 100;
/** Of names; two roots that differ after that have one baseline. */
const MAX_NAME = 1000;
/** Baselines that a trace without a root is tried against. */
const MAX_TRIED = 3;

/** What tells whose baseline a run may be compared with. */
export type RunOfRoot = Pick<TraceRow, 'traceId' | 'rootName' | 'serviceName' | 'facets'>;

const none: readonly Baseline[] = [];

/** All baselines; none in the first moments of the window. */
export function useBaselines(): readonly Baseline[] {
  return useSettings()?.baselines ?? none;
}

/** The baseline of a run's root; null where none is pinned, or the root is not known. */
export function baselineOf(baselines: readonly Baseline[], run: RunOfRoot): Baseline | null {
  const root = rootOf(run);
  if (root === null) return null;
  return baselines.find((one) => isOfRoot(one, root)) ?? null;
}

/**
 * Baselines that a run may belong to: that of its root, or before its root has arrived those of its
 * service, the latest pinned first.
 */
export function possibleBaselines(
  baselines: readonly Baseline[],
  run: RunOfRoot,
): readonly Baseline[] {
  if (rootOf(run) === null) {
    const service = run.serviceName.slice(0, MAX_NAME);
    const ofService = baselines.filter(({ serviceName }) => serviceName === service);
    return ofService.slice(-MAX_TRIED).reverse();
  }
  const found = baselineOf(baselines, run);
  return found === null ? [] : [found];
}

export function isBaseline(baselines: readonly Baseline[], traceId: TraceId): boolean {
  return baselines.some((one) => one.traceId === traceId);
}

/** The run as baseline of its root; null where that is not known. */
export function asBaseline(run: RunOfRoot): Baseline | null {
  const root = rootOf(run);
  return root === null ? null : { ...root, traceId: run.traceId };
}

/** With another baseline of a root, the latest pinned; of that root alone. */
export function withBaseline(baselines: readonly Baseline[], baseline: Baseline): Baseline[] {
  return [...withoutBaseline(baselines, baseline), baseline].slice(-MAX_BASELINES);
}

export function withoutBaseline(baselines: readonly Baseline[], root: Root): Baseline[] {
  return baselines.filter((one) => !isOfRoot(one, root));
}

export type Root = Pick<Baseline, 'rootName' | 'serviceName'>;

/** The root of a run, be it still open; null where it is not known. */
export function rootOf({ rootName, serviceName, facets }: RunOfRoot): Root | null {
  const name = rootName ?? facets?.openRootName ?? null;
  if (name === null) return null;
  return { rootName: name.slice(0, MAX_NAME), serviceName: serviceName.slice(0, MAX_NAME) };
}

/** Whether it is the baseline of this root. */
export function isOfRoot(one: Baseline, { rootName, serviceName }: Root): boolean {
  return one.rootName === rootName && one.serviceName === serviceName;
}
