/** What the worker does for a report: megabytes are gone through, and made into one text. */
import { redactAllBut, reportFindings, type ReportFinding } from '@domain/diff/report-findings';
import { reportHtml, type HtmlReport } from '@domain/diff/report-html';

export type ReportTask =
  | { readonly type: 'find'; readonly report: HtmlReport }
  | { readonly type: 'write'; readonly report: HtmlReport; readonly kept: ReadonlySet<string> };

export type ReportAnswer = readonly ReportFinding[] | string;

/** What redaction finds in the report, or its HTML with all but what is kept marked. */
export function answerTask(task: ReportTask): ReportAnswer {
  return task.type === 'find'
    ? reportFindings(task.report)
    : reportHtml(redactAllBut(task.report, task.kept));
}
