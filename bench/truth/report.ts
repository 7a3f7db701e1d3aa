/** What `npm run truth` prints. */
import type { Comparison } from './compare';
import type { TruthFile } from './truth-file';

export interface CaptureResult {
  readonly name: string;
  readonly truth: TruthFile;
  readonly comparison: Comparison;
}

/** Longest text of a value that is printed. */
const MAX_VALUE = 300;

/** Ends with `truth: N of M fields right`. */
export function formatReport(results: readonly CaptureResult[]): string {
  const byConvention = group(results, ({ truth }) => truth.convention);
  const byFramework = group(
    results,
    ({ name, truth }) => `${truth.framework} ${truth.version ?? ''} (${name})`,
  );
  const wrong = results.flatMap(({ name, comparison }) =>
    comparison.wrong.map(
      ({ field, expected, got }) =>
        `${name} ${field}\n  expected ${short(expected)}\n  got      ${short(got)}`,
    ),
  );
  const { right, total } = sum(results);
  return [
    table('convention', byConvention),
    table('framework', byFramework),
    wrong.join('\n'),
    `truth: ${right} of ${total} fields right`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function group(
  results: readonly CaptureResult[],
  nameOf: (result: CaptureResult) => string,
): Map<string, CaptureResult[]> {
  const groups = new Map<string, CaptureResult[]>();
  for (const result of results) {
    const name = nameOf(result);
    groups.set(name, [...(groups.get(name) ?? []), result]);
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function table(title: string, groups: ReadonlyMap<string, readonly CaptureResult[]>): string {
  const rows = [...groups].map(([name, results]) => {
    const { right, total, skipped } = sum(results);
    const share = total === 0 ? '–' : `${(Math.floor((1000 * right) / total) / 10).toFixed(1)} %`;
    return [name, share, `${right} of ${total}`, skipped === 0 ? '' : `${skipped} not emitted`];
  });
  const all = [[title, 'right', 'fields', ''], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map(([name = '', share = '', fields = '', skipped = '']) =>
      [
        name.padEnd(widths[0] ?? 0),
        share.padStart(widths[1] ?? 0),
        fields.padStart(widths[2] ?? 0),
        skipped,
      ]
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function sum(results: readonly CaptureResult[]): { right: number; total: number; skipped: number } {
  let right = 0;
  let total = 0;
  let skipped = 0;
  for (const { comparison } of results) {
    right += comparison.right;
    total += comparison.right + comparison.wrong.length;
    skipped += comparison.skipped;
  }
  return { right, total, skipped };
}

function short(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text;
}
