/**
 * A comparison as one HTML file that shows itself anywhere: no scripts, nothing from elsewhere, every
 * text of a sender as text. Its policy forbids the rest, should a browser see it otherwise.
 */
import type { JsonValue } from '../messages';
import { diffContent } from './diff-content';
import type { DiffBlock, DiffLine, DiffRow } from './diff-row';
import { formatCoverage } from './figure-words';
import { reportStyle } from './report-style';
import type { Scrubbing } from './scrub';

export interface HtmlReport {
  readonly a: HtmlReportRun;
  readonly b: HtmlReportRun;
  readonly figures: readonly HtmlReportFigure[];
  /** What differences of them are taken for chance. */
  readonly tolerances: string;
  /** Names in backticks; null where nothing differs. */
  readonly headline: string | null;
  /** What is said where there is no headline. */
  readonly otherwise: string;
  /** Those that differ, and what they are in. */
  readonly steps: readonly HtmlReportStep[];
  /** Steps that differ and are not among them. */
  readonly leftOut: number;
  /** Share of the spans that have a partner, from 0 to 1. */
  readonly coverage: number;
}

export interface HtmlReportRun {
  readonly name: string;
  readonly traceId: string;
  /** When it began, as text. */
  readonly started: string;
}

/** All of it as it is to be read. */
export interface HtmlReportFigure {
  readonly title: string;
  readonly a: string;
  readonly b: string;
  readonly change: string;
  readonly judgement: 'better' | 'worse' | 'neither';
}

export interface HtmlReportStep {
  readonly depth: number;
  readonly side: 'both' | 'a' | 'b';
  readonly name: string;
  /** In what it differs, e.g. `prompt, output`; '' where only steps within do. */
  readonly words: string;
  readonly time: string;
  readonly contents: readonly HtmlReportContent[];
}

export interface HtmlReportContent {
  /** E.g. `System prompt`. */
  readonly title: string;
  readonly before: JsonValue;
  readonly after: JsonValue;
  readonly scrubbing: Scrubbing;
}

/** The report. Whatever should not be passed on is taken out before (`redactReport`). */
export function reportHtml(report: HtmlReport): string {
  const { a, b, headline, otherwise, figures, tolerances, steps, leftOut, coverage } = report;
  const title = a.name === b.name ? `Two runs of ${a.name}` : `${a.name} and ${b.name}`;
  const more = leftOut === 0 ? '' : `<p>… and ${leftOut} more that differ.</p>`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${reportStyle}</style>`,
    '</head>',
    '<body>',
    `<h1>${escapeHtml(title)}</h1>`,
    `<ul>${runItem('A', a)}${runItem('B', b)}</ul>`,
    headline === null
      ? `<p><b>No divergence:</b> ${escapeHtml(otherwise)}</p>`
      : `<p><b>First divergence:</b> ${withCode(headline)}</p>`,
    figureTable(figures),
    `<p>${escapeHtml(tolerances)}</p>`,
    steps.length === 0 ? '' : `<h2>What differs</h2>${steps.map(stepPart).join('\n')}`,
    more,
    `<p>${formatCoverage(coverage)} of the spans have a partner on the other side.</p>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** The report with every text of a sender as the function gives it back. */
export function redactReport(
  report: HtmlReport,
  redactor: {
    readonly text: (text: string) => string;
    readonly value: (value: JsonValue) => JsonValue;
  },
): HtmlReport {
  const runOf = ({ name, started, traceId }: HtmlReportRun): HtmlReportRun => ({
    name: redactor.text(name),
    started: redactor.text(started),
    traceId: redactor.text(traceId),
  });
  return {
    ...report,
    a: runOf(report.a),
    b: runOf(report.b),
    headline: report.headline === null ? null : redactor.text(report.headline),
    otherwise: redactor.text(report.otherwise),
    figures: report.figures.map(({ judgement, ...texts }) => ({
      title: redactor.text(texts.title),
      a: redactor.text(texts.a),
      b: redactor.text(texts.b),
      change: redactor.text(texts.change),
      judgement,
    })),
    steps: report.steps.map((step) => ({
      ...step,
      name: redactor.text(step.name),
      words: redactor.text(step.words),
      time: redactor.text(step.time),
      contents: step.contents.map(({ title, before, after, scrubbing }) => ({
        scrubbing,
        title: redactor.text(title),
        before: redactor.value(before),
        after: redactor.value(after),
      })),
    })),
  };
}

const signs: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as text, in elements and in quoted attributes. What HTML has no sign for becomes `�`. */
function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (sign) => signs[sign] ?? '')
    .replace(/[^\P{C}\n\t\p{Cf}]/gu, '\ufffd');
}

/** The rest is text; between backticks are names. */
function withCode(text: string): string {
  return text
    .split('`')
    .map((part, at) => (at % 2 === 1 ? `<code>${escapeHtml(part)}</code>` : escapeHtml(part)))
    .join('');
}

function runItem(letter: string, { name, started, traceId }: HtmlReportRun): string {
  return `<li><b class="${letter.toLowerCase()}">${letter}</b> <code>${escapeHtml(name)}</code>, ${escapeHtml(started)}, trace <code>${escapeHtml(traceId)}</code></li>`;
}

function figureTable(figures: readonly HtmlReportFigure[]): string {
  const rows = figures.map(
    ({ title, a, b, change, judgement }) =>
      `<tr><th scope="row">${escapeHtml(title)}</th><td>${escapeHtml(a)}</td><td>${escapeHtml(b)}</td><td class="${judgement}">${escapeHtml(change)}</td></tr>`,
  );
  return `<table><thead><tr><td></td><th scope="col">A</th><th scope="col">B</th><th scope="col">Change</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

const marks = { both: '≠', a: 'A', b: 'B' } as const;

/** Deeper steps are set in no further. */
const MAX_DEPTH = 12;

function stepPart({ depth, side, name, words, time, contents }: HtmlReportStep): string {
  const mark = words === '' ? '' : `<b class="${side}">${marks[side]}</b> `;
  const about = [words, time]
    .filter((text) => text !== '')
    .map(escapeHtml)
    .join(', ');
  const head = `${mark}<code>${escapeHtml(name)}</code> <span>${about}</span>`;
  const level = `d${Math.max(0, Math.min(MAX_DEPTH, Math.floor(depth)))}`;
  if (contents.length === 0) return `<p class="step ${level}">${head}</p>`;
  const parts = contents.map(contentPart).join('');
  return `<details class="step ${level}"><summary>${head}</summary>${parts}</details>`;
}

function contentPart({ title, before, after, scrubbing }: HtmlReportContent): string {
  const { blocks, level } = diffContent({ before, after, scrubbing, showsIgnored: false });
  const remark = level === 'tooDifferent' ? '<p>Too different to tell line by line.</p>' : '';
  const rows = blocks.map(blockRows).join('');
  return `<h3>${escapeHtml(title)}</h3>${remark}<table class="diff"><tbody>${rows}</tbody></table>`;
}

function blockRows(block: DiffBlock): string {
  switch (block.kind) {
    case 'fold': {
      const { linesA, linesB } = block;
      const sides = [linesA, linesB ?? linesA].map(
        (lines) => `<pre>${escapeHtml(lines.join('\n'))}</pre>`,
      );
      return `<tr class="fold"><td colspan="2"><details><summary>${linesA.length} lines are the same</summary><div class="sides">${sides.join('')}</div></details></td></tr>`;
    }
    case 'apart':
      return `<tr><td><pre>${escapeHtml(block.textA)}</pre></td><td><pre>${escapeHtml(block.textB)}</pre></td></tr>`;
    case 'same':
    case 'changed':
    case 'removed':
    case 'added':
    case 'ignored':
      return lineRow(block);
  }
}

function lineRow({ kind, a, b }: DiffRow): string {
  const isQuiet = kind === 'same' || kind === 'ignored';
  const cell = (line: DiffLine | null, side: 'a' | 'b'): string => {
    if (line === null) return '<td class="gap"></td>';
    const text = line.pieces.map(({ text: piece, isMarked }) =>
      isMarked ? `<mark>${escapeHtml(piece)}</mark>` : escapeHtml(piece),
    );
    return `<td class="${isQuiet ? kind : side}"><bdi>${text.join('')}</bdi></td>`;
  };
  return `<tr>${cell(a, 'a')}${cell(b, 'b')}</tr>`;
}
