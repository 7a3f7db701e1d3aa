/** What was said in the steps of a report, read from the store. */
import type { ContentsByRow } from '@domain/diff/report-to-html';
import type { HtmlReportContent } from '@domain/diff/report-html';
import type { MergedDiff } from '@domain/diff/diff-columns';
import { isDifference } from '@domain/diff/explain';
import { reportedRows } from '@domain/diff/report-steps';
import type { JsonValue } from '@domain/messages';

import type { EngineClient } from '../../../lib/engine-client';
import { pairItems } from '../pair/pair-items';

/** A file of more is none that a browser opens at once. */
const MAX_CHARS = 4_000_000;
/** Steps that are asked for at once: the store reads one while another is on its way. */
const MAX_IN_FLIGHT = 4;

export interface ReadProgress {
  readonly read: number;
  readonly total: number;
}

/** Contents are whole, so that no key is cut in two and overlooked; steps beyond the limit have none. */
export async function readContents(
  client: EngineClient,
  diff: MergedDiff,
  signal: AbortSignal,
  onProgress: (progress: ReadProgress) => void,
): Promise<ContentsByRow> {
  const rows = reportedRows(diff).rows.filter((row) =>
    isDifference(diff.columns.verdicts[row] ?? 0),
  );
  const found = new Map<number, readonly HtmlReportContent[] | null>();
  const stop = new AbortController();
  const giveUp = (): void => stop.abort(signal.reason);
  signal.throwIfAborted();
  signal.addEventListener('abort', giveUp);
  const ahead: Promise<readonly HtmlReportContent[]>[] = [];
  let asked = 0;
  let leftChars = MAX_CHARS;
  try {
    for (const [at, row] of rows.entries()) {
      if (leftChars <= 0) {
        found.set(row, null);
        continue;
      }
      onProgress({ read: at, total: rows.length });
      while (asked < rows.length && ahead.length < MAX_IN_FLIGHT) {
        const next = readRow(client, diff, rows[asked++] ?? 0, stop.signal);
        // Where an earlier one fails, nobody waits for it.
        next.catch(() => undefined);
        ahead.push(next);
      }
      const contents = (await ahead.shift()) ?? [];
      const chars = contents.reduce(
        (sum, { title, before, after }) => sum + title.length + charsOf(before) + charsOf(after),
        0,
      );
      found.set(row, chars > leftChars ? null : contents);
      if (chars <= leftChars) leftChars -= chars;
    }
  } finally {
    signal.removeEventListener('abort', giveUp);
    stop.abort();
  }
  return found;
}

async function readRow(
  client: EngineClient,
  { columns }: MergedDiff,
  row: number,
  signal: AbortSignal,
): Promise<readonly HtmlReportContent[]> {
  const keyA = columns.keysA[row] || null;
  const keyB = columns.keysB[row] || null;
  const pair = await client.call('diff.pair', { keyA, keyB, isWhole: true }, signal);
  return pairItems(pair).flatMap((item): HtmlReportContent[] => {
    if (item.type === 'same') return [];
    const { before, after, scrubbing } = item.difference;
    const title = item.name === '' ? item.title : `${item.title} ${item.name}`;
    return [{ title, before, after, scrubbing }];
  });
}

/** About as many as its JSON has, without the time and the memory that takes. */
function charsOf(value: JsonValue): number {
  if (typeof value === 'string') return value.length + 2;
  if (value === null || typeof value !== 'object') return 5;
  let chars = 2;
  for (const [name, member] of Object.entries(value)) chars += name.length + charsOf(member);
  return chars;
}
