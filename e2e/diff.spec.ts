/** Two runs compared: how they are chosen, what is told, and what the reader can say of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from '@playwright/test';

import { inProject } from '../build/bootstrap/paths.mjs';
import { expect, screenshotBoth, test } from './fixtures';
import { sendAgentRun, type AgentRun } from './fixtures/agent-run';
import type { Step } from './fixtures/agent-steps';
import { violations } from './fixtures/axe';
import { drop } from './fixtures/drop';
import { editedRun } from './fixtures/edited-run';
import { makeSpan, makeTrace, newTraceId, post, traceRequest } from './fixtures/otlp';
import { untilListening } from './fixtures/receiver-state';
import { CompareView } from './pages/compare-view';
import { TraceList } from './pages/trace-list';
import { TraceView } from './pages/trace-view';

const ROOT = 'invoke_agent research_assistant';

/** Sends the run and its edited copy. */
async function sendBoth(page: Page, httpPort: number): Promise<readonly [AgentRun, AgentRun]> {
  await untilListening(page);
  const a = await sendAgentRun(httpPort);
  return [a, await sendAgentRun(httpPort, undefined, editedRun)];
}

test('tells where two runs part ways and how their figures differ', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp();
  const [a, b] = await sendBoth(page, httpPort);
  const compare = new CompareView(page);
  await compare.open(a.traceId, b.traceId);
  await expect(compare.banner).toContainText('the system prompt of coder was edited');
  await expect(compare.figures).toContainText('was 41.8 s');
  await expect(compare.figures).toContainText('21%, cheaper');
  await expect(compare.row('invoke_agent planner')).toContainText('4 steps');
  await expect(compare.row('invoke_agent coder')).toContainText('5 inside');
  await expect(compare.row('execute_tool run_tests')).toContainText('only in A');
  await compare.expectSelected('chat qwen2.5-coder:14b');
  await expect(compare.panel).toContainText('wait 5 s for locks');
  await screenshotBoth(page, 'compare');
  expect(await violations(page)).toEqual([]);

  // Into the panel, and closed from there.
  await compare.tree.focus();
  await page.keyboard.press('Enter');
  await expect(compare.panel.locator(':focus')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(compare.panel).toBeHidden();
  await page.keyboard.press('Space');
  await expect(compare.panel).toBeVisible();

  // What differs, one after the other, and back to the first.
  await page.keyboard.press('n');
  await compare.expectSelected('execute_tool read_file');
  await page.keyboard.press('Shift+N');
  await page.keyboard.press('j');
  await page.keyboard.press('Shift+G');
  await compare.expectSelected('chat qwen2.5-coder:14b');
  await page.keyboard.press('End');
  await compare.expectSelected('evaluate faithfulness');
  await page.keyboard.press('p');
  await compare.expectSelected('chat claude-sonnet-4-5');
  await page.keyboard.press('g');
  await compare.expectSelected('chat qwen2.5-coder:14b');

  // Filters keep what is above a row; folds and the time axis.
  await expect(compare.filter(/^Only B 0$/)).toBeVisible();
  await compare.filter(/^Only A 2$/).click();
  await expect(compare.rows).toHaveCount(4);
  await compare.filter(/^All/).click();
  const bars = await compare.bars();
  await page.getByRole('radio', { name: 'From the divergence' }).click();
  await expect.poll(() => compare.bars()).not.toBe(bars);
  await screenshotBoth(page, 'compare-at-divergence');
  await compare.tree.focus();
  await page.keyboard.press('a');
  await expect.poll(() => compare.bars()).toBe(bars);
  await page.keyboard.press('>');
  await expect(compare.rows).toHaveCount(25);

  // To a trace and back: the row is where it was.
  await compare.row('execute_tool run_tests').click();
  await compare.row('execute_tool run_tests').click({ button: 'right' });
  await expect(compare.menu).toBeVisible();
  await compare.menu.getByRole('menuitem', { name: 'Open A' }).click();
  await new TraceView(page).expectSelected('execute_tool run_tests');
  await page.keyboard.press('ControlOrMeta+[');
  await compare.expectSelected('execute_tool run_tests');

  await page.keyboard.press('s');
  await expect(compare.figures).toContainText('was 35.5 s');
  await expect(compare.row('execute_tool run_tests')).toContainText('only in B');
  await compare.expectSelected('execute_tool run_tests');
});

test('compares ticked traces, a trace with the run before it, and one with any other', async ({
  launchApp,
}) => {
  const { page, httpPort } = await launchApp();
  const [a, b] = await sendBoth(page, httpPort);
  await post(httpPort, makeTrace({ name: 'another root' }).request);
  const list = new TraceList(page);
  const compare = new CompareView(page);
  await list.open();
  await list.expectCount(3);

  await list.checkbox('another root').click();
  await expect(list.selected.getByRole('button', { name: /^Compare with…/ })).toBeVisible();
  await list.checkbox('another root').click();
  for (const { traceId } of [b, a]) {
    await page.locator(`[data-trace="${traceId}"]`).getByRole('checkbox').click();
  }
  await expect(list.selected.getByRole('button', { name: /^Compare / })).toBeVisible();
  await page.keyboard.press('c');
  // The earlier one is A, however they were ticked.
  await expect(compare.run('A')).toContainText(a.traceId.slice(0, 8));
  await expect(compare.run('B')).toContainText(b.traceId.slice(0, 8));
  await page.keyboard.press('ControlOrMeta+[');
  await expect(list.grid).toBeVisible();

  await new TraceView(page).openById(b.traceId);
  await expect(page.getByRole('tree', { name: 'Spans' })).toBeVisible();
  await page.keyboard.press('Shift+C');
  await expect(compare.run('A')).toContainText(a.traceId.slice(0, 8));
  await expect(compare.tree).toBeVisible();
  await page.keyboard.press('ControlOrMeta+[');

  await page.getByRole('button', { name: 'Compare' }).click();
  await page.getByRole('menuitem', { name: /^Compare with…/ }).click();
  // The run that one comes from is the one to look at.
  await expect(compare.picker('A')).toBeFocused();
  await screenshotBoth(page, 'compare-choose');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.type('another');
  await page.keyboard.press('Enter');
  await expect(compare.run('A')).toContainText('another root');
  await expect(compare.run('B')).toContainText(b.traceId.slice(0, 8));

  // Another trace for one side.
  await page.getByRole('button', { name: 'Choose another trace for A' }).click();
  await compare.picker('A').fill(a.traceId);
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.getByRole('option').click();
  await expect(compare.run('A')).toContainText(a.traceId.slice(0, 8));
});

test('takes dropped files for the sides that are free', async ({ launchApp, tempDir }) => {
  const app = await launchApp();
  const { page, httpPort } = app;
  await untilListening(page);
  const live = await sendAgentRun(httpPort);
  const file = join(tempDir, 'run.json');
  writeFileSync(file, JSON.stringify(makeTrace({ name: 'from a file' }).request));
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Compare' })
    .click();
  const compare = new CompareView(page);
  await expect(compare.picker('A')).toBeFocused();
  await drop(app, [file]);
  await expect(page.getByRole('region', { name: 'Run A' })).toContainText('from a file');
  await compare.picker('B').fill(live.traceId);
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.getByRole('option').click();
  await expect(compare.run('A')).toContainText('from a file');
  await expect(compare.run('B')).toContainText(ROOT);

  // Two files at once: the run that began first is A.
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Compare' })
    .click();
  await expect(compare.picker('A')).toBeFocused();
  const files = [2, 1].map((hoursAgo) => {
    const startMs = Date.now() - hoursAgo * 3_600_000;
    const path = join(tempDir, `${hoursAgo}.json`);
    writeFileSync(path, JSON.stringify(makeTrace({ name: `${hoursAgo} h ago`, startMs }).request));
    return path;
  });
  await drop(app, files.toReversed());
  await expect(compare.tree).toBeVisible();
  await expect(compare.run('A')).toContainText('2 h ago');
  await expect(compare.run('B')).toContainText('1 h ago');
});

test('keeps what the reader says of pairs', async ({ launchApp, tempDir }) => {
  const dataDir = join(tempDir, 'kept');
  const app = await launchApp({ dataDir });
  const [a, b] = await sendBoth(app.page, app.httpPort);
  const compare = new CompareView(app.page);
  await compare.open(a.traceId, b.traceId);
  const edit = compare.row('execute_tool edit_file');
  await expect(edit).toHaveCount(1);
  await edit.click();
  await app.page.keyboard.press('Shift+B');
  await expect(edit).toHaveCount(2);
  await expect(compare.filter(/^Only B 1$/)).toBeVisible();

  // They are one step after all, says the reader.
  await edit.filter({ hasText: 'only in A' }).click();
  await app.page.keyboard.press('Shift+P');
  await expect(app.page.getByText('Choose the row with a span of B to pair')).toBeVisible();
  await edit.filter({ hasText: 'only in B' }).click();
  await app.page.keyboard.press('Shift+P');
  await expect(edit).toHaveCount(1);
  await expect(edit.getByTitle(/Paired by hand/)).not.toHaveCount(0);
  await edit.click({ button: 'right' });
  await screenshotBoth(app.page, 'compare-menu');
  await app.page.keyboard.press('Escape');
  await expect(compare.menu).toBeHidden();
  await compare.tree.focus();
  await app.page.keyboard.press('Shift+F10');
  await compare.menu.getByRole('menuitem', { name: /^Break the pair made by hand/ }).click();
  await expect(edit).toHaveCount(2);
  await app.app.close();

  // Kept when the app starts again, whichever is A.
  const { page } = await launchApp({ dataDir });
  const later = new CompareView(page);
  await later.open(b.traceId, a.traceId);
  await expect(later.row('execute_tool edit_file')).toHaveCount(2);
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').fill('forget pairs');
  await expect(page.getByRole('option').first()).toContainText('Forget pairs');
  await page.keyboard.press('Enter');
  await expect(later.row('execute_tool edit_file')).toHaveCount(1);
});

test('follows a run that goes on, and keeps its place', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp();
  await untilListening(page);
  const startMs = Date.now() - 5000;
  const runOf = (traceId: string) => {
    const root = makeSpan({ traceId, name: 'invoke_agent live', startMs, durationMs: 1000 });
    const steps = [0, 1, 2, 3, 4, 5].map((at) =>
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
          'gen_ai.tool.call.result': `{"done":${at}}`,
        },
      }),
    );
    return { root, steps };
  };
  const [idA, idB] = [newTraceId(), newTraceId()];
  const [a, b] = [runOf(idA), runOf(idB)];
  await post(httpPort, traceRequest('live', [a.root, ...a.steps]));
  await post(httpPort, traceRequest('live', [b.root, ...b.steps.slice(0, 2)]));
  const compare = new CompareView(page);
  await compare.open(idA, idB);
  await expect(compare.filter(/^Only A 4$/)).toBeVisible();
  await compare.row('execute_tool step 3').click();

  await post(httpPort, traceRequest('live', b.steps.slice(2)));
  await expect(compare.filter(/^Only A 0$/)).toBeVisible();
  await compare.expectSelected('execute_tool step 3');
  await expect(compare.rows).toHaveCount(7);
  await expect(compare.banner).toContainText('The two runs did the same.');
  await screenshotBoth(page, 'compare-same');

  // Opened anew, what is the same is folded.
  const list = new TraceList(page);
  await list.open();
  await list.expectCount(2);
  await compare.open(idA, idB);
  await expect(compare.rows).toHaveCount(1);
  await compare.tree.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(compare.rows).toHaveCount(2);
  await expect(compare.rows.last()).toContainText('6 identical steps');
  await page.keyboard.press('j');
  await page.keyboard.press('e');
  await expect(compare.rows).toHaveCount(7);
});

test('sums up by tool, model and agent, and copies a report', async ({ launchApp }) => {
  const app = await launchApp();
  const { page } = app;
  const [a, b] = await sendBoth(page, app.httpPort);
  const compare = new CompareView(page);
  await compare.open(a.traceId, b.traceId);
  await page.keyboard.press('ControlOrMeta+3');
  const table = page.getByRole('table');
  await expect(table.getByRole('rowheader').first()).toBeVisible();
  await page.getByRole('radio', { name: 'Model', exact: true }).click();
  const names = table.getByRole('rowheader');
  await table.getByRole('button', { name: 'Cost' }).click();
  await expect(names.first()).toContainText('claude-sonnet-4-5');
  await screenshotBoth(page, 'compare-table');
  expect(await violations(page)).toEqual([]);
  await table.getByRole('button', { name: 'Cost' }).click();
  await expect(names.last()).toContainText('claude-sonnet-4-5');
  await table.getByRole('button', { name: 'Cost' }).click();
  await names.first().getByRole('button').click();
  await compare.expectSelected('chat claude-sonnet-4-5');

  await page.getByRole('button', { name: 'Copy report as Markdown' }).click();
  const clipboard = () => app.app.evaluate(({ clipboard: system }) => system.readText());
  await expect.poll(clipboard).toContain(`# Two runs of \`${ROOT}\``);
  expect(await clipboard()).toContain('the system prompt of coder was edited.');
});

test('saves a report that opens anywhere, without what redaction found', async ({
  launchApp,
  tempDir,
}) => {
  const app = await launchApp();
  const { page } = app;
  await untilListening(page);
  const key = 'sk-planted0123456789abcdef';
  const a = await sendAgentRun(app.httpPort);
  const b = await sendAgentRun(app.httpPort, undefined, (run) => {
    const text = JSON.stringify(editedRun(run));
    return JSON.parse(text.replaceAll('wait 5 s for locks', `wait 5 s for locks (${key})`)) as Step;
  });
  const compare = new CompareView(page);
  await compare.open(a.traceId, b.traceId);
  const path = join(tempDir, 'report.html');
  await app.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
  await expect(page.getByRole('button', { name: 'Save report as HTML…' })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+s');
  const dialog = page.getByRole('dialog', { name: 'Save report as HTML' });
  await expect(dialog.getByRole('row').filter({ hasText: key })).toContainText('chat');
  await screenshotBoth(page, 'compare-save-html');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Save…' }).click();
  await expect(page.getByText('Report saved as HTML.')).toBeVisible();
  await expect(dialog).toBeHidden();
  expect(readFileSync(path, 'utf8')).not.toContain(key);

  const opening = app.app.waitForEvent('window');
  await app.app.evaluate(async ({ BrowserWindow }, filePath) => {
    // In a session of its own: that of the app opens no files.
    await new BrowserWindow({ webPreferences: { partition: 'elsewhere' } }).loadFile(filePath);
  }, path);
  const report = await opening;
  const asked: string[] = [];
  report.on('request', (request) => asked.push(request.url()));
  await expect(report.getByRole('heading', { level: 1 })).toHaveText(`Two runs of ${ROOT}`);
  await expect(report.locator('body')).toContainText('the system prompt of coder was edited');
  await expect(report.locator('script')).toHaveCount(0);
  await report
    .locator('details', { hasText: '[key 1]' })
    .first()
    .locator('summary')
    .first()
    .click();
  await expect(report.getByText('[key 1]').first()).toBeVisible();
  expect(asked).toEqual([]);
  await report.screenshot({
    path: join(inProject('test-results', 'screenshots'), 'compare-report-html.png'),
  });
  await report.close();
});

test('says that a trace is not there, and shows it when it comes', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp();
  await untilListening(page);
  const here = await sendAgentRun(httpPort);
  const there = makeTrace({ name: 'late' });
  await page.evaluate((path) => {
    window.location.hash = path;
  }, `/compare?a=${here.traceId}&b=${there.traceId}`);
  await expect(page.getByText(`There is no trace ${there.traceId}`)).toBeVisible();
  await screenshotBoth(page, 'compare-missing');
  await post(httpPort, there.request);
  await expect(new CompareView(page).tree).toBeVisible();
});
