/** What programs on MLflow's and Langfuse's SDKs send shows in the window. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { startStandIn } from './agents/stand-in/server.mjs';
import { expect, screenshotBoth, test, type RunningApp } from './fixtures';
import { untilListening } from './fixtures/receiver-state';
import { programEnv, pythonOf, setUpMlflow } from './mlflow/set-up.mjs';
import { FeedbackView } from './pages/feedback-view';
import { TraceList } from './pages/trace-list';
import { TraceView } from './pages/trace-view';

const exec = promisify(execFile);
const programs = join(import.meta.dirname, 'mlflow', 'suite', 'programs');

let standIn: Awaited<ReturnType<typeof startStandIn>>;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  await setUpMlflow();
  standIn = await startStandIn();
});

test.afterAll(() => standIn.stop());

/** Runs a program of the suite to its end; what it tells of itself. */
async function run(
  program: string,
  { httpPort }: RunningApp,
  version: Parameters<typeof pythonOf>[0] = 'newest',
): Promise<Record<string, string>> {
  const url = `http://127.0.0.1:${httpPort}`;
  const { stdout } = await exec(pythonOf(version), [join(programs, program)], {
    env: { ...programEnv(standIn.url), MLFLOW_TRACKING_URI: url, SERVER_URL: url },
    timeout: 60_000,
  });
  const told = stdout.split('\n').filter((line) => line.startsWith('answer: '));
  return Object.assign({}, ...told.map((line) => JSON.parse(line.slice('answer: '.length))));
}

/** So that the list has room for every column. */
async function widen({ app }: RunningApp): Promise<void> {
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(2400, 900),
  );
}

test('shows what MLflow tells of a trace', async ({ launchApp }) => {
  const app = await launchApp();
  const { page } = app;
  await untilListening(page);
  await run('support_desk.py', app);

  const list = new TraceList(page);
  await list.open();
  await list.expectCount(2);
  const row = list.row('answer a customer');
  await expect(row).toContainText('Asked: when is my refund here?');
  await expect(row).toContainText('Said: in five days.');
  await expect(row).toContainText('desk-7');
  await expect(list.row('fail a customer')).toContainText('desk-7');
  await screenshotBoth(page, 'mlflow-list');

  await list.filter.fill("tags.topic LIKE '%mlflow%'");
  await list.expectNames(['answer a customer']);
  await list.filter.fill("status = 'ERROR'");
  await list.expectNames(['fail a customer']);
  await list.filter.fill('');

  await row.dblclick();
  const view = new TraceView(page);
  await view.expectNames(['answer a customer', 'search_handbook', 'count down', 'Completions']);
  for (const tag of ['environment=production', 'topic=about mlflow', 'reviewed=yes']) {
    await expect(page.getByRole('link', { name: `Traces with tag ${tag}` })).toBeVisible();
  }
  const feedback = new FeedbackView(page);
  await feedback.open();
  await expect(feedback.card('user_satisfaction')).toContainText('Yes');
  await expect(feedback.card('user_satisfaction')).toContainText('user_123');
  await expect(feedback.card('user_satisfaction')).toContainText('response was helpful');
  await screenshotBoth(page, 'mlflow-feedback');

  await page.getByRole('radio', { name: 'Waterfall' }).click();
  await view.span('count down').click();
  await view.openTab('Events');
  await expect(view.panel).toContainText('mlflow.chunk.item.2');
  await screenshotBoth(page, 'mlflow-trace');
});

for (const version of ['newest', '3.6'] as const) {
  test(`shows session, user and tags of the Langfuse notebook (${version})`, async ({
    launchApp,
  }) => {
    const app = await launchApp();
    const { page } = app;
    await untilListening(page);
    await run('langfuse_notebook.py', app, version);

    const list = new TraceList(page);
    await list.open();
    await widen(app);
    const row = list.row('OpenAI-Trace');
    await expect(row).toContainText('123456789');
    await expect(row).toContainText('user-123');
    await expect(row).toContainText('How does enhanced LLM observability improve AI debugging?');
    await screenshotBoth(page, `langfuse-list-${version}`);
    await row.dblclick();
    for (const tag of ['staging', 'demo']) {
      await expect(page.getByRole('link', { name: `Traces with tag ${tag}` })).toBeVisible();
    }
  });
}
