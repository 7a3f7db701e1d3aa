/** The tree of the trace view, and the way through it and back. */
import { expect, screenshotBoth, test } from './fixtures';
import { toolService } from './fixtures/agent-steps';
import { makeSpan, newSpanId, newTraceId, post, traceRequest } from './fixtures/otlp';
import { untilListening } from './fixtures/receiver-state';
import { TraceView } from './pages/trace-view';
import { openAgentRun } from './fixtures/open-trace';

test('folds and unfolds by keyboard and mouse', async ({ launchApp }) => {
  const { app, view, run } = await openAgentRun(launchApp);
  const { keyboard } = app.page;
  await screenshotBoth(app.page, 'trace');
  const coder = view.span('invoke_agent coder');
  await coder.click();
  await keyboard.press('ArrowLeft');
  await expect(coder).toHaveAttribute('aria-expanded', 'false');
  await expect(coder).toContainText('7 spans');
  await expect(view.spans).toHaveCount(run.spanCount - 7);
  await keyboard.press('ArrowRight');
  await expect(coder).toHaveAttribute('aria-expanded', 'true');
  await keyboard.press('ArrowRight');
  await view.expectSelected('chat qwen2.5-coder:14b');
  await keyboard.press('ArrowLeft');
  await view.expectSelected('invoke_agent coder');

  await view.twist('invoke_agent researcher').click();
  await expect(view.span('invoke_agent researcher')).toHaveAttribute('aria-expanded', 'false');
  await view.expectSelected('invoke_agent coder');
  await expect(view.tree).toBeFocused();
  await keyboard.press('e');
  await expect(view.spans).toHaveCount(run.spanCount - 11);
  await screenshotBoth(app.page, 'trace-folded');
  await keyboard.press('Home');
  await view.expectSelected('invoke_agent research_assistant');
  await keyboard.press('Shift+E');
  await view.expectNames(['invoke_agent research_assistant']);
  await keyboard.press('Shift+E');
  await expect(view.spans).toHaveCount(run.spanCount);

  await app.page.getByRole('button', { name: 'Collapse all' }).click();
  await expect(view.spans).toHaveCount(1);
  await app.page.getByRole('button', { name: 'Expand all' }).click();
  await expect(view.spans).toHaveCount(run.spanCount);
});

test('goes among siblings, errors and what is found', async ({ launchApp }) => {
  const { app, view } = await openAgentRun(launchApp);
  const { page } = app;
  const { keyboard } = page;
  await view.span('invoke_agent coder').click();
  await keyboard.press(']');
  await view.expectSelected('chain write_answer');
  await keyboard.press('[');
  await keyboard.press('[');
  await view.expectSelected('invoke_agent researcher');
  await view.inspector.getByRole('button', { name: 'Next sibling' }).click();
  await view.expectSelected('invoke_agent coder');

  // From the end around to the first, also into what is folded.
  await view.twist('invoke_agent researcher').click();
  await keyboard.press('End');
  await keyboard.press('x');
  // What only passed a failure on is left out.
  await view.expectSelected('GET /search');
  await expect(view.span('invoke_agent researcher')).toHaveAttribute('aria-expanded', 'true');
  await page.getByRole('button', { name: 'Next error' }).click();
  await view.expectSelected('execute_tool run_tests');
  await keyboard.press('Shift+X');
  await view.expectSelected('GET /search');

  await keyboard.press('Home');
  await keyboard.press('/');
  await keyboard.type('QWEN');
  await keyboard.press('Enter');
  await expect(page.getByText('1 of 2')).toBeVisible();
  await view.expectSelected('chat qwen2.5-coder:14b');
  await keyboard.press('Enter');
  await expect(page.getByText('2 of 2')).toBeVisible();
  await expect(view.tree.locator('mark')).toHaveText(['qwen', 'qwen']);
  await screenshotBoth(page, 'trace-found');
  await view.find.fill(toolService);
  await expect(page.getByText('7', { exact: true }).last()).toBeVisible();
  await keyboard.press('Escape');
  await expect(view.find).toHaveValue('');
});

test('goes back and forward through spans and tabs', async ({ launchApp }) => {
  const { app, view } = await openAgentRun(launchApp);
  const { page } = app;
  await view.span('execute_tool run_tests').click();
  await view.openTab('Events');
  await view.span('invoke_agent planner').click();
  await view.expectSelected('invoke_agent planner');
  await expect(view.tab('Events')).toHaveAttribute('aria-selected', 'true');

  await page.keyboard.press('ControlOrMeta+[');
  await view.expectSelected('execute_tool run_tests');
  await expect(view.tab('Events')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ControlOrMeta+[');
  await view.expectSelected('execute_tool run_tests');
  await expect(view.tab('Arguments & result')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ControlOrMeta+[');
  await view.expectSelected('invoke_agent research_assistant');
  await page.keyboard.press('ControlOrMeta+[');
  await expect(page.getByRole('grid', { name: 'Traces' })).toBeVisible();
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('ControlOrMeta+]');
  await view.expectSelected('invoke_agent planner');
  await expect(view.tab('Events')).toHaveAttribute('aria-selected', 'true');
  // The place survives a reload of the window.
  await page.reload();
  await view.expectSelected('invoke_agent planner');
  await expect(view.tab('Events')).toHaveAttribute('aria-selected', 'true');
});

test('says that a trace is not there, and shows it when it arrives', async ({ launchApp }) => {
  const app = await launchApp();
  const { page } = app;
  await untilListening(page);
  const traceId = newTraceId();
  const rootId = newSpanId();
  const childId = newSpanId();
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, `/traces/${traceId}?span=${childId}`);
  await expect(page.getByText(`Trace ${traceId} is not in the store.`)).toBeVisible();
  await screenshotBoth(page, 'trace-missing');
  await page.getByRole('button', { name: 'Look again' }).click();
  await expect(page.getByText(`Trace ${traceId} is not in the store.`)).toBeVisible();

  const startMs = Date.now() - 1000;
  const root = makeSpan({ traceId, spanId: rootId, name: 'late run', startMs, durationMs: 500 });
  await post(app.httpPort, traceRequest('late', [root]));
  const view = new TraceView(page);
  await view.expectNames(['late run']);
  await expect(page.getByText(`Span ${childId} is not in this trace yet`)).toBeVisible();
  const child = makeSpan({
    traceId,
    spanId: childId,
    parentSpanId: rootId,
    name: 'the one',
    startMs,
    durationMs: 100,
  });
  await post(app.httpPort, traceRequest('late', [child]));
  await view.expectSelected('the one');
  await expect(page.getByText(`Span ${childId} is not in this trace yet`)).toBeHidden();
});
