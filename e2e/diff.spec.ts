/** Two runs compared: how they are chosen, what is told, and what the reader can say of it. */
import type { Page } from '@playwright/test';

import { expect, screenshotBoth, test } from './fixtures';
import { sendAgentRun, type AgentRun } from './fixtures/agent-run';
import { violations } from './fixtures/axe';
import { editedRun } from './fixtures/edited-run';
import { untilListening } from './fixtures/receiver-state';
import { CompareView } from './pages/compare-view';

/** Sends the run and its edited copy. */
async function sendBoth(page: Page, httpPort: number): Promise<readonly [AgentRun, AgentRun]> {
  await untilListening(page);
  const a = await sendAgentRun(httpPort);
  return [a, await sendAgentRun(httpPort, undefined, editedRun)];
}

test('tells where two runs part ways and how their figures differ', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp();
  const [a, b] = await sendBoth(page, httpPort);
  const compare = new CompareView(page);
  await compare.open(a.traceId, b.traceId);
  await expect(compare.banner).toContainText('the system prompt of coder is another');
  await screenshotBoth(page, 'compare');
  expect(await violations(page)).toEqual([]);
});
