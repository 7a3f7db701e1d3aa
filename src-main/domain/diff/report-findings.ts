/** What redaction finds in a report, and where, so that a reader can say what is to be kept. */
import { createRedactor, type Finding } from '../redact/redactor';
import { redactReport, type HtmlReport } from './report-html';

export interface ReportFinding extends Finding {
  /** Names of the steps it is in, in their order; '' stands for the head of the report. */
  readonly places: readonly string[];
}

/** All that is found, in the order in which a reader comes to it. */
export function reportFindings(report: HtmlReport): ReportFinding[] {
  const redactor = createRedactor();
  const places = new Map<string, string[]>();
  let before = new Map<string, number>();
  const note = (place: string): void => {
    const found = redactor.findings();
    for (const { value, count } of found) {
      if (count === (before.get(value) ?? 0)) continue;
      places.set(value, [...(places.get(value) ?? []), place]);
    }
    before = new Map(found.map(({ value, count }) => [value, count]));
  };
  redactReport({ ...report, steps: [] }, redactor);
  note('');
  for (const step of report.steps) {
    redactReport(onlyStep(report, step), redactor);
    note(step.name);
  }
  return redactor.findings().map((one) => ({ ...one, places: places.get(one.value) ?? [] }));
}

/** The report with all that was found marked, but for these values. */
export function redactAllBut(report: HtmlReport, kept: ReadonlySet<string>): HtmlReport {
  return redactReport(report, createRedactor(kept));
}

const nobody = { name: '', traceId: '', started: '' };

function onlyStep(report: HtmlReport, step: HtmlReport['steps'][number]): HtmlReport {
  return {
    ...report,
    a: nobody,
    b: nobody,
    headline: null,
    figures: [],
    otherwise: '',
    steps: [step],
  };
}
