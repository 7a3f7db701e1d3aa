/** A run pinned as baseline: its later runs are compared with it as they come. */
import type { Locator } from '@playwright/test';

import { expect, screenshotBoth, test } from './fixtures';
import { sendAgentRun } from './fixtures/agent-run';
import { violations } from './fixtures/axe';
import { editedRun } from './fixtures/edited-run';
import { makeSpan, newTraceId, post, traceRequest, type MadeSpan } from './fixtures/otlp';
import { untilListening } from './fixtures/receiver-state';
import { CompareView } from './pages/compare-view';
import { TraceList } from './pages/trace-list';
import { TraceView } from './pages/trace-view';

/** The row of a trace, and what it says of its baseline. */
const rowOf = (list: TraceList, traceId: string): Locator =>
  list.grid.locator(`[data-trace="${traceId}"]`);
const verdictOf = (list: TraceList, traceId: string): Locator =>
  rowOf(list, traceId).getByRole('link').nth(1);

/** Nothing more is expected of a run 6 s after its last span; that is looked at every 3 s. */
const SETTLED_MS = 10_000;
/** Within this all that changed has been read. */
const READ_MS = 3000;

/** Watches for this long that no message says that a run parted. */
async function expectNothingTold(list: TraceList, forMs: number): Promise<void> {
  const told = list.toasts.getByText('parted').first();
  await expect(told.waitFor({ timeout: forMs })).rejects.toThrow('Timeout');
}

test('shows of each run whether it is as the pinned one, and keeps that', async ({
  launchApp,
  tempDir,
}) => {
  const dataDir = `${tempDir}/kept`;
  const app = await launchApp({ dataDir });
  const { page, httpPort } = app;
  await untilListening(page);
  const list = new TraceList(page);
  const compare = new CompareView(page);
  const base = await sendAgentRun(httpPort);
  const before = await sendAgentRun(httpPort);
  await post(
    httpPort,
    traceRequest('other', [
      makeSpan({ traceId: newTraceId(), name: 'unlike', startMs: Date.now(), durationMs: 5 }),
    ]),
  );
  await list.open();
  await list.expectCount(3);
  await expect(list.head('Against the baseline')).toHaveCount(0);

  await rowOf(list, base.traceId).click({ button: 'right' });
  const menu = page.getByRole('menu', { name: 'Actions of the trace' });
  await screenshotBoth(page, 'baseline-menu');
  await menu.getByRole('menuitem', { name: /^Pin as baseline/ }).click();
  await expect(list.toasts).toContainText('are compared with this one');
  await expect(rowOf(list, base.traceId)).toContainText('Baseline');
  // Those that were there are compared too.
  await expect(verdictOf(list, before.traceId)).toHaveText(/^same/);
  await expect(rowOf(list, before.traceId)).not.toContainText('≠');
  await expect(list.row('unlike').getByRole('link')).toHaveCount(1);

  const edited = await sendAgentRun(httpPort, undefined, editedRun);
  await expect(verdictOf(list, edited.traceId)).toContainText('system prompt of coder was edited');
  await expect(list.toasts).toContainText('parted from its baseline');
  await screenshotBoth(page, 'baseline-list');
  expect(await violations(page)).toEqual([]);

  await verdictOf(list, edited.traceId).click();
  await expect(compare.run('A')).toContainText(base.traceId.slice(0, 8));
  await expect(compare.run('B')).toContainText(edited.traceId.slice(0, 8));
  await compare.expectSelected('chat qwen2.5-coder:14b');
  await expect(page.getByRole('button', { name: 'Pin A as baseline' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await screenshotBoth(page, 'baseline-compare');

  // From the trace; the run before it is still one key away.
  await new TraceView(page).openById(edited.traceId);
  await expect(page.getByRole('tree', { name: 'Spans' })).toBeVisible();
  await page.keyboard.press('v');
  await expect(compare.run('A')).toContainText(base.traceId.slice(0, 8));
  await page.keyboard.press('ControlOrMeta+[');
  await expect(page.getByRole('tree', { name: 'Spans' })).toBeVisible();
  await page.keyboard.press('Shift+C');
  await expect(compare.run('A')).toContainText(before.traceId.slice(0, 8));
  await app.app.close();

  const again = await launchApp({ dataDir });
  const later = new TraceList(again.page);
  await later.open();
  await later.expectCount(4);
  await expect(verdictOf(later, edited.traceId)).toContainText('system prompt of coder');
  // What is old is not news.
  await expectNothingTold(later, READ_MS);
  await new TraceView(again.page).openById(base.traceId);
  const header = again.page.getByRole('heading', { level: 1 });
  await expect(header).toContainText('Baseline');
  await screenshotBoth(again.page, 'baseline-trace');
  await again.page.keyboard.press('Shift+V');
  await expect(header).not.toContainText('Baseline');
  await later.toasts.getByRole('button', { name: 'Undo' }).click();
  await expect(header).toContainText('Baseline');
  await again.page.keyboard.press('ControlOrMeta+k');
  await again.page.getByRole('combobox').fill('pin as baseline');
  await expect(again.page.getByRole('option').first()).toContainText('Pin as baseline');
  await again.page.keyboard.press('Enter');
  await later.open();
  await expect(later.head('Against the baseline')).toHaveCount(0);
});

test('compares a run while it comes in, and tells when it parts', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp();
  await untilListening(page);
  const list = new TraceList(page);
  const compare = new CompareView(page);
  const base = runOf('sunny');
  await post(httpPort, traceRequest('live', [base.root, ...base.steps]));
  await list.open();
  await list.expectCount(1);
  await list.grid.focus();
  await page.keyboard.press('Shift+V');
  await expect(rowOf(list, base.traceId)).toContainText('Baseline');

  // The root comes last, as senders do.
  const same = runOf('sunny');
  await post(httpPort, traceRequest('live', same.steps.slice(0, 2)));
  await expect(verdictOf(list, same.traceId)).toHaveText('same so far');
  await screenshotBoth(page, 'baseline-live');
  await page.keyboard.press('Home');
  await page.keyboard.press('v');
  await expect(compare.banner).toContainText('So far the two runs did the same');
  await page.keyboard.press('ControlOrMeta+[');
  await post(httpPort, traceRequest('live', [same.root, ...same.steps.slice(2)]));
  await expect(verdictOf(list, same.traceId)).toHaveText('same');

  const other = runOf('rain');
  await post(httpPort, traceRequest('live', other.steps.slice(0, 1)));
  await expect(verdictOf(list, other.traceId)).toHaveText('same so far');
  await post(httpPort, traceRequest('live', other.steps.slice(1, 2)));
  await expect(verdictOf(list, other.traceId)).toContainText('get_weather gave something else');
  await expect(list.toasts.getByText('parted')).toHaveCount(1);
  await expect(list.toasts).toContainText('parted from its baseline');
  await list.toasts.getByRole('button', { name: 'Compare' }).click();
  await expect(compare.run('B')).toContainText(other.traceId.slice(0, 8));
  await compare.expectSelected('execute_tool get_weather');
  await expect(compare.banner).toContainText('get_weather gave something else');
  await screenshotBoth(page, 'baseline-live-compare');

  // It is told once, and the one that is the same not at all.
  await list.open();
  await expect(verdictOf(list, other.traceId)).toHaveAttribute('title', /still running/);
  await post(httpPort, traceRequest('live', [other.root, ...other.steps.slice(2)]));
  await expect(verdictOf(list, other.traceId)).toHaveAttribute('title', /steps? differs?\.$/);
  await expectNothingTold(list, SETTLED_MS);
  await expect(verdictOf(list, same.traceId)).toHaveText('same');
  // Several that part at a time are one message.
  for (const weather of ['snow', 'hail', 'fog']) {
    const run = runOf(weather);
    await post(httpPort, traceRequest('live', [run.root, ...run.steps]));
  }
  await expect(list.toasts).toContainText('3 runs parted from their baseline');
  await expect(list.toasts.getByText('parted')).toHaveCount(1);
});

interface WeatherRun {
  readonly traceId: string;
  readonly root: MadeSpan;
  readonly steps: readonly MadeSpan[];
}

/** An agent asks a model, a tool for the weather, and the model once more. */
function runOf(weather: string): WeatherRun {
  const traceId = newTraceId();
  const startMs = Date.now() - 2000;
  const root = makeSpan({
    traceId,
    name: 'invoke_agent forecaster',
    startMs,
    durationMs: 1000,
    attributes: {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'forecaster',
    },
  });
  const asked = [{ role: 'user', parts: [{ type: 'text', content: 'What is it like in Oslo?' }] }];
  const call = { type: 'tool_call', id: 'call_1', name: 'get_weather', arguments: {} };
  const chosen = [{ role: 'assistant', parts: [call] }];
  const result = { type: 'tool_call_response', id: 'call_1', response: weather };
  const told = [...asked, ...chosen, { role: 'tool', parts: [result] }];
  const answer = [{ role: 'assistant', parts: [{ type: 'text', content: `It is ${weather}.` }] }];
  const step = (at: number, name: string, attributes: Record<string, string>) =>
    makeSpan({
      traceId,
      name,
      parentSpanId: root.spanId,
      startMs: startMs + at * 100,
      durationMs: 90,
      attributes,
    });
  const chat = (at: number, input: object, output: object) =>
    step(at, 'chat gpt-test', {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-test',
      'gen_ai.input.messages': JSON.stringify(input),
      'gen_ai.output.messages': JSON.stringify(output),
    });
  return {
    traceId,
    root,
    steps: [
      chat(0, asked, chosen),
      step(1, 'execute_tool get_weather', {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': 'get_weather',
        'gen_ai.tool.call.arguments': '{}',
        'gen_ai.tool.call.result': JSON.stringify(weather),
      }),
      chat(2, told, answer),
    ],
  };
}
