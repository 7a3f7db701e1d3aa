/** What was acknowledged stays, whatever happens to the app. */
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
  await screenshotBoth(app.page, 'engine-killed');

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

function row(app: RunningApp, service: string) {
  return app.page.getByRole('row').filter({ hasText: service });
}

/** SIGKILL to the engine's process, found as the app itself names it. */
async function killEngine({ app }: RunningApp): Promise<void> {
  await app.evaluate(({ app: electron }) => {
    const engine = electron
      .getAppMetrics()
      .find(
        (metric) =>
          metric.type === 'Utility' &&
          /engine/i.test(`${metric.name ?? ''}${metric.serviceName ?? ''}`),
      );
    if (engine === undefined) throw new Error('no engine process');
    process.kill(engine.pid, 'SIGKILL');
  });
}
