import type { Baseline } from '@contract/default-settings';
import type { TraceRow } from '@contract/traces';

import {
  asBaseline,
  isBaseline,
  isOfRoot,
  withBaseline,
  withoutBaseline,
} from '../../stores/baselines';
import { changeSettings, currentSettings } from '../../stores/settings';
import { showToast } from '../toast';
import { titleOfTrace } from '../trace-title';

/** Makes a run the baseline of its root, or takes that back; either can be undone. */
export function togglePin(run: TraceRow): void {
  const baselines = currentSettings()?.baselines ?? [];
  const pinned = baselines.find(({ traceId }) => traceId === run.traceId);
  const baseline = pinned ?? asBaseline(run);
  if (baseline === null || (pinned === undefined && run.status === 'running')) {
    const message = 'A run can be pinned as baseline once its root has ended.';
    showToast({ status: 'warn', message });
    return;
  }
  // By the settings as they then are: it may have been pressed twice.
  change(baseline, titleOfTrace(run), (before) =>
    isBaseline(before, run.traceId)
      ? withoutBaseline(before, baseline)
      : withBaseline(before, baseline),
  );
}

/** Takes back the baseline, be it in the store or not. */
export function unpin(baseline: Baseline): void {
  change(baseline, baseline.rootName, (before) => withoutBaseline(before, baseline));
}

type Change = (baselines: readonly Baseline[]) => Baseline[];

/** Changes the baseline of one root and says so. Undo puts back that one alone. */
function change({ rootName, serviceName }: Baseline, title: string, next: Change): void {
  const root = { rootName, serviceName };
  const ofRoot = (baselines: readonly Baseline[]): Baseline | undefined =>
    baselines.find((one) => isOfRoot(one, root));
  let earlier: Baseline | undefined;
  const undo: Change = (now) =>
    earlier === undefined ? withoutBaseline(now, root) : withBaseline(now, earlier);
  save(
    (before) => {
      earlier = ofRoot(before);
      return next(before);
    },
    (now) => {
      const message =
        ofRoot(now) === undefined
          ? `Runs of ${title} are no longer compared.`
          : `Runs of ${title} are compared with this one${earlier === undefined ? '' : ' now'}.`;
      const action = { label: 'Undo', run: () => save(undo, () => undefined) };
      showToast({ status: 'ok', message, action });
    },
  );
}

function save(next: Change, onSaved: (now: readonly Baseline[]) => void): void {
  changeSettings(({ baselines }) => ({ baselines: next(baselines) })).then(
    ({ baselines }) => onSaved(baselines),
    (error: unknown) => showToast({ status: 'error', message: String(error) }),
  );
}
