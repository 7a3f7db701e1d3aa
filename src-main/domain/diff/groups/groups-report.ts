/** A comparison of two sets as Markdown, to be pasted into an issue or given to a model. */
import { formatCount } from '../../format';
import type { RunCondition } from '../../route';
import { tolerancesSentence } from '../figure-words';
import type { Tolerances } from '../tolerances';
import { certaintyWords, findingWords, sampleWords } from './finding-words';
import type { Findings } from './findings';
import { entriesOf, type GroupTable } from './group-table';
import type { Spread } from './statistics';

export interface ReportSet {
  readonly text: string;
  readonly condition: RunCondition;
  /** Run by run, whatever the filter. */
  readonly isChosen: boolean;
  readonly count: number;
  /** Runs there are, compared or not. */
  readonly total: number;
}

export interface ReportFigure {
  readonly title: string;
  readonly good: Spread | null;
  readonly bad: Spread | null;
  readonly format: (value: number) => string;
}

export interface ReportFacts {
  readonly root: string | null;
  readonly good: ReportSet;
  readonly bad: ReportSet;
  readonly figures: readonly ReportFigure[];
  readonly table: GroupTable;
  readonly findings: Findings;
  /** What the findings take for chance. */
  readonly tolerances: Tolerances;
  readonly nameOf: (row: number) => string;
  readonly pathOf: (row: number) => string;
  /** False where spans were still to be read when it was made. */
  readonly isComplete: boolean;
}

/** Steps that are told; the report says how many more there are. */
const MAX_STEPS = 50;

/** Medians of both sets, and the steps that tell them apart, the most telling first. */
export function groupsReport(facts: ReportFacts): string {
  const { root, good, bad, figures, tolerances, isComplete } = facts;
  const sample = sampleWords(good.count, bad.count);
  return [
    `# Good and bad runs${root === null ? '' : ` of ${code(root)}`}`,
    '',
    `- **Good**: ${setWords(good)}`,
    `- **Bad**: ${setWords(bad)}`,
    '',
    ...(sample === '' ? [] : [sample, '']),
    ...(isComplete
      ? []
      : ['Spans that had just arrived were not yet read when this was made.', '']),
    '| Median (middle half) | Good | Bad |',
    '|---|---:|---:|',
    ...figures.map(
      ({ title, good: ofGood, bad: ofBad, format }) =>
        `| ${title} | ${spreadWords(ofGood, format)} | ${spreadWords(ofBad, format)} |`,
    ),
    '',
    tolerancesSentence(tolerances),
    '',
    ...stepLines(facts),
    '',
  ].join('\n');
}

const conditionWords: Readonly<Record<RunCondition, string>> = {
  any: '',
  errors: ' with errors',
  noErrors: ' without errors',
};

function setWords({ text, condition, isChosen, count, total }: ReportSet): string {
  const runs = `${formatCount(count)} run${count === 1 ? '' : 's'}`;
  const newest = total > count ? `, the newest of ${formatCount(total)}` : '';
  if (isChosen) return `${runs}, chosen one by one${newest}`;
  return `${runs}${conditionWords[condition]}${text === '' ? '' : `, matching ${code(text)}`}${newest}`;
}

function spreadWords(spread: Spread | null, format: (value: number) => string): string {
  if (spread === null) return '—';
  return `${format(spread.median)} (${format(spread.low)} to ${format(spread.high)})`;
}

function stepLines({ table, findings, nameOf, pathOf }: ReportFacts): readonly string[] {
  const telling = findings.ranking.filter((row) => (findings.scores[row] ?? 0) > 0);
  if (telling.length === 0) return ['**No step tells the two apart.**'];
  const more = telling.length - MAX_STEPS;
  return [
    '## What tells them apart',
    '',
    ...telling.slice(0, MAX_STEPS).map((row, at) => {
      const own = (findings.ofRows[row] ?? []).filter(({ follows }) => follows === -1);
      const words = own.map(
        (finding) =>
          `${findingWords(finding, table.goodCount, table.badCount)} (${certaintyWords[finding.certainty]})`,
      );
      const path = pathOf(row);
      const within = path === '' ? '' : ` in ${code(path)}`;
      const shares = `${entriesOf(table, row, 'good').length}/${table.goodCount} good, ${entriesOf(table, row, 'bad').length}/${table.badCount} bad`;
      return `${at + 1}. **${code(nameOf(row))}**${within}: ${words.join('; ')}. In ${shares}.`;
    }),
    ...(more > 0 ? [`\n… and ${formatCount(more)} more`] : []),
  ];
}

/** Names are the sender's: neither a backtick nor a line in one may end it. */
function code(text: string): string {
  const plain = text.replaceAll('`', "'").replace(/\s+/g, ' ');
  return `\`${plain}\``;
}
