/** What a span said, in the inspector, and what it took, in the tree. */
import { readFileSync } from 'node:fs';

import type { Page } from '@playwright/test';

import { expect, screenshotBoth, test, type RunningApp } from './fixtures';
import { sendAgentRun } from './fixtures/agent-run';
import { violations } from './fixtures/axe';
import { clipboard } from './fixtures/open-trace';
import {
  makeSpan,
  newSpanId,
  newTraceId,
  post,
  traceRequest,
  type Attributes,
  type MadeSpan,
} from './fixtures/otlp';
import { untilListening } from './fixtures/receiver-state';
import { TraceList } from './pages/trace-list';
import { TraceView } from './pages/trace-view';

type Part = Readonly<Record<string, unknown>>;

const says = (role: string, ...parts: readonly Part[]) => ({ role, parts });
const text = (content: string): Part => ({ type: 'text', content });

/** A model call with these messages. */
function chat(input: readonly object[], output: readonly object[]): Attributes {
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4.1',
    'gen_ai.input.messages': JSON.stringify(input),
    'gen_ai.output.messages': JSON.stringify(output),
  };
}

/** Sends one span and opens its trace. */
async function openSpan(app: RunningApp, attributes: Attributes): Promise<TraceView> {
  await untilListening(app.page);
  const traceId = newTraceId();
  const startMs = Date.now() - 1000;
  const span = makeSpan({ traceId, name: 'chat gpt-4.1', startMs, durationMs: 900, attributes });
  await post(app.httpPort, traceRequest('svc', [span]));
  const view = new TraceView(app.page);
  await view.openById(traceId);
  await expect(view.tab('Messages')).toHaveAttribute('aria-selected', 'true');
  return view;
}

test('opens a model call with what is new, and tells what it took', async ({ launchApp }) => {
  const app = await launchApp();
  const { page } = app;
  await untilListening(page);
  const run = await sendAgentRun(app.httpPort);
  const view = new TraceView(page);
  await view.openById(run.traceId);
  await view.span('chat claude-sonnet-4-5').click();
  await expect(view.tab('Messages')).toHaveAttribute('aria-selected', 'true');
  await expect(view.inspector.getByText('coder, LLM call 3 of 3')).toBeVisible();
  await expect(view.facts).toContainText('First token539\u00a0ms');
  await expect(view.facts).toContainText('Finishtool_calls');
  await expect(view.inspector.getByRole('img', { name: /^Tokens: .*reasoning/ })).toBeVisible();

  const { panel } = view;
  await expect(panel.getByRole('article', { name: 'System' })).toContainText('coder agent');
  await expect(panel.getByRole('article', { name: '4 earlier messages' })).toContainText(
    'user, assistant, tool, assistant',
  );
  const result = panel.getByRole('article', { name: 'Tool result' });
  await expect(result.getByText('error', { exact: true })).toBeVisible();
  await expect(result.getByRole('group', { name: 'Stack trace' })).toContainText('is locked');
  await expect(panel.getByText('I will let both connections wait')).toBeVisible();

  // Beside the names: tokens and cost, of an agent those of all below it.
  await expect(view.span('chat claude-sonnet-4-5')).toContainText(/[\d,]+ tokens, \$0\.\d+/);
  await expect(view.span('chat qwen2.5-coder:14b').first()).toContainText(/tokens, \$0/);
  await expect(view.span('invoke_agent coder')).toContainText(/[\d,]+ tokens, \$0\.\d+/);
  await expect(page.getByRole('link', { name: 'wal-bench' })).toBeVisible();
  await screenshotBoth(page, 'agent-model-call');
  expect(await violations(page)).toEqual([]);

  // All by keyboard: into the panel, from card to card, reasoning, tabs.
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('article', { name: 'System' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(panel.getByRole('button', { name: /^System/ })).toHaveAttribute(
    'aria-expanded',
    'true',
  );
  await page.keyboard.press('ArrowDown');
  await expect(panel.getByRole('article', { name: '4 earlier messages' })).toBeFocused();
  const reasoning = panel.getByText('Two writer connections');
  await expect(reasoning).toBeVisible();
  await page.keyboard.press('r');
  await expect(reasoning).toBeHidden();
  await page.keyboard.press('r');
  await expect(reasoning).toBeVisible();
  await page.keyboard.press('2');
  await expect(view.tab('Attributes')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('1');
  await panel
    .getByRole('group', { name: 'Call of edit_file' })
    .getByRole('button', { name: 'Go to span' })
    .click();
  await view.expectSelected('execute_tool edit_file');
  await expect(view.panel.getByRole('article', { name: 'Arguments' })).toContainText(
    'bench/insert_bench.py',
  );
});

test('shows tools, documents, and who asked for them', async ({ launchApp }) => {
  const app = await launchApp();
  await untilListening(app.page);
  const run = await sendAgentRun(app.httpPort);
  const view = new TraceView(app.page);
  await view.openById(run.traceId);
  await view.span('execute_tool run_tests').click();
  await expect(view.tab('Arguments & result')).toHaveAttribute('aria-selected', 'true');
  const { panel } = view;
  await expect(panel.getByRole('article', { name: 'Error' })).toContainText('database is locked');
  await screenshotBoth(app.page, 'agent-tool');
  expect(await violations(app.page)).toEqual([]);
  await panel.getByRole('button', { name: 'Go to the call that asked for it' }).click();
  await view.expectSelected('chat qwen2.5-coder:14b');

  await view.span('retrieve team-notes').click();
  await expect(view.tab('Documents')).toHaveAttribute('aria-selected', 'true');
  const documents = panel.getByRole('list', { name: 'Documents' });
  await expect(documents.getByRole('article').first()).toContainText('0.910');
  await screenshotBoth(app.page, 'agent-documents');
  expect(await violations(app.page)).toEqual([]);
});

test('copies a run for a model', async ({ launchApp }) => {
  const app = await launchApp();
  await untilListening(app.page);
  const run = await sendAgentRun(app.httpPort);
  const view = new TraceView(app.page);
  await view.openById(run.traceId);
  await view.span('invoke_agent coder').click();
  // Once it is understood: until then there is no such copy.
  await expect(
    app.page.getByRole('treeitem', { name: /^invoke_agent coder .*tokens/ }),
  ).toBeVisible();
  await app.page.keyboard.press('ControlOrMeta+Shift+c');
  await app.page.getByRole('menuitem', { name: /^Markdown for a model, with/ }).click();
  await expect(view.toasts).toContainText(/spans copied, about [\d.k]+ tokens/);
  expect(await clipboard(app)).toContain('I will let both connections wait');
  expect(await clipboard(app)).not.toContain('Is SQLite fast enough');
});

test('S12 draws Markdown without markup, pages or pictures from elsewhere', async ({
  launchApp,
}) => {
  const app = await launchApp();
  const content = [
    'Is it **fast** &copy; <img src="https://example.com/a.png"><script>window.ran = 1</script>',
    '',
    '| batch | rows |',
    '|---|---|',
    '| 500 | 2,000 |',
    '',
    '![chart](https://example.com/tracker.png) [docs](https://example.com/docs) [bad](file:///etc)',
  ].join('\n');
  const view = await openSpan(app, chat([says('user', text(content))], []));
  const card = view.panel.getByRole('article', { name: 'User' });
  await expect(card.locator('strong')).toHaveText('fast');
  await expect(card).toContainText('©');
  await expect(card).toContainText('<script>');
  await expect(card.getByRole('table')).toContainText('2,000');
  await expect(card.locator('img, script, a[href]')).toHaveCount(0);
  await expect(card.getByRole('button', { name: 'bad' })).toHaveCount(0);
  expect(await app.page.evaluate(() => (window as { ran?: number }).ran ?? null)).toBeNull();
  await app.page.keyboard.press('m');
  await expect(card).toContainText('**fast** &copy;');
  // The choice outlives the window.
  await app.page.reload();
  await expect(card).toContainText('**fast** &copy;');
});

test('shows recorded pictures and sounds, and saves files', async ({ launchApp, tempDir }) => {
  const app = await launchApp();
  const pixel =
    'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP8z8Dwn4GBgYEJRMAAIwMAGAQBAWbZ2vAAAAAASUVORK5CYII=';
  const silence = Buffer.from(
    'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=',
    'base64',
  ).toString('base64');
  const blob = (modality: string, mime_type: string, content: string): Part => ({
    type: 'blob',
    modality,
    mime_type,
    content,
  });
  const note = Buffer.from('a note').toString('base64');
  const view = await openSpan(
    app,
    chat(
      [
        says(
          'user',
          blob('image', 'image/png', pixel),
          blob('audio', 'audio/wav', silence),
          blob('file', 'text/plain', note),
          { type: 'uri', modality: 'image', uri: 'https://example.com/far.png' },
        ),
      ],
      [],
    ),
  );
  const card = view.panel.getByRole('article', { name: 'User' });
  const picture = card.getByRole('img', { name: 'From the message, image/png' });
  await expect.poll(() => picture.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(2);
  await expect(card.locator('audio')).toBeVisible();
  // An address is not fetched.
  await expect(card.locator('img')).toHaveCount(1);
  await expect(card).toContainText('https://example.com/far.png');
  await screenshotBoth(app.page, 'agent-media');
  expect(await violations(app.page)).toEqual([]);

  const path = `${tempDir}/note.txt`;
  await app.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
  await card.getByRole('button', { name: 'Save' }).last().click();
  await expect(view.toasts).toContainText('Saved.');
  expect(readFileSync(path, 'utf8')).toBe('a note');
});

test('B10 reads and searches a prompt of five megabytes', async ({ launchApp }) => {
  const app = await launchApp();
  // Lines of many lengths: what is out of sight is higher or lower than was guessed.
  const lines = Array.from({ length: 12_000 }, (_, at) => {
    const text = 'A **line** of a prompt that nobody would write by hand. '.repeat(1 + (at % 13));
    return at % 40 === 0 ? `# Part ${at / 40}\n` : `${text}\n`;
  });
  lines[7000] = 'a needle in the middle\n';
  const prompt = `${lines.join('\n')}\nthe needle at the end`;
  const view = await openSpan(app, chat([says('user', text(prompt))], []));
  const region = view.panel.getByRole('region', { name: 'User, text' });
  await expect(region.locator('strong').first()).toBeVisible();
  await expect(region).not.toContainText('**line**');
  // Markdown is drawn where one looks, and nowhere else.
  expect(await region.locator('strong').count()).toBeLessThan(2000);
  await region.evaluate((element) => element.scrollTo({ top: element.scrollHeight / 2 }));
  await expect(region.locator('p:visible', { hasText: 'Part 1' }).first()).toBeAttached();
  await screenshotBoth(app.page, 'agent-long-markdown');

  const find = view.inspector.getByRole('textbox', { name: 'Find in panel' });
  await find.fill('needle');
  await expect(region.locator('mark')).toHaveCount(2);
  await expect(region.locator('mark').first()).toBeInViewport();
  await app.page.keyboard.press('Enter');
  await expect(region.locator('mark').last()).toBeInViewport();
  await app.page.keyboard.press('Shift+Enter');
  await expect(region.locator('mark').first()).toBeInViewport();
  await screenshotBoth(app.page, 'agent-long-find');
  // A letter is there a million times.
  await find.fill('e');
  await expect(view.panel.getByText('only the first matches are marked')).toBeVisible();
  expect(await region.locator('mark').count()).toBeLessThanOrEqual(2000);
  await find.fill('');
  await app.page.keyboard.press('Escape');
  await view.inspector.getByRole('radio', { name: 'Raw' }).click();
  await expect(region).toContainText('**line**');
});

test('shows open spans where their ends will be', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp();
  await untilListening(page);
  const traceId = newTraceId();
  const startMs = Date.now() - 5000;
  const [run, ask] = [newSpanId(), newSpanId()];
  const pending = (name: string, standsFor: string, parent: string | null): MadeSpan =>
    makeSpan({
      traceId,
      name,
      parentSpanId: standsFor,
      startMs,
      durationMs: 0,
      attributes: {
        'logfire.span_type': 'pending_span',
        'logfire.msg': name,
        ...(parent === null ? {} : { 'logfire.pending_parent_id': parent }),
      },
    });
  const ended = (name: string, spanId: string, parentSpanId?: string): MadeSpan =>
    makeSpan({
      traceId,
      name,
      spanId,
      startMs,
      durationMs: 4000,
      attributes: { 'logfire.span_type': 'span', 'logfire.msg': name },
      ...(parentSpanId === undefined ? {} : { parentSpanId }),
    });
  const send = (...spans: MadeSpan[]): Promise<void> => post(httpPort, traceRequest('live', spans));
  await send(pending('run', run, null), pending('ask', ask, run));
  const view = new TraceView(page);
  await view.openById(traceId);
  await view.expectNames(['run', 'ask']);
  await expect(view.span('ask')).toHaveAttribute('aria-level', '2');
  await expect(view.span('ask')).toContainText('running');
  const head = page.locator('header', { hasText: 'Duration' });
  await expect(head).toContainText('root has not ended yet');
  await expect(head).toContainText('so far');
  const before = await openBarsReachTo(page);
  await expect.poll(() => openBarsReachTo(page)).toBeGreaterThan(before);
  await screenshotBoth(page, 'agent-open-spans');
  const list = new TraceList(page);
  await list.open();
  const listed = list.row('run');
  await expect(listed).toContainText('root has not ended yet');
  await view.openById(traceId);

  const drawn = () => view.spans.allInnerTexts();
  await send(ended('ask', ask, run));
  await expect
    .poll(drawn)
    .toEqual([expect.stringMatching(/running/), expect.stringMatching(/4\.00/)]);
  await view.expectNames(['run', 'ask']);
  await send(ended('run', run));
  await expect
    .poll(drawn)
    .toEqual([expect.stringMatching(/4\.00/), expect.stringMatching(/4\.00/)]);
  await view.expectNames(['run', 'ask']);
});

/** Right edge of what is drawn of open bars, in px of the canvas. */
function openBarsReachTo(page: Page): Promise<number> {
  return page.locator('canvas[data-open]').evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { width, height } = canvas;
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, width, height) ?? { data: [] };
    let last = -1;
    for (let at = 3; at < data.length; at += 4) {
      if ((data[at] ?? 0) > 0) last = Math.max(last, ((at - 3) / 4) % width);
    }
    return last;
  });
}
