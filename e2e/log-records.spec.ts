/** Agents that send log records and no spans: what they did is made of those. */
import { readFileSync } from 'node:fs';

import { expect, screenshotBoth, test } from './fixtures';
import { violations } from './fixtures/axe';
import { post } from './fixtures/otlp';
import { untilListening } from './fixtures/receiver-state';
import { TraceList } from './pages/trace-list';

/** Sends what the real program sent, request by request. */
async function sendCapture(httpPort: number, name: string): Promise<void> {
  const file = new URL(`agents/captures/${name}.jsonl`, import.meta.url);
  for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
    await post(httpPort, JSON.parse(line), '/v1/logs');
  }
}

test('shows what Claude Code did with its traces off', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp();
  await untilListening(page);
  await sendCapture(httpPort, 'claude-code-logs');
  const list = new TraceList(page);
  await list.open();
  await list.expectCount(6);
  const row = list.row('Claude Code').filter({ hasText: 'weather expert' });
  await expect(row).toContainText('$0.0126');
  await screenshotBoth(page, 'list-of-log-records');

  await row.dblclick();
  await expect(page.getByText('made of log records')).toBeVisible();
  const tree = page.getByRole('tree', { name: 'Spans' });
  await expect(tree.getByRole('treeitem')).toHaveCount(6);
  await expect(tree.getByRole('treeitem', { name: /general-purpose/ })).toHaveAttribute(
    'aria-level',
    '2',
  );
  await tree.getByRole('treeitem', { name: /Claude Code/ }).click();
  await expect(page.getByText('Claude Code sent no spans')).toBeVisible();
  await screenshotBoth(page, 'trace-of-log-records');

  await page.getByRole('radio', { name: 'Transcript' }).click();
  const feed = page.getByRole('feed', { name: 'Transcript' });
  await expect(feed.getByText('Ask the weather expert: what is 2 and 2?').first()).toBeVisible();
  await expect(feed.getByText('Hello! How can I help you today?').first()).toBeVisible();
  await screenshotBoth(page, 'transcript-of-log-records');
  expect(await violations(page)).toEqual([]);
});

test('tells the turns of a Codex session apart that sends log records alone', async ({
  launchApp,
}) => {
  const { page, httpPort } = await launchApp();
  await untilListening(page);
  await sendCapture(httpPort, 'codex-logs');
  const list = new TraceList(page);
  await list.open();
  await list.expectCount(2);
  const row = list.row('Codex').filter({ hasText: 'echo hello' });
  await row.dblclick();
  const tree = page.getByRole('tree', { name: 'Spans' });
  await expect(tree.getByRole('treeitem')).toHaveCount(4);
  await tree.getByRole('treeitem', { name: /exec_command/ }).click();
  await expect(page.getByText('Wall time').first()).toBeVisible();
  await screenshotBoth(page, 'trace-of-codex-log-records');
});
