/** What an agent did, in the list, as a transcript, as a graph, and turn by turn. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from '@playwright/test';

import { expect, screenshotBoth, test } from './fixtures';
import { sendAgentRun, type AgentRun } from './fixtures/agent-run';
import { violations } from './fixtures/axe';
import { makeSpan, newSpanId, newTraceId, post, traceRequest } from './fixtures/otlp';
import { untilListening } from './fixtures/receiver-state';
import { TraceList } from './pages/trace-list';
import { TraceView } from './pages/trace-view';

const NAME = 'invoke_agent research_assistant';

/** Opens the run in another way than the waterfall. */
async function openRun(page: Page, run: AgentRun, mode: 'Transcript' | 'Graph'): Promise<void> {
  await new TraceView(page).openById(run.traceId);
  await page.getByRole('radio', { name: mode }).click();
}

test('lists what agents did and what that cost', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp();
  await untilListening(page);
  await sendAgentRun(httpPort);
  const list = new TraceList(page);
  await list.open();
  const row = list.row(NAME);
  await expect(row).toContainText('$0.0653');
  await expect(row).toContainText('Is SQLite fast enough');
  await expect(row).toContainText('wal-bench');
  for (const title of ['LLM calls', 'Tools called', 'Tokens in', 'Cost']) {
    await expect(list.head(title)).toBeVisible();
  }
  await screenshotBoth(page, 'list-of-runs');

  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Session' }).click();
  await page.keyboard.press('Escape');
  await expect(list.head('Session')).toBeHidden();
});

test('tells a run as a transcript', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp();
  await untilListening(page);
  const run = await sendAgentRun(httpPort);
  await openRun(page, run, 'Transcript');
  const feed = page.getByRole('feed', { name: 'Transcript' });
  await expect(feed.getByText('Is SQLite fast enough to keep 2,000 spans/s').first()).toBeVisible();
  await screenshotBoth(page, 'transcript');
  expect(await violations(page)).toEqual([]);

  await page.keyboard.press('x');
  await expect(feed.locator('[aria-current=true]')).toHaveAttribute('aria-label', 'web_search');
  await page.keyboard.press('x');
  await page.keyboard.press('x');
  await expect(feed.locator('[aria-current=true]')).toHaveAttribute('aria-label', 'run_tests');
  await expect(feed.getByText('database is locked').first()).toBeVisible();

  await page.keyboard.press('/');
  await page.keyboard.type('18,420 spans');
  await expect(page.getByRole('status').filter({ hasText: /^\d+$/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(feed.getByText('18,420 spans/s').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');

  // A press leaves the keys to the steps, and folds outlive a visit to the span.
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await feed.getByRole('button', { name: 'Unfold prompt_injection' }).click();
  await expect(feed.getByRole('button', { name: 'Fold prompt_injection' })).toBeVisible();

  // To the span and back.
  const current = await feed.locator('[aria-current=true]').getAttribute('aria-label');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tree', { name: 'Spans' })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+[');
  await expect(feed.locator('[aria-current=true]')).toHaveAttribute('aria-label', current ?? '');
  await expect(feed.getByRole('button', { name: 'Fold prompt_injection' })).toBeVisible();
});

test('draws a run as a graph', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp();
  await untilListening(page);
  const run = await sendAgentRun(httpPort);
  await openRun(page, run, 'Graph');
  const graph = page.getByRole('group', { name: 'Graph of the run' });
  const coder = graph.getByRole('button', { name: /^Agent coder/ });
  await coder.click();
  const panel = page.getByRole('complementary', { name: 'Agent coder' });
  await expect(panel).toContainText('qwen2.5-coder:14b');
  await screenshotBoth(page, 'graph');
  expect(await violations(page)).toEqual([]);

  await expect(panel).toContainText('$0.0135');

  // The panel has taken room; the node, and the keys, are where they were.
  await expect(coder).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await new TraceView(page).expectSelected('invoke_agent coder');
  await page.keyboard.press('ControlOrMeta+[');

  await page.getByRole('radio', { name: 'Kind' }).click();
  await expect(graph.getByRole('button', { name: /^LLM/ })).toHaveCount(1);
  await page.getByRole('radio', { name: 'Name' }).click();
  await coder.click();
  await panel.getByRole('button', { name: /Show in waterfall/ }).click();
  await new TraceView(page).expectSelected('invoke_agent coder');
});

test('shows a conversation turn by turn', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp();
  await untilListening(page);
  for (let turn = 0; turn < 3; turn += 1) await sendAgentRun(httpPort);
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Sessions' })
    .click();
  const turns = page.getByRole('grid', { name: 'Turns' });
  await expect(turns.getByRole('row')).toHaveCount(3);
  await expect(page.getByRole('heading', { name: /wal-bench/ })).toBeVisible();
  await expect(page.getByRole('figure', { name: 'Context window by call' })).toBeVisible();
  await screenshotBoth(page, 'session');
  expect(await violations(page)).toEqual([]);

  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tree', { name: 'Spans' })).toBeVisible();
  await page.getByRole('link', { name: 'wal-bench' }).click();
  await expect(turns).toBeVisible();
});

test('lets a price be added, and counts with it at once', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp();
  await untilListening(page);
  const traceId = newTraceId();
  await post(
    httpPort,
    traceRequest('shop', [
      makeSpan({
        traceId,
        spanId: newSpanId(),
        name: 'chat house-model-7',
        startMs: Date.now() - 2000,
        durationMs: 1000,
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': 'our-house',
          'gen_ai.request.model': 'house-model-7',
          'gen_ai.usage.input_tokens': 1_000_000,
          'gen_ai.usage.output_tokens': 500_000,
        },
      }),
    ]),
  );
  const list = new TraceList(page);
  await list.open();
  const row = list.row('chat house-model-7');
  await expect(row).toContainText('1M');
  // No price is known: not $0.
  await expect(row).toContainText('—');

  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Settings' })
    .click();
  await page.getByRole('button', { name: 'Add price' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add price' });
  await dialog.getByRole('textbox', { name: 'Model' }).fill('house-model-*');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert').first()).toContainText('A price');
  await dialog.getByRole('textbox', { name: 'Input' }).fill('2');
  await dialog.getByRole('textbox', { name: 'Output' }).fill('10');
  await screenshotBoth(page, 'price-dialog');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await screenshotBoth(page, 'settings-prices');
  await list.open();
  await expect(row).toContainText('$7.00');
});

test('lets a transcript grow while the agent runs', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp();
  await untilListening(page);
  const traceId = newTraceId();
  const rootId = newSpanId();
  const startMs = Date.now() - 5000;
  const message = (role: string, content: string): string =>
    JSON.stringify([{ role, parts: [{ type: 'text', content }] }]);
  const call = (number: number): object =>
    makeSpan({
      traceId,
      spanId: newSpanId(),
      parentSpanId: rootId,
      name: 'chat gpt-4.1',
      startMs: startMs + number * 1000,
      durationMs: 800,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-4.1',
        'gen_ai.input.messages': message('user', `Question ${number}`),
        'gen_ai.output.messages': message('assistant', `Thought number ${number}.`),
      },
    });
  await post(httpPort, traceRequest('live', [call(1)]));
  await new TraceView(page).openById(traceId);
  await page.getByRole('radio', { name: 'Transcript' }).click();
  const feed = page.getByRole('feed', { name: 'Transcript' });
  await expect(feed.getByText('Thought number 1.')).toBeVisible();
  await post(httpPort, traceRequest('live', [call(2)]));
  await expect(feed.getByText('Thought number 2.')).toBeVisible();

  // A span that Logfire sends before it ends is there until its own end arrives.
  const openId = newSpanId();
  const pending = makeSpan({
    traceId,
    spanId: newSpanId(),
    parentSpanId: openId,
    name: 'chat gpt-4.1-mini',
    startMs: startMs + 3000,
    durationMs: 0,
    attributes: {
      'logfire.span_type': 'pending_span',
      'logfire.pending_parent_id': rootId,
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-4.1-mini',
    },
  });
  await post(httpPort, traceRequest('live', [pending]));
  const mini = feed.getByRole('article', { name: 'gpt-4.1-mini' });
  await expect(mini).toHaveCount(1);
  const ended = makeSpan({
    traceId,
    spanId: openId,
    parentSpanId: rootId,
    name: 'chat gpt-4.1-mini',
    startMs: startMs + 3000,
    durationMs: 900,
    attributes: {
      'logfire.span_type': 'span',
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-4.1-mini',
      'gen_ai.output.messages': message('assistant', 'Here at last.'),
    },
  });
  await post(httpPort, traceRequest('live', [ended]));
  await expect(feed.getByText('Here at last.')).toBeVisible();
  await expect(mini).toHaveCount(1);
});

test('names a run by what its program calls it', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp();
  await untilListening(page);
  const capture = readFileSync(join(import.meta.dirname, 'agents/captures/ai-sdk-5.jsonl'), 'utf8');
  await post(httpPort, JSON.parse(capture));
  const list = new TraceList(page);
  await list.open();
  await expect(list.row('weather-agent')).toContainText('ai.generateText');
  await expect(list.row('one-text')).toContainText('ai.embed');
  await screenshotBoth(page, 'list-of-functions');
  await list.row('weather-agent').getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    'weather-agentai.generateText',
  );
  await expect(new TraceView(page).spans.first()).toContainText('weather-agent ai.generateText');
});
