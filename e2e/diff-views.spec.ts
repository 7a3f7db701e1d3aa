/** Two runs as one conversation, and as an icicle. */
import type { Page } from '@playwright/test';

import { expect, screenshotBoth, test } from './fixtures';
import { sendAgentRun, type AgentRun } from './fixtures/agent-run';
import { violations } from './fixtures/axe';
import { editedRun } from './fixtures/edited-run';
import { makeSpan, newTraceId, post, traceRequest } from './fixtures/otlp';
import { untilListening } from './fixtures/receiver-state';
import { CompareView } from './pages/compare-view';

/** Sends the run and its edited copy, and opens their comparison. */
async function openBoth(
  page: Page,
  httpPort: number,
): Promise<readonly [CompareView, AgentRun, AgentRun]> {
  await untilListening(page);
  const a = await sendAgentRun(httpPort);
  const b = await sendAgentRun(httpPort, undefined, editedRun);
  const compare = new CompareView(page);
  await compare.open(a.traceId, b.traceId);
  return [compare, a, b];
}

test('tells two runs as one conversation, turn by turn', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp();
  const [compare] = await openBoth(page, httpPort);
  await page.keyboard.press('ControlOrMeta+2');
  const feed = page.getByRole('feed', { name: 'Steps of both runs' });
  const current = feed.locator('[aria-current=true]');
  // The divergence stays chosen, and what is new in it can be read.
  await expect(current).toContainText('first divergence');
  await expect(current).toContainText('wait 5 s for locks');
  await expect(page).toHaveURL(/view=transcript/);
  await screenshotBoth(page, 'compare-transcript');
  expect(await violations(page)).toEqual([]);

  await page.keyboard.press('n');
  await expect(current).toContainText('read_file');
  await page.keyboard.press('Shift+G');
  await expect(current).toContainText('first divergence');

  // A step of one side alone, and turns that are the same.
  await compare.filter(/^Only A 2$/).click();
  await expect(feed.getByRole('article', { name: /^run_tests/ })).toHaveCount(1);
  await compare.filter(/^All/).click();
  await page.keyboard.press('Home');
  const same = feed.getByRole('button', { name: /turns? the same/ }).first();
  await same.click();
  await expect(same).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('j');
  await page.keyboard.press('e');
  await expect(current.getByRole('group').first()).toBeVisible();
  await screenshotBoth(page, 'compare-transcript-same');

  // To the tree and back with the row.
  await page.keyboard.press('g');
  await page.keyboard.press('n');
  await page.keyboard.press('ControlOrMeta+1');
  await compare.expectSelected('execute_tool read_file');
  await page.keyboard.press('ControlOrMeta+2');
  await expect(current).toContainText('read_file');
  await page.keyboard.press('End');
  await expect(feed.getByRole('article', { name: /^End of research_assistant/ })).toBeAttached();
  await screenshotBoth(page, 'compare-transcript-end');
  await page.getByRole('radio', { name: 'Inline' }).click();
  await screenshotBoth(page, 'compare-transcript-inline');
});

test('shows where the time of both runs went, with what one of them lacks', async ({
  launchApp,
}) => {
  const { page, httpPort } = await launchApp();
  const [compare] = await openBoth(page, httpPort);
  await page.keyboard.press('ControlOrMeta+4');
  const icicle = page.getByRole('tree', { name: 'Blocks of both runs' });
  const block = icicle.getByRole('treeitem');
  await expect(page).toHaveURL(/view=icicle/);
  await expect(block).toHaveText(/^chat qwen2.5-coder:14b.* in A, .* in B/);
  await expect(compare.panel).toContainText('wait 5 s for locks');
  await screenshotBoth(page, 'compare-icicle');
  expect(await violations(page)).toEqual([]);

  // Up to the agent, into it, and out again.
  await icicle.focus();
  await page.keyboard.press('ArrowUp');
  await expect(block).toHaveText(/^invoke_agent coder/);
  await page.keyboard.press('Enter');
  const path = page.getByRole('navigation', { name: 'Zoomed to' });
  await expect(path).toContainText('invoke_agent coder');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await screenshotBoth(page, 'compare-icicle-zoomed');
  await page.keyboard.press('Backspace');
  await expect(path).not.toContainText('invoke_agent coder');
  await page.keyboard.press('Escape');
  await expect(path).toHaveText('Both runs');
  await expect(compare.panel).toBeVisible();

  await page.getByRole('button', { name: 'Merge same names' }).click();
  await page.getByRole('radio', { name: 'Tokens' }).click();
  await page.keyboard.press('g');
  await expect(block).toHaveText(/^chat qwen2.5-coder:14b ×/);
  const box = (await icicle.boundingBox())!;
  await icicle.hover({ position: { x: box.width / 4, y: 50 } });
  await screenshotBoth(page, 'compare-icicle-merged');
  await icicle.click({ position: { x: box.width / 4, y: 10 } });
  await expect(block).toHaveText(/^invoke_agent research_assistant/);
});

test('keeps the place while a run goes on', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp();
  await untilListening(page);
  const startMs = Date.now() - 60_000;
  const runOf = (traceId: string, result: string) => {
    const root = makeSpan({ traceId, name: 'invoke_agent live', startMs, durationMs: 50_000 });
    const steps = Array.from({ length: 60 }, (_, at) =>
      makeSpan({
        traceId,
        name: `execute_tool step ${at}`,
        parentSpanId: root.spanId,
        startMs: startMs + at * 100,
        durationMs: 90,
        attributes: {
          'gen_ai.operation.name': 'execute_tool',
          'gen_ai.tool.name': `step ${at}`,
          'gen_ai.tool.call.arguments': `{"at":${at}}`,
          'gen_ai.tool.call.result': `${result} ${at}`,
        },
      }),
    );
    return { root, steps };
  };
  const [idA, idB] = [newTraceId(), newTraceId()];
  const [a, b] = [runOf(idA, 'one'), runOf(idB, 'two')];
  await post(httpPort, traceRequest('live', [a.root, ...a.steps.slice(20)]));
  await post(httpPort, traceRequest('live', [b.root, ...b.steps.slice(20)]));
  const compare = new CompareView(page);
  await compare.open(idA, idB);
  await expect(compare.filter(/^Changed 40$/)).toBeVisible();
  await page.keyboard.press('ControlOrMeta+2');
  const feed = page.getByRole('feed', { name: 'Steps of both runs' });
  const step = (at: number) => feed.getByRole('article', { name: `step ${at}`, exact: true });
  await expect(step(20)).toContainText('two 20');
  await feed.hover();
  await page.mouse.wheel(0, 1500);
  await expect(step(32)).toContainText('two 32');
  await expect(feed.getByRole('status', { name: 'Loading' })).toHaveCount(0);
  const top = async () => Math.round((await step(32).boundingBox())?.y ?? 0);
  // What is pressed does not move.
  const before = await top();
  const box = (await feed.boundingBox())!;
  await page.mouse.click(box.x + 300, box.y + 12);
  await expect(feed.locator('[aria-current=true]')).toHaveCount(1);
  expect(await top()).toBe(before);
  // What comes late stands before what is read.
  await post(httpPort, traceRequest('live', a.steps.slice(0, 20)));
  await post(httpPort, traceRequest('live', b.steps.slice(0, 20)));
  await expect(compare.filter(/^Changed 60$/)).toBeVisible();
  await expect.poll(top).toBeGreaterThan(before - 3);
  expect(await top()).toBeLessThan(before + 3);

  // The icicle stays in the block that it was zoomed to.
  await page.keyboard.press('ControlOrMeta+4');
  await page.keyboard.press('Enter');
  const path = page.getByRole('navigation', { name: 'Zoomed to' });
  await expect(path).toContainText(/step \d+$/);
  const zoomed = (await path.textContent())!;
  const late = makeSpan({
    traceId: idB,
    name: 'execute_tool last',
    parentSpanId: b.root.spanId,
    startMs: startMs + 40_000,
    durationMs: 90,
  });
  await post(httpPort, traceRequest('live', [late]));
  await expect(compare.figures).toContainText('62');
  await expect(path).toHaveText(zoomed);
});
