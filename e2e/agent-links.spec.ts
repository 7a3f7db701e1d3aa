/** What ties spans beyond parent and child: declared edges, handoffs, retries, remote traces. */
import { readFileSync } from 'node:fs';

import type { Page } from '@playwright/test';

import { inProject } from '../build/bootstrap/paths.mjs';
import { expect, screenshotBoth, test } from './fixtures';
import { violations } from './fixtures/axe';
import {
  keyValues,
  makeSpan,
  newSpanId,
  newTraceId,
  post,
  traceRequest,
  type Attributes,
} from './fixtures/otlp';
import { untilListening } from './fixtures/receiver-state';
import { TraceView } from './pages/trace-view';

const captureFile = (name: string): string => inProject('e2e', 'agents', 'captures', name);

/** Id of the first trace that has a span of this name. */
function traceWith(file: string, spanName: string): string {
  for (const line of readFileSync(captureFile(file), 'utf8').split('\n')) {
    const at = line.indexOf(`"name":"${spanName}"`);
    const before = line.lastIndexOf('"traceId":"', at);
    if (at >= 0 && before >= 0) return line.slice(before + 11, before + 43);
  }
  throw new Error(`${file} has no span ${spanName}.`);
}

async function openAs(page: Page, traceId: string, mode: 'Graph' | 'Transcript'): Promise<void> {
  await new TraceView(page).openById(traceId);
  await page.getByRole('radio', { name: mode }).click();
}

/** Waits until as many traces were imported. */
async function untilStored(page: Page, traceCount: number): Promise<void> {
  await expect(page.getByRole('contentinfo')).toContainText(`${traceCount} traces`);
}

/** Labels of edges that lie over a node. */
async function coveringLabels(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const boxOf = (element: Element): DOMRect => element.getBoundingClientRect();
    const nodes = [...document.querySelectorAll('[data-node]')].map(boxOf);
    return [...document.querySelectorAll('[data-edge-label]')]
      .filter((label) => {
        const a = boxOf(label);
        return nodes.some(
          (b) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top,
        );
      })
      .map((label) => label.textContent ?? '');
  });
}

test('keeps the label of a handoff off the nodes', async ({ launchApp }) => {
  const { page } = await launchApp({ files: [captureFile('google-adk.jsonl')] });
  await untilStored(page, 6);
  await openAs(page, traceWith('google-adk.jsonl', 'execute_tool transfer_to_agent'), 'Graph');
  const label = page.locator('[data-edge-label]', { hasText: 'handoff' });
  await expect(label).toBeVisible();
  expect(await coveringLabels(page)).toEqual([]);
  await screenshotBoth(page, 'graph-handoff');
});

test('draws what a sender declared, and says what was not taken', async ({ launchApp }) => {
  const file = 'traceloop-langchain.jsonl';
  const maf = 'agent-framework.jsonl';
  const { page } = await launchApp({ files: [captureFile(file), captureFile(maf)] });
  await untilStored(page, 18);
  await openAs(page, traceWith(file, 'execute_task tell_of_errors.after_agent'), 'Graph');
  const notTaken = page.getByRole('list', { name: 'Declared, not taken' });
  await expect(notTaken.getByRole('listitem')).toHaveText([
    'tell_of_errors.after_model → tell_of_errors.before_model',
  ]);
  await page.locator('[data-node="chain:tell_of_errors.after_model"]').click();
  const part = page.getByRole('region', { name: 'Declared, not taken' });
  await expect(part).toContainText('tell_of_errors.before_model');
  expect(await coveringLabels(page)).toEqual([]);
  await screenshotBoth(page, 'graph-declared');
  expect(await violations(page)).toEqual([]);

  // Where a workflow is but built, all of it is declared.
  await openAs(page, traceWith(maf, 'workflow.build'), 'Graph');
  await expect(notTaken.getByRole('listitem')).toHaveText(['prepare → ask']);
  await expect(page.getByRole('button', { name: 'Chain ask declared, not run' })).toBeVisible();
  await page.keyboard.press('End');
  await expect(page.getByRole('complementary', { name: 'Chain ask' })).toContainText(
    'declared, not run',
  );
  await screenshotBoth(page, 'graph-declared-only');
  expect(await violations(page)).toEqual([]);
});

test('folds a run of thousands of names into families', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp();
  await untilListening(page);
  const traceId = newTraceId();
  const rootId = newSpanId();
  const startMs = Date.now() - 10_000;
  const span = (name: string, operation: string, parentSpanId?: string, spanId = newSpanId()) => {
    const key = operation === 'invoke_agent' ? 'gen_ai.agent.name' : 'gen_ai.tool.name';
    return makeSpan({
      traceId,
      spanId,
      ...(parentSpanId === undefined ? {} : { parentSpanId }),
      name: `${operation} ${name}`,
      startMs,
      durationMs: 5000,
      attributes: { 'gen_ai.operation.name': operation, [key]: name },
    });
  };
  const spans = [span('lead', 'invoke_agent', undefined, rootId)];
  for (let agent = 0; agent < 100; agent += 1) {
    const agentId = newSpanId();
    spans.push(span(`worker-${agent}`, 'invoke_agent', rootId, agentId));
    for (let tool = 0; tool < 49; tool += 1) {
      spans.push(
        span(
          `${tool % 2 === 0 ? 'fetch' : 'write'}_page_${agent}_${tool}`,
          'execute_tool',
          agentId,
        ),
      );
    }
  }
  for (let from = 0; from < spans.length; from += 1000) {
    await post(httpPort, traceRequest('swarm', spans.slice(from, from + 1000)));
  }
  await openAs(page, traceId, 'Graph');
  const graph = page.getByRole('group', { name: 'Graph of the run' });
  await expect(graph.getByRole('button', { name: /^(Agent|Tool)/ })).toHaveCount(4);
  await expect(page.getByRole('status').filter({ hasText: 'too many to read' })).toContainText(
    'worker-… ×100',
  );
  await graph.getByRole('button', { name: /fetch_page/ }).click();
  await expect(page.getByText(/2,500 tools named fetch_page_… called by/)).toBeVisible();
  await screenshotBoth(page, 'graph-folded');
});

const chat = (question: string, answer: string | null): Attributes => ({
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'anthropic',
  'gen_ai.request.model': 'claude-sonnet-4-5',
  'gen_ai.input.messages': JSON.stringify([
    { role: 'user', parts: [{ type: 'text', content: question }] },
  ]),
  ...(answer === null
    ? { 'error.type': 'overloaded_error' }
    : {
        'gen_ai.output.messages': JSON.stringify([
          { role: 'assistant', parts: [{ type: 'text', content: answer }] },
        ]),
        'gen_ai.usage.input_tokens': 120,
        'gen_ai.usage.output_tokens': 12,
      }),
});

test('tells which attempt a call was, and leads to the others', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp();
  await untilListening(page);
  const traceId = newTraceId();
  const rootId = newSpanId();
  const startMs = Date.now() - 10_000;
  const attempt = (at: number, answer: string | null): object =>
    makeSpan({
      traceId,
      parentSpanId: rootId,
      name: 'chat claude-sonnet-4-5',
      startMs: startMs + at * 2000,
      durationMs: 1500,
      attributes: chat('Which port is free?', answer),
      ...(answer === null ? { error: 'Overloaded' } : {}),
    });
  const root = makeSpan({
    traceId,
    spanId: rootId,
    name: 'invoke_agent porter',
    startMs,
    durationMs: 6000,
    attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'porter' },
  });
  await post(
    httpPort,
    traceRequest('e2e', [root, attempt(0, null), attempt(1, null), attempt(2, 'Port 4319 is.')]),
  );
  await openAs(page, traceId, 'Transcript');
  const feed = page.getByRole('feed', { name: 'Transcript' });
  const steps = feed.getByRole('article', { name: 'claude-sonnet-4-5' });
  await expect(steps.nth(2)).toContainText('attempt 3 of 3, retries attempt 2');
  await expect(steps.nth(0)).toContainText('attempt 1 of 3, tried again as attempt 2');
  await screenshotBoth(page, 'transcript-attempts');
  await steps.nth(2).getByRole('button', { name: 'attempt 2' }).click();
  await expect(steps.nth(1)).toHaveAttribute('aria-current', 'true');
  expect(await violations(page)).toEqual([]);

  await page.keyboard.press('Enter');
  const view = new TraceView(page);
  await expect(view.inspector).toContainText('attempt 2 of 3, retries attempt 1');
  await screenshotBoth(page, 'inspector-attempts');
  await view.inspector.getByRole('button', { name: 'attempt 3' }).click();
  await expect(view.inspector).toContainText('attempt 3 of 3, retries attempt 2');
  await expect(page.locator('dl', { hasText: 'LLM calls' })).toContainText('LLM calls1');
});

test('shows the remote trace of a request in place', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp();
  await untilListening(page);
  const traceId = newTraceId();
  const remoteId = newTraceId();
  const [rootId, remoteRootId] = [newSpanId(), newSpanId()];
  const startMs = Date.now() - 10_000;
  const link = {
    traceId: remoteId,
    spanId: remoteRootId,
    attributes: keyValues({ 'link.type': 'parent_of' }),
  };
  const own = [
    makeSpan({
      traceId,
      spanId: rootId,
      name: 'claude_code.interaction',
      startMs,
      durationMs: 6000,
      attributes: { 'span.type': 'interaction', user_prompt: 'Which port is free?' },
    }),
    makeSpan({
      traceId,
      parentSpanId: rootId,
      name: 'claude_code.llm_request',
      startMs: startMs + 500,
      durationMs: 5000,
      attributes: {
        'span.type': 'llm_request',
        model: 'claude-sonnet-4-5',
        request_id: 'req_1',
        input_tokens: 120,
        output_tokens: 12,
      },
      as: { links: [link] },
    }),
  ];
  await post(httpPort, traceRequest('claude-code', own));
  const view = new TraceView(page);
  await view.openById(traceId);
  await view.expectNames(['claude_code.interaction', 'claude_code.llm_request']);

  // It takes its place when it arrives.
  const remote = [
    makeSpan({
      traceId: remoteId,
      spanId: remoteRootId,
      name: 'POST /v1/messages',
      startMs: startMs + 700,
      durationMs: 4600,
      attributes: { 'http.request.method': 'POST', 'http.route': '/v1/messages' },
    }),
    makeSpan({
      traceId: remoteId,
      parentSpanId: remoteRootId,
      name: 'chat claude-sonnet-4-5',
      startMs: startMs + 900,
      durationMs: 4200,
      attributes: {
        ...chat('Which port is free?', 'Port 4319 is.'),
        'gen_ai.response.id': 'req_1',
      },
    }),
  ];
  await post(httpPort, traceRequest('api', remote));
  const names = [
    'claude_code.interaction',
    'claude_code.llm_request',
    'POST /v1/messages',
    'chat claude-sonnet-4-5',
  ];
  await view.expectNames(names);
  await expect(page.locator('dl', { hasText: 'LLM calls' })).toContainText('Spans2');
  await expect(page.locator('dl', { hasText: 'LLM calls' })).toContainText('120 in');
  await view.span('chat claude-sonnet-4-5').click();
  await expect(view.inspector.getByRole('link', { name: /other trace/ })).toBeVisible();
  await expect(view.panel).toContainText('Port 4319 is.');
  await screenshotBoth(page, 'trace-remote');
  expect(await violations(page)).toEqual([]);

  await page.getByRole('radio', { name: 'Transcript' }).click();
  const feed = page.getByRole('feed', { name: 'Transcript' });
  await feed.getByRole('button', { name: 'Unfold /v1/messages' }).click();
  await expect(feed.getByText('Port 4319 is.').first()).toBeVisible();
  await expect(feed.getByText('1 LLM call')).toBeVisible();
  await screenshotBoth(page, 'transcript-remote');
  expect(await violations(page)).toEqual([]);
  await feed.getByRole('link', { name: /other trace/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'POST /v1/messages' })).toBeVisible();
});
