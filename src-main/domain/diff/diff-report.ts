/** A comparison as Markdown, to be pasted into an issue or given to a model. */
import type { DetailName, Figure, FigureName } from './compare-figures';
import { sideOf, verdictOf, type MergedDiff } from './diff-columns';
import { likenessOf, sameWords } from './describe-headline';
import {
  changeWords,
  figureTitles,
  formatCoverage,
  formatFigure,
  tolerancesSentence,
} from './figure-words';
import { causeOf, reportedRows, stepNames, stepTime } from './report-steps';
import type { Tolerances } from './tolerances';
import { verdictWords } from './verdict-words';

export interface ReportRun {
  readonly name: string;
  readonly traceId: string;
  /** When it began, as text. */
  readonly started: string;
}

export interface ReportFacts {
  readonly a: ReportRun;
  readonly b: ReportRun;
  readonly figures: readonly Figure<FigureName | DetailName>[];
  /** The figures are judged by them. */
  readonly tolerances: Tolerances;
  /** Markdown; null where nothing is known to differ. */
  readonly headline: string | null;
  /** Share of the spans that have a partner, from 0 to 1. */
  readonly coverage: number;
  /** False where spans were still to be read when it was made. */
  readonly isComplete: boolean;
  /** B was under way. */
  readonly goesOn?: boolean;
  readonly diff: MergedDiff;
}

/** Figures, the first divergence, and every step that differs below what it is in. */
export function diffReport(facts: ReportFacts): string {
  const { a, b, figures, tolerances, headline, coverage, isComplete, diff } = facts;
  return [
    `# ${heading(a, b)}`,
    '',
    runLine('A', a),
    runLine('B', b),
    '',
    headline === null
      ? `**No divergence:** ${sameWords(likenessOf(diff.columns), facts.goesOn)}`
      : `**First divergence:** ${headline}`,
    ...(isComplete
      ? []
      : ['', 'Spans that had just arrived were not yet read when this was made.']),
    '',
    '| | A | B | Change |',
    '|---|---:|---:|---|',
    ...figures.map(figureLine),
    '',
    tolerancesSentence(tolerances),
    '',
    ...stepLines(diff),
    `${formatCoverage(coverage)} of the spans have a partner on the other side.`,
    '',
  ].join('\n');
}

function heading(a: ReportRun, b: ReportRun): string {
  return a.name === b.name ? `Two runs of ${code(a.name)}` : `${code(a.name)} and ${code(b.name)}`;
}

function runLine(side: string, { name, traceId, started }: ReportRun): string {
  return `- **${side}**: ${code(name)}, ${started}, trace ${code(traceId)}`;
}

function figureLine(figure: Figure<FigureName | DetailName>): string {
  const { name, a, b } = figure;
  const cells = [
    figureTitles[name],
    formatFigure(name, a),
    formatFigure(name, b),
    changeWords(figure),
  ];
  return `| ${cells.join(' | ')} |`;
}

function stepLines(diff: MergedDiff): readonly string[] {
  const { rows, leftOut } = reportedRows(diff);
  if (rows.length === 0) return [];
  const more = leftOut === 0 ? [] : [`- … and ${leftOut} more that differ`];
  return ['## What differs', '', ...rows.map((row) => stepLine(diff, row)), ...more, ''];
}

const marks = { both: '≠', a: 'A', b: 'B' } as const;

function stepLine(diff: MergedDiff, row: number): string {
  const { columns } = diff;
  const mark = verdictOf(columns, row) === 'inside' ? '' : `**${marks[sideOf(columns, row)]}** `;
  const cause = causeOf(diff, row);
  const from = cause === '' ? '' : `, after ${code(cause)}`;
  const time = stepTime(columns, row);
  const indent = '  '.repeat(columns.depths[row] ?? 0);
  const title = stepNames(diff, row).map(code).join(' ');
  const words = verdictWords(columns, row);
  return `${indent}- ${mark}${title}: ${words}${from}${time === '' ? '' : ` (${time})`}`;
}

/** Names are the sender's: neither a backtick nor a line in one may end it. */
function code(text: string): string {
  const plain = text.replaceAll('`', "'").replace(/\s+/g, ' ');
  return `\`${plain}\``;
}
