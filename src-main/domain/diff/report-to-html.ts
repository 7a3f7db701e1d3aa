/** The facts of a report as the HTML file tells them, with what was said in each step. */
import type { ReportFacts } from './diff-report';
import { sideOf, verdictOf } from './diff-columns';
import { likenessOf, sameWords } from './describe-headline';
import { changeWords, figureTitles, formatFigure, tolerancesSentence } from './figure-words';
import type { HtmlReport, HtmlReportContent, HtmlReportStep } from './report-html';
import { causeOf, reportedRows, stepNames, stepTime } from './report-steps';
import { verdictWords } from './verdict-words';

/** By row: in what its spans differ; null where that is left out, which the report then says. */
export type ContentsByRow = ReadonlyMap<number, readonly HtmlReportContent[] | null>;

export function htmlReportOf(facts: ReportFacts, contents: ContentsByRow): HtmlReport {
  const { a, b, figures, tolerances, headline, coverage, diff } = facts;
  const { rows, leftOut } = reportedRows(diff);
  return {
    a,
    b,
    headline,
    otherwise: sameWords(likenessOf(diff.columns), facts.goesOn),
    coverage,
    leftOut,
    figures: figures.map((figure) => ({
      title: figureTitles[figure.name],
      a: formatFigure(figure.name, figure.a),
      b: formatFigure(figure.name, figure.b),
      change: changeWords(figure),
      judgement: figure.judgement,
    })),
    tolerances: tolerancesSentence(tolerances),
    steps: rows.map((row) => stepOf(facts, row, contents.get(row))),
  };
}

function stepOf(
  { diff }: ReportFacts,
  row: number,
  contents: readonly HtmlReportContent[] | null | undefined,
): HtmlReportStep {
  const { columns } = diff;
  const cause = causeOf(diff, row);
  const words = [
    verdictWords(columns, row),
    cause === '' ? '' : `after ${cause}`,
    contents === null ? 'contents left out' : '',
  ];
  return {
    depth: columns.depths[row] ?? 0,
    side: sideOf(columns, row),
    name: stepNames(diff, row).join(' '),
    words:
      verdictOf(columns, row) === 'inside' ? '' : words.filter((word) => word !== '').join(', '),
    time: stepTime(columns, row),
    contents: contents ?? [],
  };
}
