/** The trace list on real data: many traces and live ones. */
import { expect, screenshotBoth, test } from './fixtures';
import { makeSpan, newSpanId, newTraceId, post, traceRequest } from './fixtures/otlp';
import { TraceList } from './pages/trace-list';
import { send, open, runs } from './fixtures/sent-traces';

test('draws the rows in sight of 5,000 traces, newest first', async ({ launchApp }) => {
  const { app, list } = await open(launchApp, runs(1, 500));
  for (let from = 501; from <= 5000; from += 500) await send(app, runs(from, from + 499));
  await list.expectCount(5000);
  await expect(list.rows.first()).toContainText('run 5000');
  await expect(list.rows.nth(1)).toContainText('run 4999');
  expect(await list.rows.count()).toBeLessThan(80);
  await screenshotBoth(app.page, 'list-5000');

  await list.grid.focus();
  await app.page.keyboard.press('End');
  await list.expectCursor('run 0001');
  await expect(list.row('run 0001')).toBeInViewport();
  await expect(list.row('run 0001')).toHaveAttribute('aria-rowindex', '5001');
  expect(await list.rows.count()).toBeLessThan(80);
  await app.page.keyboard.press('PageUp');
  await expect(list.row('run 0001')).toBeInViewport();
  await app.page.keyboard.press('Home');
  await list.expectCursor('run 5000');
  await expect(list.row('run 5000')).toBeInViewport();
});

test('takes new traces in at the top while it is there', async ({ launchApp }) => {
  const { app, list } = await open(launchApp, runs(1, 3));
  await list.expectNames(['run 0003', 'run 0002', 'run 0001']);
  await app.page.keyboard.press('j');
  await send(app, runs(4, 4));
  await list.expectNames(['run 0004', 'run 0003', 'run 0002', 'run 0001']);
  await list.expectCount(4);
  // The cursor stays with its trace rather than with its place.
  await list.expectCursor('run 0002');

  await app.page.keyboard.press('l');
  await expect(app.page.getByRole('button', { name: 'Live' })).toHaveAttribute(
    'aria-pressed',
    'false',
  );
  await send(app, runs(5, 5));
  await expect(list.newer).toHaveText('1 new trace');
  await list.expectCount(4);
  await app.page.keyboard.press('l');
  await list.expectNames(['run 0005', 'run 0004', 'run 0003', 'run 0002', 'run 0001']);
  await expect(list.newer).toBeHidden();
});

test('stays where it is being read while traces arrive, and says how many', async ({
  launchApp,
}) => {
  const { app, list } = await open(launchApp, runs(1, 400));
  await list.grid.hover();
  await app.page.mouse.wheel(0, 28 * 200);
  const read = list.row('run 0190');
  await expect(read).toBeInViewport();
  const place = await read.boundingBox();

  await send(app, runs(401, 403));
  await expect(list.newer).toHaveText('3 new traces');
  // One of these would stand above, one below what is read.
  await send(app, [...runs(404, 404), { name: 'late', ageMs: (10_000 - 50.5) * 1000 }]);
  await expect(list.newer).toHaveText('5 new traces');
  expect(await read.boundingBox()).toEqual(place);
  await list.expectCount(400);
  await screenshotBoth(app.page, 'list-new-traces');

  await list.newer.click();
  await expect(list.row('run 0404')).toBeInViewport();
  await expect(list.rows.first()).toContainText('run 0404');
  await list.expectCount(405);
  await expect(list.newer).toBeHidden();
});

test('shows a trace without root as running, and names it when the root comes', async ({
  launchApp,
}) => {
  const { app, list } = await open(launchApp, runs(1, 2));
  const traceId = newTraceId();
  const rootId = newSpanId();
  const startMs = Date.now() - 5000;
  const child = makeSpan({
    traceId,
    parentSpanId: rootId,
    name: 'chat first-model',
    startMs: startMs + 100,
    durationMs: 900,
  });
  await post(app.httpPort, traceRequest('early', [child]));
  const row = list.grid.locator(`[data-trace="${traceId}"]`);
  await expect(row.getByRole('link')).toHaveText('chat first-model');
  await expect(row).toContainText('root not received yet');
  await expect(row.getByRole('img', { name: 'Running' })).toBeVisible();
  await screenshotBoth(app.page, 'list-running');

  await row.evaluate((element) => (element.dataset['sameRow'] = 'yes'));
  const root = makeSpan({
    traceId,
    spanId: rootId,
    name: 'invoke_agent planner',
    startMs,
    durationMs: 2000,
    as: { status: { code: 1 } },
  });
  await post(app.httpPort, traceRequest('early', [root]));
  await expect(row.getByRole('link')).toHaveText('invoke_agent planner');
  await expect(row).not.toContainText('root not received yet');
  await expect(row.getByRole('img', { name: 'OK' })).toBeVisible();
  await expect(row).toContainText('2.00\u00a0s');
  await expect(row).toHaveAttribute('data-same-row', 'yes');
  await list.expectCount(3);
});

test('hands the keys over to the list when its link is followed', async ({ launchApp }) => {
  const { app, list } = await open(launchApp, runs(1, 3));
  const { page } = app;
  await page.getByRole('link', { name: 'Settings' }).click();
  await list.open();
  await list.expectCursor('run 0003');
  await page.keyboard.press('j');
  await page.keyboard.press('Space');
  await list.expectTicked(['run 0002']);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('treeitem')).toHaveCount(2);
});

test('acts on a row in sight after filtering and sorting', async ({ launchApp }) => {
  const { app, list } = await open(launchApp, runs(1, 200));
  const { page } = app;
  await page.keyboard.press('End');
  await expect(list.row('run 0001')).toBeInViewport();
  await page.keyboard.press('/');
  await page.keyboard.type('run');
  await expect(page.getByText('200 of 200')).toBeVisible();
  await expect(list.row('run 0200')).toBeInViewport();
  await page.keyboard.press('Enter');
  await list.expectCursor('run 0200');
  await page.keyboard.press('End');
  await expect(list.row('run 0001')).toBeInViewport();
  await list.head('Name').getByRole('button').click();
  await list.expectCursor('run 0001');
  await expect(list.row('run 0001')).toBeInViewport();
});

test('says what to do where there is no trace', async ({ launchApp }) => {
  const app = await launchApp();
  const list = new TraceList(app.page);
  await list.open();
  await expect(app.page.getByText('No traces yet.')).toBeVisible();
  await screenshotBoth(app.page, 'list-empty');
  await app.page
    .getByRole('region', { name: 'Traces' })
    .getByRole('button', { name: 'Connect' })
    .click();
  await expect(
    app.page.getByRole('heading', { name: 'Waiting for the first trace' }),
  ).toBeVisible();
});
