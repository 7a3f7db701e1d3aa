/** Time in the trace view: zoom, the critical path, and times that cannot be. */
import { expect, screenshotBoth, test } from './fixtures';
import { makeSpan, newSpanId, newTraceId, traceRequest } from './fixtures/otlp';
import { openAgentRun, openTrace } from './fixtures/open-trace';

test('zooms by keys, wheel, overview and ruler, and shows all again', async ({ launchApp }) => {
  const { app, view } = await openAgentRun(launchApp);
  const { page } = app;
  const { keyboard, mouse } = page;
  const width = async () => {
    const { from, to } = await view.timeWindow();
    return to - from;
  };
  const whole = { from: 0, to: 1 };
  expect(await view.timeWindow()).toEqual(whole);
  const ticks = await view.ruler.innerText();
  expect(ticks).toContain('20\u00a0s');
  const bars = await view.bars();

  await view.span('invoke_agent coder').click();
  await keyboard.press('+');
  await keyboard.press('+');
  await expect.poll(width).toBeCloseTo(1 / 1.6 / 1.6, 2);
  await expect.poll(() => view.ruler.innerText()).not.toBe(ticks);
  await expect.poll(() => view.bars()).not.toBe(bars);
  await screenshotBoth(page, 'trace-zoomed');
  await keyboard.press('-');
  await expect.poll(width).toBeCloseTo(1 / 1.6, 2);
  await keyboard.press('0');
  await expect.poll(() => view.timeWindow()).toEqual(whole);
  await expect(view.ruler).toHaveText(ticks.replaceAll('\n', ''));

  // Ctrl and the wheel keep the time under the pointer where it is.
  const ruler = (await view.ruler.boundingBox())!;
  await mouse.move(ruler.x + ruler.width * 0.75, ruler.y + 200);
  await keyboard.down('Control');
  await mouse.wheel(0, -200);
  await keyboard.up('Control');
  await expect.poll(width).toBeLessThan(0.8);
  const zoomed = await view.timeWindow();
  expect(zoomed.from + 0.75 * (zoomed.to - zoomed.from)).toBeCloseTo(0.75, 2);
  await keyboard.down('Shift');
  await mouse.wheel(0, -400);
  await keyboard.up('Shift');
  await expect.poll(async () => (await view.timeWindow()).from).toBeLessThan(zoomed.from);
  await keyboard.press('0');

  await view.drag(view.overview, 0.25, 0.5);
  await expect.poll(async () => (await view.timeWindow()).from).toBeCloseTo(0.25, 2);
  expect((await view.timeWindow()).to).toBeCloseTo(0.5, 2);
  await view.drag(view.overview, 0.4, 0.6);
  await expect.poll(async () => (await view.timeWindow()).from).toBeCloseTo(0.45, 2);
  expect(await width()).toBeCloseTo(0.25, 2);
  await view.drag(view.overview, 0.7, 0.9);
  await expect.poll(async () => (await view.timeWindow()).to).toBeCloseTo(0.9, 2);
  expect(await width()).toBeCloseTo(0.45, 2);
  await view.overview.locator('..').dblclick();
  await expect.poll(() => view.timeWindow()).toEqual(whole);

  await view.drag(view.ruler, 0.5, 0.75);
  await expect.poll(async () => (await view.timeWindow()).from).toBeCloseTo(0.5, 2);
  expect((await view.timeWindow()).to).toBeCloseTo(0.75, 2);
  await view.ruler.dblclick();
  await expect.poll(() => view.timeWindow()).toEqual(whole);
  await view.span('execute_tool run_tests').dblclick();
  await expect.poll(width).toBeLessThan(0.15);
});

test('draws the critical path or leaves it out', async ({ launchApp }) => {
  const { app, view } = await openAgentRun(launchApp);
  const { page } = app;
  const button = page.getByRole('button', { name: /Critical path/ });
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  const withPath = await view.bars();
  await page.keyboard.press('p');
  await expect(button).toHaveAttribute('aria-pressed', 'false');
  await expect.poll(() => view.bars()).not.toBe(withPath);
  await button.click();
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => view.bars()).toBe(withPath);
});

test('shows orphans, skewed clocks and impossible times as they are, and says so', async ({
  launchApp,
}) => {
  const traceId = newTraceId();
  const rootId = newSpanId();
  const missingId = newSpanId();
  const startMs = Date.now() - 60_000;
  const span = (name: string, fromMs: number, durationMs: number, as: object = {}) =>
    makeSpan({
      traceId,
      parentSpanId: rootId,
      name,
      startMs: startMs + fromMs,
      durationMs,
      as: { ...as },
    });
  const root = makeSpan({ traceId, spanId: rootId, name: 'run', startMs, durationMs: 1000 });
  const { app, view } = await openTrace(
    launchApp,
    traceId,
    traceRequest('here', [
      root,
      span('orphan', 400, 100, { parentSpanId: missingId }),
      span('backwards', 500, -200),
      span('never ended', 600, 0, { endTimeUnixNano: '0' }),
      span('no start', 0, 700, { startTimeUnixNano: '0' }),
      span('no times', 0, 0, { startTimeUnixNano: '0', endTimeUnixNano: '0' }),
      span('', 800, 10),
    ]),
    traceRequest('elsewhere', [span('skewed', -500, 300)]),
  );
  const { page } = app;
  const notice = (text: string) => page.getByRole('status').filter({ hasText: text });
  const orphans = '1 span refers to a parent that has not been received.';
  const clocks = 'Clocks differ: 1 span lies outside of its parent. Times are shown as sent.';
  const backwards = '1 span ends before the start.';
  for (const text of [orphans, clocks, backwards]) await expect(notice(text)).toBeVisible();
  // A missing time is not the year 1970.
  await expect(page.locator('header dl').first()).toContainText('1.50\u00a0s');
  await screenshotBoth(page, 'trace-odd');

  await notice(orphans).getByRole('button', { name: 'Show' }).click();
  await view.expectSelected('orphan');
  await expect(view.inspector).toContainText('Its parent has not been received.');
  await view.tree.press('ArrowLeft');
  await view.expectSelected(`missing span ${missingId}`);
  await expect(view.inspector).toContainText('it has not been received');
  await notice(clocks).getByRole('button', { name: 'Show' }).click();
  await view.expectSelected('skewed');
  await expect(view.inspector).toContainText('the clocks of the two processes differ');
  await notice(backwards).getByRole('button', { name: 'Show' }).click();
  await view.expectSelected('backwards');
  await expect(view.inspector).toContainText('It ends before it starts, as sent.');
  await expect(view.fact('Duration')).toHaveText('\u2212200\u00a0ms');
  await notice(backwards).getByRole('button', { name: 'Close' }).click();
  await expect(notice(backwards)).toBeHidden();

  await view.span('never ended').click();
  await expect(view.fact('Duration')).toHaveText('running');
  await expect(view.inspector).toContainText('No end has been received');
  await view.span('no start').click();
  await expect(view.fact('Started')).toHaveText('no start sent');
  await expect(view.fact('Duration')).toHaveText('—');
  await expect(view.span('no start')).toHaveAccessibleName(/, no start$/);
  await view.span('no times').click();
  await expect(view.inspector).toContainText('It was sent without a start time.');
  await view.span('(no name)').click();
  await expect(view.fact('Duration')).toHaveText('10\u00a0ms');
});
