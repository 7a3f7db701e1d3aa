/** Feedback, expectations and notes, given in the window and told by spans. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Locator } from '@playwright/test';

import { expect, screenshotBoth, test, type RunningApp } from './fixtures';
import { violations } from './fixtures/axe';
import { sendAgentRun } from './fixtures/agent-run';
import { openAgentRun, openTrace } from './fixtures/open-trace';
import {
  keyValues,
  makeSpan,
  newSpanId,
  newTraceId,
  traceRequest,
  unixNano,
} from './fixtures/otlp';
import { untilListening } from './fixtures/receiver-state';
import { open } from './fixtures/sent-traces';
import { setTheme } from './fixtures/theme';
import { FeedbackView } from './pages/feedback-view';
import { TraceList } from './pages/trace-list';

async function expectAccessible(app: RunningApp, what: string): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await setTheme(app.page, theme);
    expect.soft(await violations(app.page), `${what}, ${theme}`).toEqual([]);
  }
}

test('takes every type of value, on the trace, a span and the session', async ({
  launchApp,
  tempDir,
}) => {
  const dataDir = join(tempDir, 'kept');
  const { app, view, run } = await openAgentRun(() => launchApp({ dataDir }));
  const { page } = app;
  const feedback = new FeedbackView(page);
  await feedback.open();
  await expect(feedback.panel).toContainText('Nothing was said of this trace yet.');

  await page.keyboard.press('a');
  await feedback.name('helpful');
  await feedback.choose('Yes or no', 'Yes');
  await feedback.field('Rationale, optional').fill('Answers with measured numbers.');
  await feedback.save();
  await expect(feedback.card('helpful')).toContainText('Yes');
  await expect(page.getByRole('radio', { name: 'Feedback 1' })).toBeChecked();

  await view.span('chat claude-sonnet-4-5').click();
  await page.keyboard.press('a');
  await feedback.name('root_cause');
  await feedback.choose('Value', 'Text');
  await feedback.field('Text').fill('timeout=0 on both writers');
  await feedback.field('Rationale, optional').fill('Both writer connections open with timeout=0.');
  await feedback.form.getByText('Metadata, optional').click();
  await feedback.field('Metadata').fill('seen_in=3 of 64 runs\nsince=v13');
  await screenshotBoth(page, 'feedback-form');
  await feedback.save();
  const cause = feedback.card('root_cause');
  await expect(cause).toContainText('timeout=0 on both writers');
  await cause.getByRole('button', { name: '2 metadata entries' }).click();
  await expect(cause).toContainText('3 of 64 runs');

  await page.keyboard.press('a');
  await feedback.name('faithful');
  await feedback.choose('Source', 'LLM judge');
  await feedback.field('By').fill('gpt-4.1-mini');
  await feedback.choose('Value', 'Number');
  await feedback.form.getByRole('textbox', { name: 'Number' }).fill('0.92');
  await feedback.save();
  await expect(feedback.card('faithful')).toContainText('LLM judge gpt-4.1-mini');

  await view.span('execute_tool edit_file').click();
  await page.keyboard.press('a');
  await feedback.choose('Kind', 'Expectation');
  await feedback.name('edits');
  await feedback.choose('Source', 'Code');
  await feedback.choose('Value', 'JSON');
  await feedback.field('List or object').fill('{"file": "bench/insert.py"');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(feedback.form.getByRole('alert')).toContainText('A comma or } is missing');
  await feedback.field('List or object').fill('{"file": "bench/insert.py", "lines": [84]}');
  await feedback.save();
  await expect(feedback.card('edits')).toContainText('Expected');
  await feedback.card('edits').getByRole('button', { name: 'Object' }).click();
  await expect(feedback.card('edits')).toContainText('lines');

  await page.keyboard.press('a');
  await feedback.choose('About', 'Session');
  await feedback.choose('Kind', 'Note');
  await feedback.field('Note').fill('Ask again with the other database.');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(feedback.card('Note')).toContainText('the session');

  await expect(feedback.cards).toHaveCount(5);
  await expect(page.getByRole('radio', { name: 'Feedback 5' })).toBeChecked();
  await feedback.panel.getByRole('radio', { name: 'Spans 3' }).click();
  await expect(feedback.cards).toHaveCount(3);
  await feedback.panel.getByRole('radio', { name: 'All' }).click();
  await screenshotBoth(page, 'feedback-tab');
  await expectAccessible(app, 'feedback of a trace');

  // A card leads to its span, and the keys to the next one with feedback.
  await cause.getByRole('button', { name: /claude-sonnet-4-5/ }).click();
  await view.expectSelected('chat claude-sonnet-4-5');
  await view.tree.focus();
  await page.keyboard.press('f');
  await view.expectSelected('execute_tool edit_file');
  await page.getByRole('checkbox', { name: 'Only spans with feedback' }).click();
  await expect(view.spans).toHaveCount(3);
  await page.getByRole('checkbox', { name: 'Only spans with feedback' }).click();
  await expect(view.spans).toHaveCount(run.spanCount);

  await saveTo(app, join(tempDir, 'saved.json'));
  await page.getByRole('button', { name: 'Export feedback' }).click();
  await expect(feedback.toasts).toContainText('Feedback saved: 5 in all.');
  const saved = JSON.parse(readFileSync(join(tempDir, 'saved.json'), 'utf8')) as object[];
  expect(saved).toHaveLength(5);
  expect(saved).toContainEqual(
    expect.objectContaining({
      assessment_name: 'faithful',
      trace_id: `tr-${run.traceId}`,
      source: { source_type: 'LLM_JUDGE', source_id: 'gpt-4.1-mini' },
      feedback: { value: 0.92 },
    }),
  );

  await page.setViewportSize({ width: 960, height: 600 });
  await screenshotBoth(page, 'feedback-tab-960');
  await app.close();

  const again = await launchApp({ dataDir });
  await untilListening(again.page);
  await again.page.getByRole('row').filter({ hasText: 'research_assistant' }).click();
  await expect(again.page.getByRole('treeitem')).toHaveCount(run.spanCount);
  const later = new FeedbackView(again.page);
  await later.open();
  await expect(later.cards).toHaveCount(5);
  await expect(later.card('root_cause')).toContainText('timeout=0 on both writers');
});

test('keeps what was replaced as history, and brings it back', async ({ launchApp }) => {
  const { app } = await openAgentRun(launchApp);
  const { page } = app;
  const feedback = new FeedbackView(page);
  await feedback.open();
  await page.keyboard.press('a');
  await feedback.name('score');
  await feedback.choose('Value', 'Number');
  await feedback.form.getByRole('textbox', { name: 'Number' }).fill('2');
  await feedback.save();
  const score = feedback.card('score');
  await score.getByRole('button', { name: 'Edit score' }).click();
  const edit = feedback.form.getByRole('textbox', { name: 'Number' });
  await expect(edit).toHaveValue('2');
  await edit.fill('4');
  await feedback.field('Rationale, optional').fill('On second thought.');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(score).toContainText('On second thought.');
  await expect(feedback.cards).toHaveCount(1);
  await score.getByRole('button', { name: '1 earlier' }).click();
  await expect(score.getByRole('listitem')).toContainText('2');
  await screenshotBoth(page, 'feedback-history');

  await feedback.act('score', 'Delete');
  await expect(feedback.toasts).toContainText('what it replaced holds again');
  await expect(score.getByTitle('2', { exact: true })).toBeVisible();
  // The focus is where the one that is gone was.
  await expect(score).toBeFocused();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(score.getByTitle('4', { exact: true })).toBeVisible();
  await expect(feedback.cards).toHaveCount(1);

  await feedback.act('score', 'Delete');
  await expect(score.getByTitle('2', { exact: true })).toBeVisible();
  await feedback.act('score', 'Delete');
  await expect(feedback.cards).toHaveCount(0);
  await expect(feedback.panel.getByRole('heading', { name: /^Feedback/ })).toBeFocused();
});

test('keeps list, form and buttons in sight in a low window', async ({ launchApp }) => {
  const { app } = await openAgentRun(launchApp);
  const { page } = app;
  await page.setViewportSize({ width: 1280, height: 720 });
  const feedback = new FeedbackView(page);
  await feedback.open();
  await expect(feedback.form).toBeHidden();
  for (const name of ['helpful', 'right', 'short']) {
    await page.keyboard.press('a');
    await feedback.name(name);
    await feedback.choose('Yes or no', 'Yes');
    // The focus is on the choice.
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(feedback.card(name)).toBeVisible();
    await expect(feedback.form).toBeHidden();
  }
  await page.keyboard.press('a');
  await feedback.choose('Value', 'JSON');
  const names = page.getByRole('listbox', { name: 'Names in use' });
  await feedback.form.getByRole('combobox', { name: 'Name' }).fill('h');
  await expect(names).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(names).toBeHidden();
  await expect(feedback.form.getByRole('combobox', { name: 'Name' })).toHaveValue('h');
  await feedback.form.getByRole('combobox', { name: 'Name' }).fill('ri');
  await expect(names).toBeVisible();
  await screenshotBoth(page, 'feedback-names');
  await page.keyboard.press('Tab');
  await expect(names).toBeHidden();
  for (const name of ['helpful', 'right', 'short']) {
    await expect(feedback.card(name)).toBeInViewport({ ratio: 1 });
  }
  const save = feedback.form.getByRole('button', { name: /^Save feedback/ });
  await expect(save).toBeInViewport({ ratio: 1 });
  await screenshotBoth(page, 'feedback-low');
  await page.keyboard.press('Escape');
  await expect(feedback.toasts).toContainText('What was written is dropped.');
  await expectAside(feedback.toasts, page.getByText('how much feedback a span has'));
  await page.keyboard.press('a');
  await expectAside(feedback.toasts, save);
  await screenshotBoth(page, 'feedback-toast');
  await page.setViewportSize({ width: 960, height: 600 });
  await expect(save).toBeInViewport({ ratio: 1 });
  await screenshotBoth(page, 'feedback-low-960');
});

test('gives thumbs by key, in the trace and in the list', async ({ launchApp }) => {
  const traces = ['one', 'two', 'three'].map((name, at) => ({
    name,
    ageMs: 30_000 - at * 1000,
    spans: 3,
  }));
  const { app, list } = await open(launchApp, traces);
  const { page } = app;
  const thumb = (name: string, words: string) => list.row(name).getByTitle(words);
  await list.grid.focus();
  await list.expectCursor('three');
  await page.keyboard.press('u');
  await expect(thumb('three', 'Thumbs up')).toBeVisible();
  await page.keyboard.press('Shift+U');
  await expect(thumb('three', 'Thumbs down')).toBeVisible();
  await expect(list.toasts).toContainText('Thumbs down for three.');
  await page.keyboard.press('Shift+U');
  await expect(list.toasts).toContainText('taken back; the thumbs up before holds again');
  await expect(thumb('three', 'Thumbs up')).toBeVisible();

  await page.keyboard.press('j');
  await page.keyboard.press('Space');
  await page.keyboard.press('j');
  await page.keyboard.press('Space');
  await expect(list.selected).toContainText('2 selected');
  await page.keyboard.press('u');
  await expect(thumb('one', 'Thumbs up')).toBeVisible();
  await expect(thumb('two', 'Thumbs up')).toBeVisible();
  await expect(list.toasts).toContainText('Thumbs up for 2 traces.');
  const bar = page.getByRole('toolbar', { name: 'Selected traces' });
  for (const size of [
    { width: 1280, height: 720 },
    { width: 960, height: 600 },
  ]) {
    await page.setViewportSize(size);
    await expectAside(list.toasts, bar);
  }
  await screenshotBoth(page, 'feedback-thumbs-960');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(thumb('one', 'Thumbs up')).toBeHidden();
  await expect(thumb('two', 'Thumbs up')).toBeHidden();
  await page.keyboard.press('Escape');

  await page.keyboard.press('Enter');
  const feedback = new FeedbackView(page);
  await expect(page.getByRole('treeitem')).toHaveCount(3);
  await page.keyboard.press('u');
  await expect(feedback.toasts).toContainText('Thumbs up for the trace.');
  await page.keyboard.press('j');
  await page.keyboard.press('Shift+U');
  await expect(feedback.toasts).toContainText('Thumbs down for step 1.');
  await expect(page.getByRole('treeitem').nth(1)).toContainText('1 feedback');
  await page.keyboard.press('ControlOrMeta+4');
  await expect(feedback.cards).toHaveCount(2);
  await expect(feedback.cards.nth(1)).toContainText('No');
});

test('is told by spans, and can be replaced but not deleted', async ({ launchApp }) => {
  const traceId = newTraceId();
  const startMs = Date.now() - 5000;
  const rootId = newSpanId();
  const root = makeSpan({
    traceId,
    spanId: rootId,
    name: 'invoke_agent desk',
    startMs,
    durationMs: 3000,
    attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'desk' },
  });
  const call = makeSpan({
    traceId,
    parentSpanId: rootId,
    name: 'chat gpt-4.1',
    startMs: startMs + 100,
    durationMs: 500,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-4.1',
      'gen_ai.response.id': 'answer-1',
    },
  });
  const result = {
    name: 'gen_ai.evaluation.result',
    timeUnixNano: unixNano(startMs + 1200),
    attributes: keyValues({
      'gen_ai.evaluation.name': 'groundedness',
      'gen_ai.evaluation.score.value': 0.4,
      'gen_ai.evaluation.score.label': 'weak',
      'gen_ai.evaluation.explanation': 'One claim has no source.',
      'gen_ai.response.id': 'answer-1',
    }),
  };
  const evaluator = makeSpan({
    traceId,
    parentSpanId: rootId,
    name: 'judge',
    startMs: startMs + 1000,
    durationMs: 500,
    attributes: { 'openinference.span.kind': 'EVALUATOR' },
    as: { events: [result] },
  });
  const request = traceRequest('desk', [root, call, evaluator]);
  const { app, view } = await openTrace(launchApp, traceId, request);
  const { page } = app;
  await expect(view.span('chat gpt-4.1')).toContainText('1 feedback');
  const feedback = new FeedbackView(page);
  await feedback.open();
  const card = feedback.card('groundedness');
  await expect(card).toContainText('0.4');
  await expect(card).toContainText('One claim has no source.');
  await card.getByRole('button', { name: /gpt-4\.1/ }).click();
  await view.expectSelected('chat gpt-4.1');
  await card.getByRole('button', { name: 'More of groundedness' }).click();
  await expect(page.getByRole('menuitem', { name: /^Delete/ })).toBeDisabled();
  await page.getByRole('menuitem', { name: 'Replace…' }).click();
  await feedback.form.getByRole('textbox', { name: 'Number' }).fill('0.9');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(card).toContainText('0.9');
  await expect(card).toContainText('You');
  await card.getByRole('button', { name: '1 earlier' }).click();
  await expect(card.getByRole('listitem')).toContainText('0.4');
  await expect(feedback.cards).toHaveCount(1);
});

test('has columns, filters and distributions in the list', async ({ launchApp }) => {
  const app = await launchApp();
  const { page, httpPort } = app;
  await untilListening(page);
  for (let at = 0; at < 4; at += 1) await sendAgentRun(httpPort);
  const list = new TraceList(page);
  await list.expectCount(4);
  await list.grid.focus();
  await page.keyboard.press('u');
  await page.keyboard.press('j');
  await page.keyboard.press('u');
  await page.keyboard.press('j');
  await page.keyboard.press('Shift+U');
  await expect(list.rows.nth(2).getByTitle('Thumbs down')).toBeVisible();
  await page.keyboard.press('a');
  const feedback = new FeedbackView(page);
  await feedback.name('score');
  await feedback.choose('Value', 'Number');
  await feedback.form.getByRole('textbox', { name: 'Number' }).fill('0.5');
  await feedback.save();
  await page.keyboard.press('ControlOrMeta+[');

  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'helpful' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'score' }).click();
  await screenshotBoth(page, 'feedback-columns-menu');
  await page.keyboard.press('Escape');
  await expect(list.head('helpful')).toBeVisible();
  await expect(list.rows.nth(2)).toContainText('No');
  await expect(list.rows.nth(2)).toContainText('0.5');
  await screenshotBoth(page, 'feedback-columns');
  await list.head('helpful').getByRole('button').click();
  const spread = page.getByRole('dialog', { name: 'helpful' });
  await expect(spread).toContainText('3 values · 67% yes');
  await screenshotBoth(page, 'feedback-distribution');
  await expectAccessible(app, 'list with a distribution');
  await spread.getByRole('button', { name: /^No/ }).click();
  await expect(list.filter).toHaveValue("feedback.helpful = 'false'");
  await list.expectCount(1);
  await list.rows.first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Filter by score: 0.5' }).click();
  await expect(list.filter).toHaveValue("feedback.helpful = 'false' AND feedback.score = '0.5'");
  await list.rows.first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Feedback…' }).click();
  await expect(feedback.cards).toHaveCount(2);
  await page.keyboard.press('ControlOrMeta+[');

  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitem', { name: 'Distributions…' }).click();
  const all = page.getByRole('dialog', { name: 'Feedback in the list' });
  await all.getByRole('button', { name: 'score 1' }).click();
  await expect(all).toContainText('1 value · mean 0.5');
  await screenshotBoth(page, 'feedback-distributions');
  await expectAccessible(app, 'distributions');
});

test('is given to a session as a whole', async ({ launchApp }) => {
  const app = await launchApp();
  const { page, httpPort } = app;
  await untilListening(page);
  for (let turn = 0; turn < 2; turn += 1) await sendAgentRun(httpPort);
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Sessions' })
    .click();
  const turns = page.getByRole('grid', { name: 'Turns' });
  await expect(turns.getByRole('row')).toHaveCount(2);
  await turns.focus();
  await page.keyboard.press('u');
  await expect(turns.getByRole('list', { name: 'Feedback' })).toContainText('helpful');
  await page.keyboard.press('a');
  const feedback = new FeedbackView(page, 'Feedback on the session');
  await feedback.name('resolved');
  await feedback.choose('Yes or no', 'No');
  await feedback.field('Rationale, optional').fill('The user asked the same thing again.');
  await feedback.save();
  await expect(feedback.card('resolved')).toContainText('No');
  await expect(page.getByRole('button', { name: 'Feedback 1' })).toBeVisible();
  await screenshotBoth(page, 'feedback-session');
  await expectAccessible(app, 'feedback of a session');
  await page.setViewportSize({ width: 960, height: 600 });
  await screenshotBoth(page, 'feedback-session-960');
});

test('is given with the keyboard alone', async ({ launchApp }) => {
  const { app, list } = await open(launchApp, [{ name: 'only', ageMs: 5000, spans: 2 }]);
  const { page } = app;
  const { keyboard } = page;
  await list.grid.focus();
  await list.expectCursor('only');
  await keyboard.press('a');
  const feedback = new FeedbackView(page);
  await expect(feedback.form.getByRole('combobox', { name: 'Name' })).toBeFocused();
  await keyboard.type('score');
  await keyboard.press('Tab');
  await expect(feedback.field('By')).toBeFocused();
  await keyboard.press('Tab');
  await keyboard.press('ArrowRight');
  await expect(feedback.form.getByRole('radio', { name: 'Number' })).toBeChecked();
  await keyboard.press('Tab');
  await keyboard.type('3');
  await keyboard.press('Tab');
  await keyboard.type('Good enough.');
  await keyboard.press('ControlOrMeta+Enter');
  await expect(feedback.card('score')).toContainText('Good enough.');
  await expect(page.getByRole('tree', { name: 'Spans' })).toBeFocused();

  // What is dropped with Escape comes back.
  await keyboard.press('a');
  await keyboard.type('dropped');
  await keyboard.press('Escape');
  await expect(page.getByRole('tree', { name: 'Spans' })).toBeFocused();
  await expect(feedback.toasts).toContainText('What was written is dropped.');
  await keyboard.press('t');
  await expect(feedback.panel.getByRole('combobox', { name: 'Tags' })).toBeFocused();
  await keyboard.press('Escape');
  await keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: 'Go to trace, span or command' }).fill('thumbs down');
  await expect(page.getByRole('option').first()).toContainText('Thumbs down');
  await keyboard.press('Enter');
  await expect(feedback.card('helpful')).toContainText('No');
});

/** Toasts show, and none of them lies over something. */
async function expectAside(toasts: Locator, what: Locator): Promise<void> {
  await expect(async () => {
    const [a, b] = await Promise.all([toasts.boundingBox(), what.boundingBox()]);
    if (a === null || b === null) throw new Error('It is not drawn.');
    const isBeside = a.x >= b.x + b.width || b.x >= a.x + a.width;
    expect(isBeside || a.y >= b.y + b.height || b.y >= a.y + a.height).toBe(true);
  }).toPass();
}

/** Answers the next save dialog. */
async function saveTo({ app }: RunningApp, path: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
}
