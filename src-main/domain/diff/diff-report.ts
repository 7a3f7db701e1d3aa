/** A comparison as Markdown, to be pasted into an issue or given to a model. */
import type { Figure } from './compare-figures';
import { labelOf, nameOf, sideOf, verdictOf, type MergedDiff } from './diff-columns';
import { isDifference } from './explain';
import {
  changeWords,
  figureTitles,
  formatChange,
  formatCoverage,
  formatFigure,
} from './figure-words';
import { formatDurationNs } from '../format';
import { verdictWords } from './verdict-words';

const MAX_ROWS = 200;

export interface ReportRun {
  readonly name: string;
  readonly traceId: string;
  /** When it began, as text. */
  readonly started: string;
}

export interface ReportFacts {
  readonly a: ReportRun;
  readonly b: ReportRun;
  readonly figures: readonly Figure[];
  /** Markdown; null where nothing differs. */
  readonly headline: string | null;
  /** Share of the spans that have a partner, from 0 to 1. */
  readonly coverage: number;
  readonly diff: MergedDiff;
}

/** Figures, the first divergence, and every step that differs below what it is in. */
export function diffReport(facts: ReportFacts): string {
  const { a, b, figures, headline, coverage } = facts;
  return [
    `# ${heading(a, b)}`,
    '',
    runLine('A', a),
    runLine('B', b),
    '',
    `**First divergence:** ${headline ?? 'none, the two runs did the same.'}`,
    '',
    '| | A | B | Change |',
    '|---|---:|---:|---|',
    ...figures.map(figureLine),
    '',
    ...stepLines(facts.diff),
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

function figureLine(figure: Figure): string {
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
  const { count, columns } = diff;
  const lines: string[] = [];
  let left = 0;
  for (let row = 0; row < count; row++) {
    if ((columns.changedBelow[row] ?? 0) === 0) continue;
    if (lines.length < MAX_ROWS) lines.push(stepLine(diff, row));
    else if (isDifference(columns.verdicts[row] ?? 0)) left++;
  }
  if (lines.length === 0) return [];
  const more = left === 0 ? [] : [`- … and ${left} more that differ`];
  return ['## What differs', '', ...lines, ...more, ''];
}

const marks = { both: '≠', a: 'A', b: 'B' } as const;

function stepLine(diff: MergedDiff, row: number): string {
  const { columns } = diff;
  const verdict = verdictOf(columns, row);
  const mark = verdict === 'inside' ? '' : `**${marks[sideOf(columns, row)]}** `;
  const label = labelOf(diff, row);
  const name = nameOf(diff, row);
  const title = label === '' || name.includes(label) ? code(name) : `${code(label)} ${code(name)}`;
  const cause = columns.causes[row] ?? -1;
  const from = cause === -1 ? '' : `, after ${code(labelOf(diff, cause) || nameOf(diff, cause))}`;
  const indent = '  '.repeat(columns.depths[row] ?? 0);
  return `${indent}- ${mark}${title}: ${verdictWords(columns, row)}${from}${timeWords(diff, row)}`;
}

function timeWords({ columns }: MergedDiff, row: number): string {
  const { startsA, startsB, endsA, endsB } = columns;
  const a = (endsA[row] ?? Number.NaN) - (startsA[row] ?? Number.NaN);
  const b = (endsB[row] ?? Number.NaN) - (startsB[row] ?? Number.NaN);
  if (Number.isFinite(a) && Number.isFinite(b)) {
    const change = formatChange(a, b, true);
    return change === 'same' ? '' : ` (time ${change})`;
  }
  const only = Number.isFinite(a) ? a : b;
  return Number.isFinite(only) ? ` (${formatDurationNs(only)})` : '';
}

/** Names are the sender's: neither a backtick nor a line in one may end it. */
function code(text: string): string {
  const plain = text.replaceAll('`', "'").replace(/\s+/g, ' ');
  return `\`${plain}\``;
}
