/** What was acknowledged stays, whatever happens to the app. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { setUpClients } from './clients/set-up.mjs';
import { expect, screenshotBoth, test, type RunningApp } from './fixtures';
import { makeTrace, post } from './fixtures/otlp';
import { untilListening } from './fixtures/receiver-state';

test('keeps traces over a restart', async ({ launchApp, tempDir }) => {
  const dataDir = `${tempDir}/kept`;
  const first = await launchApp({ dataDir });
  await untilListening(first.page);
  await post(first.httpPort, makeTrace({ service: 'before-restart' }).request);
  await expect(row(first, 'before-restart')).toBeVisible();
  await first.close();

  const second = await launchApp({ dataDir });
  await expect(row(second, 'before-restart')).toBeVisible();
  await post(second.httpPort, makeTrace({ service: 'after-restart' }).request);
  await expect(row(second, 'after-restart')).toBeVisible();
  await screenshotBoth(second.page, 'restart');
});

test('goes on when the engine is killed under an open window', async ({ launchApp }) => {
  const app = await launchApp();
  await untilListening(app.page);
  await post(app.httpPort, makeTrace({ service: 'before-kill' }).request);
  await expect(row(app, 'before-kill')).toBeVisible();

  await killEngine(app);

  // An exporter that retries gets through as soon as the engine is back.
  await expect
    .poll(() =>
      post(app.httpPort, makeTrace({ service: 'after-kill' }).request).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
  await expect(row(app, 'after-kill')).toBeVisible();
  await expect(row(app, 'before-kill')).toBeVisible();
  await row(app, 'before-kill').dblclick();
  await expect(app.page.getByRole('treeitem')).toHaveCount(3);
  await screenshotBoth(app.page, 'engine-back');
});

test('loses nothing of an exporter that retries while the engine is killed', async ({
  launchApp,
}) => {
  setUpClients();
  const app = await launchApp();
  await untilListening(app.page);
  const batches = 30;
  const script = join(import.meta.dirname, 'clients', 'js-current', 'send-many.mjs');
  const endpoint = `http://localhost:${app.httpPort}`;
  const sender = spawn(process.execPath, [script, endpoint, 'retrying', String(batches)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: sender.stdout })[Symbol.asyncIterator]();
  await lines.next();
  await expect(row(app, 'retrying')).toBeVisible();
  await killEngine(app);
  await untilListening(app.page);
  await killEngine(app);
  expect((await lines.next()).value).toBe('done');

  const spans = batches * 10 + 1;
  await expect(row(app, 'retrying')).toContainText(String(spans));
  await row(app, 'retrying').dblclick();
  await expect(app.page.getByRole('treeitem').first()).toHaveAttribute('aria-setsize', '1');
  await expect(app.page.getByText(`${spans}`, { exact: true }).first()).toBeVisible();
  await screenshotBoth(app.page, 'engine-killed-retry');
});

function row(app: RunningApp, service: string) {
  return app.page.getByRole('row').filter({ hasText: service });
}

/** SIGKILL to the engine's process; resolves when there is another one. */
async function killEngine(app: RunningApp): Promise<void> {
  const killed = await enginePid(app);
  if (killed === null) throw new Error('no engine process');
  process.kill(killed, 'SIGKILL');
  await expect.poll(async () => [null, killed].includes(await enginePid(app))).toBe(false);
}

/** The engine's process as the app itself names it. */
function enginePid({ app }: RunningApp): Promise<number | null> {
  return app.evaluate(({ app: electron }) => {
    const engine = electron
      .getAppMetrics()
      .find(
        (metric) =>
          metric.type === 'Utility' &&
          /engine/i.test(`${metric.name ?? ''}${metric.serviceName ?? ''}`),
      );
    return engine?.pid ?? null;
  });
}
