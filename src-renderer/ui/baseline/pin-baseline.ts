import type { Baseline } from '@contract/default-settings';
import type { TraceRow } from '@contract/traces';

import { isBaseline, withBaseline } from '../../stores/baselines';
import { currentSettings, saveSettings } from '../../stores/settings';
import { showToast } from '../toast';
import { titleOfTrace } from '../trace-title';

/** Makes a run the baseline of its root, or takes that back; either can be undone. */
export function togglePin(run: TraceRow): void {
  const before = currentSettings()?.baselines ?? [];
  if (isBaseline(before, run.traceId)) {
    const rest = before.filter(({ traceId }) => traceId !== run.traceId);
    save(rest, before, `Runs of ${titleOfTrace(run)} are no longer compared.`);
    return;
  }
  const next = withBaseline(before, run);
  if (next === null || run.status === 'running') {
    const message = 'A run can be pinned as baseline once its root has ended.';
    showToast({ status: 'warn', message });
    return;
  }
  const isOther = next.length === before.length;
  const message = `Runs of ${titleOfTrace(run)} are compared with this one${isOther ? ' now' : ''}.`;
  save(next, before, message);
}

/** Takes back the baseline, be it in the store or not. */
export function unpin(baseline: Baseline): void {
  const before = currentSettings()?.baselines ?? [];
  const rest = before.filter(({ traceId }) => traceId !== baseline.traceId);
  save(rest, before, `Runs of ${baseline.rootName} are no longer compared.`);
}

function save(next: readonly Baseline[], before: readonly Baseline[], message: string): void {
  saveSettings({ baselines: [...next] }).then(
    () =>
      showToast({
        status: 'ok',
        message,
        action: { label: 'Undo', run: () => void saveSettings({ baselines: [...before] }) },
      }),
    (error: unknown) => showToast({ status: 'error', message: String(error) }),
  );
}
