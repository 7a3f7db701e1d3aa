/** What was said in the steps of a report, read from the store. */
import type { ContentsByRow } from '@domain/diff/report-to-html';
import type { HtmlReportContent } from '@domain/diff/report-html';
import type { MergedDiff } from '@domain/diff/diff-columns';
import { isDifference } from '@domain/diff/explain';
import { reportedRows } from '@domain/diff/report-steps';

import type { EngineClient } from '../../../lib/engine-client';
import { pairItems } from '../pair/pair-items';

/** A file of more is none that a browser opens at once. */
const MAX_CHARS = 4_000_000;

/** Contents are whole, so that no key is cut in two and overlooked; steps beyond the limit have none. */
export async function readContents(
  client: EngineClient,
  diff: MergedDiff,
  signal: AbortSignal,
): Promise<ContentsByRow> {
  const { columns } = diff;
  const found = new Map<number, readonly HtmlReportContent[] | null>();
  let leftChars = MAX_CHARS;
  for (const row of reportedRows(diff).rows) {
    if (!isDifference(columns.verdicts[row] ?? 0)) continue;
    if (leftChars <= 0) {
      found.set(row, null);
      continue;
    }
    const keyA = columns.keysA[row] || null;
    const keyB = columns.keysB[row] || null;
    const pair = await client.call('diff.pair', { keyA, keyB, isWhole: true }, signal);
    const contents = pairItems(pair).flatMap((item): HtmlReportContent[] => {
      if (item.type === 'same') return [];
      const { before, after, scrubbing } = item.difference;
      const title = item.name === '' ? item.title : `${item.title} ${item.name}`;
      return [{ title, before, after, scrubbing }];
    });
    const chars = JSON.stringify(contents).length;
    found.set(row, chars > leftChars ? null : contents);
    if (chars <= leftChars) leftChars -= chars;
  }
  return found;
}
