/** Where what is shown of a trace's meaning is less than what was sent: said, and nothing lost. */
import { join } from 'node:path';

import Database from 'better-sqlite3';

import { expect, screenshotBoth, test } from './fixtures';
import { sendAgentRun } from './fixtures/agent-run';
import { untilListening } from './fixtures/receiver-state';
import { TraceView } from './pages/trace-view';

const CALL = 'chat claude-sonnet-4-5';

test('tells which spans were given up on, and how many log records were not read', async ({
  launchApp,
}) => {
  const first = await launchApp();
  await untilListening(first.page);
  const { traceId } = await sendAgentRun(first.httpPort);
  const understood = new TraceView(first.page);
  await understood.openById(traceId);
  await understood.span(CALL).click();
  await expect(understood.tab('Messages')).toHaveAttribute('aria-selected', 'true');
  await first.close();

  // As the engine leaves it behind after a span that took too long, and a flood of log records.
  const db = new Database(join(first.dataDir, 'otelier.db'));
  const { changes } = db
    .prepare(
      `UPDATE span_facet SET facts = '{"kind":"span","notUnderstood":"tookTooLong"}'
       WHERE span = (SELECT max(id) FROM span WHERE name = ?)`,
    )
    .run(CALL);
  expect(changes).toBe(1);
  db.prepare('UPDATE trace SET log_count = 20007').run();
  db.close();

  const { page } = await launchApp({ dataDir: first.dataDir });
  await untilListening(page);
  const view = new TraceView(page);
  await view.openById(traceId);
  const notice = (text: string) => page.getByRole('status').filter({ hasText: text });
  await expect(notice('7 log records were not read for what the spans mean')).toBeVisible();
  await notice('1 span could not be understood').getByRole('button', { name: 'Show' }).click();
  await view.expectSelected(CALL);
  await expect(view.inspector).toContainText('Not understood: it took too long.');
  await screenshotBoth(page, 'trace-not-understood');
  await view.tab('Attributes').click();
  await expect(view.panel).toContainText('request.modelclaude-sonnet-4-5');
});
