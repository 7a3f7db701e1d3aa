import type { Findings } from '@domain/diff/groups/findings';

import { askWorker } from '../../../lib/ask-worker';
import type { RankTask } from './rank-task';
// Its address, made by the bundler; the lint knows the file alone.
// oxlint-disable-next-line import/default
import workerUrl from './rank.worker?worker&url';

/** What tells the sets apart, found by a worker that ends once it is not wanted any more. */
export function rankGroups(task: RankTask, signal: AbortSignal): Promise<Findings> {
  const asked = { url: workerUrl, name: 'rank', failure: 'The steps could not be compared.' };
  return askWorker<Findings>(asked, task, signal);
}
