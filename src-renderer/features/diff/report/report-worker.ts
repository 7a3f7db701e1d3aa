import type { ReportFinding } from '@domain/diff/report-findings';
import type { HtmlReport } from '@domain/diff/report-html';

import { askWorker } from '../../../lib/ask-worker';
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

function ask(task: ReportTask, signal: AbortSignal): Promise<ReportAnswer> {
  const asked = { url: workerUrl, name: 'report', failure: 'The report could not be made.' };
  return askWorker<ReportAnswer>(asked, task, signal);
}
