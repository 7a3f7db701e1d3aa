/** Input that is much, long, empty, or runs the other way. */
import type { Locator } from '@playwright/test';

import { expect, screenshotBoth, test, type RunningApp } from './fixtures';
import { violations } from './fixtures/axe';
import { openTrace } from './fixtures/open-trace';
import {
  makeSpan,
  newSpanId,
  newTraceId,
  post,
  traceRequest,
  type Attributes,
} from './fixtures/otlp';
import { untilListening } from './fixtures/receiver-state';

const says = (role: string, content: string): string =>
  JSON.stringify([{ role, parts: [{ type: 'text', content }] }]);

function chat(session: string, question: string, answer: string): Attributes {
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'gpt-4.1',
    'gen_ai.conversation.id': session,
    'gen_ai.input.messages': says('user', question),
    'gen_ai.output.messages': says('assistant', answer),
  };
}

async function goTo({ page }: RunningApp, path: string): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, path);
}

const boxOf = async (one: Locator) => (await one.boundingBox())!;

test('shows a session of 1,000 turns with its numbers beside its times', async ({ launchApp }) => {
  const app = await launchApp();
  await untilListening(app.page);
  const startMs = Date.now() - 2_000_000;
  const turns = Array.from({ length: 1000 }, (_, at) =>
    makeSpan({
      traceId: newTraceId(),
      name: 'chat gpt-4.1',
      startMs: startMs + at * 1000,
      durationMs: 500,
      attributes: chat('long', `Question ${at + 1}`, `Answer ${at + 1}`),
    }),
  );
  await post(app.httpPort, traceRequest('svc', turns));
  await goTo(app, '/sessions/long');
  const rows = app.page.getByRole('grid', { name: 'Turns' }).getByRole('row');
  const last = rows.filter({ hasText: 'Question 1000' });
  await expect(last).toHaveAttribute('aria-selected', 'true');
  await expect(app.page.getByText('1,000', { exact: true }).first()).toBeVisible();
  const number = await boxOf(last.locator('b').first());
  const time = await boxOf(last.locator('time'));
  expect(number.x + number.width).toBeLessThanOrEqual(time.x);
  expect(await last.locator('b').first().evaluate(overflows)).toBe(false);
  // Nobody told tokens: there is nothing to draw of them.
  const tokens = app.page.getByRole('figure', { name: 'Tokens by turn' });
  await expect(tokens.getByRole('button')).toHaveCount(60);
  await expect(tokens.locator('button i')).toHaveCount(0);
  expect(await rows.count()).toBeLessThan(40);
  await app.page.keyboard.press('Home');
  await expect(rows.filter({ hasText: /Question 1(?!\d)/ })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await screenshotBoth(app.page, 'odd-1000-turns');
});

function overflows(element: HTMLElement | SVGElement): boolean {
  return element.scrollWidth > element.clientWidth + 1;
}

test('goes to the end of a long transcript, and to its beginning', async ({ launchApp }) => {
  const traceId = newTraceId();
  const root = newSpanId();
  const startMs = Date.now() - 1_000_000;
  const agent = makeSpan({
    traceId,
    spanId: root,
    name: 'invoke_agent long',
    startMs,
    durationMs: 900_000,
    attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'long' },
  });
  const calls = Array.from({ length: 10_000 }, (_, at) =>
    makeSpan({
      traceId,
      parentSpanId: root,
      name: 'chat gpt-4.1',
      startMs: startMs + at * 80,
      durationMs: 80,
      attributes: chat('s', `Question ${at}`, `Answer ${at}`),
    }),
  );
  const { app } = await openTrace(launchApp, traceId, traceRequest('svc', [agent, ...calls]));
  await app.page.getByRole('radio', { name: 'Transcript' }).click();
  const feed = app.page.getByRole('feed', { name: 'Transcript' });
  await expect(feed.getByText('Answer 0', { exact: true })).toBeInViewport();
  await expect(app.page.getByText('10,001 steps')).toBeVisible();
  await feed.focus();
  for (let round = 0; round < 3; round += 1) {
    await app.page.keyboard.press('End');
    await expect(feed.getByText('Answer 9999')).toBeInViewport();
    // What the steps around say arrives later; the last one stays.
    await expect(feed.getByText('Answer 9997')).toBeVisible();
    await expect(feed.getByText('Answer 9999')).toBeInViewport({ ratio: 1 });
    await app.page.keyboard.press('Home');
    await expect(feed.getByRole('article').first()).toBeInViewport();
  }
  // The reader's own way is not turned back.
  await app.page.keyboard.press('End');
  await expect(feed.getByText('Answer 9999')).toBeInViewport();
  await feed.hover();
  await app.page.mouse.wheel(0, -5000);
  await expect(feed.getByText('Answer 9999')).not.toBeInViewport();
  await screenshotBoth(app.page, 'odd-long-transcript');
  await expect(feed.getByText('Answer 9999')).not.toBeInViewport();
});

test('keeps names that turn the direction from the words around them', async ({ launchApp }) => {
  const app = await launchApp();
  await untilListening(app.page);
  const names = ['evil\u202eeman', 'שלום עולם', 'a\u0000b'];
  for (const name of names) {
    const span = makeSpan({
      traceId: newTraceId(),
      name,
      startMs: Date.now() - 60_000,
      durationMs: 500,
      attributes: chat(name, 'Hello', 'Hi'),
    });
    await post(app.httpPort, traceRequest(name, [span]));
  }
  await goTo(app, '/sessions');
  const sessions = app.page.getByRole('row').filter({ hasText: ' ago' });
  await expect(sessions).toHaveCount(names.length);
  for (const row of await sessions.all()) {
    // Whose it is stands to the left of when it was.
    const [name, when] = await row.getByText(' ago').evaluate((element) => {
      const text = element.textContent ?? '';
      const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const all: Text[] = [];
      while (nodes.nextNode()) all.push(nodes.currentNode as Text);
      const edge = (at: number): number => {
        let left = at;
        const node = all.find(({ length }) => {
          if (left < length) return true;
          left -= length;
          return false;
        })!;
        const range = document.createRange();
        range.setStart(node, left);
        range.setEnd(node, left + 1);
        return range.getBoundingClientRect().left;
      };
      const comma = text.lastIndexOf(', ');
      return [edge(0) > edge(1) ? edge(comma - 2) : edge(comma - 1), edge(text.length - 1)];
    });
    expect(when).toBeGreaterThan(name);
  }
  await screenshotBoth(app.page, 'odd-directions');
});

test('lays out text from right to left, and shows what is empty or without end', async ({
  launchApp,
}) => {
  const traceId = newTraceId();
  const endless = 'k'.repeat(10_000);
  const span = makeSpan({
    traceId,
    name: 'chat gpt-4.1',
    startMs: Date.now() - 1000,
    durationMs: 500,
    attributes: {
      ...chat('s', 'שלום עולם, gpt!', 'Hello\n\nمرحبا بالعالم.'),
      [endless]: 'x',
      empty: '{"": 1}',
    },
  });
  const { app, view } = await openTrace(launchApp, traceId, traceRequest('svc', [span]));
  const assistant = view.panel.getByRole('article', { name: 'Assistant' });
  const [left, right] = [assistant.getByText('Hello'), assistant.getByText('مرحبا')];
  const begins = (one: Locator): Promise<string> =>
    one.evaluate((element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      const text = range.getBoundingClientRect();
      const box = element.getBoundingClientRect();
      return text.left - box.left < box.right - text.right ? 'left' : 'right';
    });
  await expect.poll(() => begins(left)).toBe('left');
  expect(await begins(right)).toBe('right');
  await screenshotBoth(app.page, 'odd-right-to-left');

  await view.tab('Attributes').click();
  const row = view.panel.getByRole('listitem').filter({ hasText: 'kkkk' });
  expect((await boxOf(row)).height).toBeLessThan(150);
  await screenshotBoth(app.page, 'odd-attributes');
  expect(await violations(app.page)).toEqual([]);
});
