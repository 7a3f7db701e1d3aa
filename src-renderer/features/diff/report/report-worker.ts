import type { ReportFinding } from '@domain/diff/report-findings';
import type { HtmlReport } from '@domain/diff/report-html';

import { startWorker } from '../../../lib/worker-url';
import type { ReportAnswer, ReportTask } from './report-task';
// Its address, made by the bundler; the lint knows the file alone.
// oxlint-disable-next-line import/default
import workerUrl from './report.worker?worker&url';

export async function findInReport(
  report: HtmlReport,
  signal: AbortSignal,
): Promise<readonly ReportFinding[]> {
  const answer = await ask({ type: 'find', report }, signal);
  return typeof answer === 'string' ? [] : answer;
}

export async function writeReport(
  report: HtmlReport,
  kept: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<string> {
  const answer = await ask({ type: 'write', report, kept }, signal);
  return typeof answer === 'string' ? answer : '';
}

/** Each task has a worker of its own, which ends with it, or once it is not wanted any more. */
function ask(task: ReportTask, signal: AbortSignal): Promise<ReportAnswer> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = startWorker(workerUrl, 'report');
    const end = (): void => {
      worker.terminate();
      signal.removeEventListener('abort', giveUp);
    };
    const giveUp = (): void => {
      end();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', giveUp);
    worker.addEventListener('message', ({ data }: MessageEvent<ReportAnswer>) => {
      end();
      resolve(data);
    });
    worker.addEventListener('error', ({ message }) => {
      end();
      reject(new Error(message || 'The report could not be made.'));
    });
    worker.postMessage(task);
  });
}
