/** Traces that grow while they are read, and large ones. */
import { expect, screenshotBoth, test } from './fixtures';
import { makeSpan, newSpanId, newTraceId, post, traceRequest } from './fixtures/otlp';
import { openTrace } from './fixtures/open-trace';

test('grows while it is read, without losing selection, folds, tab and place', async ({
  launchApp,
}) => {
  const traceId = newTraceId();
  const rootId = newSpanId();
  const startMs = Date.now() - 600_000;
  const step = (at: number, ids: { spanId?: string; parentSpanId?: string } = {}) =>
    makeSpan({
      traceId,
      parentSpanId: rootId,
      name: `step ${at}`,
      startMs: startMs + at * 1000,
      durationMs: 900,
      ...ids,
    });
  const folded = newSpanId();
  const first = [
    ...Array.from({ length: 100 }, (_, at) => step(at * 2, at === 30 ? { spanId: folded } : {})),
    step(60.1, { parentSpanId: folded }),
    step(60.2, { parentSpanId: folded }),
  ];
  const { app, view } = await openTrace(launchApp, traceId, traceRequest('growing', first));
  const { page } = app;
  await expect(page.getByText('Root span not received')).toBeVisible();
  await view.tree.hover();
  await page.mouse.wheel(0, 28 * 20);
  await expect.poll(() => view.tree.evaluate((tree) => tree.scrollTop)).toBe(28 * 20);
  await view.twist('step 60').click();
  await expect(view.span('step 60')).toHaveAttribute('aria-expanded', 'false');
  await view.span('step 70').click();
  await view.openTab('Resource');
  const place = async () => {
    const [tree, row] = await Promise.all([
      view.tree.boundingBox(),
      view.span('step 70').boundingBox(),
    ]);
    return row!.y - tree!.y;
  };
  const before = await place();
  await screenshotBoth(page, 'trace-growing');

  // Steps above what is read, one in what is folded, and the root.
  const root = makeSpan({
    traceId,
    spanId: rootId,
    name: 'long run',
    startMs,
    durationMs: 500_000,
  });
  const above = Array.from({ length: 19 }, (_, at) => step(at * 2 + 1));
  await post(
    app.httpPort,
    traceRequest('growing', [...above, step(60.3, { parentSpanId: folded })]),
  );
  await expect(page.locator('header dl').first()).toContainText('122');
  await post(app.httpPort, traceRequest('growing', [root]));
  await expect(page.getByRole('heading', { name: 'long run' })).toBeVisible();
  await expect(page.getByText('Root span not received')).toBeHidden();
  await view.expectSelected('step 70');
  await expect(view.span('step 60')).toHaveAttribute('aria-expanded', 'false');
  await expect(view.span('step 60')).toContainText('3 spans');
  await expect(view.tab('Resource')).toHaveAttribute('aria-selected', 'true');
  expect(await place()).toBe(before);
  await screenshotBoth(page, 'trace-grown');
});

test('a service keeps its colour while the trace grows', async ({ launchApp }) => {
  const traceId = newTraceId();
  const startMs = Date.now() - 60_000;
  const rootId = 'ffffffffffffffff';
  const child = (spanId: string, fromMs: number) =>
    makeSpan({
      traceId,
      spanId,
      parentSpanId: rootId,
      name: `step ${fromMs}`,
      startMs: startMs + fromMs,
      durationMs: 50,
    });
  const root = makeSpan({ traceId, spanId: rootId, name: 'run', startMs, durationMs: 1000 });
  const { app, view } = await openTrace(
    launchApp,
    traceId,
    traceRequest('front', [root]),
    traceRequest('back', [child('eeeeeeeeeeeeeeee', 100)]),
  );
  const colour = () =>
    view
      .span('run')
      .locator('> i')
      .evaluate((stripe) => getComputedStyle(stripe).backgroundColor);
  await expect(view.spans).toHaveCount(2);
  const before = await colour();
  await post(app.httpPort, traceRequest('back', [child('0000000000000001', 200)]));
  await expect(view.spans).toHaveCount(3);
  await post(app.httpPort, traceRequest('middle', [child('0000000000000002', 300)]));
  await expect(view.spans).toHaveCount(4);
  expect(await colour()).toBe(before);
});

test('shows a trace of 10,000 spans with rows for what is in sight', async ({ launchApp }) => {
  const traceId = newTraceId();
  const startMs = Date.now() - 600_000;
  const agents = Array.from({ length: 100 }, () => newSpanId());
  const root = makeSpan({ traceId, name: 'big run', startMs, durationMs: 100_000 });
  const spans = agents.flatMap((agentId, a) => [
    makeSpan({
      traceId,
      spanId: agentId,
      parentSpanId: root.spanId,
      name: `invoke_agent ${a}`,
      startMs: startMs + a * 1000,
      durationMs: 990,
      attributes: { 'gen_ai.operation.name': 'invoke_agent' },
    }),
    ...Array.from({ length: 99 }, (_, at) =>
      makeSpan({
        traceId,
        parentSpanId: agentId,
        name: `chat ${a}.${at}`,
        startMs: startMs + a * 1000 + at * 10,
        durationMs: 9,
        attributes: { 'gen_ai.operation.name': 'chat' },
        ...(at === 98 && a % 25 === 24 ? { error: 'too long' } : {}),
      }),
    ),
  ]);
  const requests = Array.from({ length: 5 }, (_, at) =>
    traceRequest('big', spans.slice(at * 2000, (at + 1) * 2000)),
  );
  const { app, view } = await openTrace(
    launchApp,
    traceId,
    traceRequest('big', [root]),
    ...requests,
  );
  const { page } = app;
  await expect(page.locator('header dl').first()).toContainText('10,001');
  expect(await view.spans.count()).toBeLessThan(80);
  await screenshotBoth(page, 'trace-10000');
  await page.keyboard.press('End');
  await view.expectSelected('chat 99.98');
  await expect(view.span('chat 99.98')).toBeInViewport();
  await expect(view.span('chat 99.98')).toHaveAttribute('aria-posinset', '99');
  expect(await view.spans.count()).toBeLessThan(80);
  await page.keyboard.press('x');
  await view.expectSelected('chat 24.98');
  await expect(view.span('chat 24.98')).toBeInViewport();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+E');
  await view.expectNames(['big run']);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('End');
  await view.expectSelected('invoke_agent 99');
});
