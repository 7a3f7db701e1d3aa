/**
 * The list, the trace view and what opens over them, judged by axe with real data, in both
 * themes. Pages without data, the keys and the settings are judged in window.spec.ts.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from '@playwright/test';

import { expect, screenshotBoth, test } from './fixtures';
import { sendAgentRun } from './fixtures/agent-run';
import { violations, type AxeOptions } from './fixtures/axe';
import { makeTrace, newSpanId, newTraceId, post } from './fixtures/otlp';
import { untilListening } from './fixtures/receiver-state';
import { setTheme } from './fixtures/theme';
import { TraceList } from './pages/trace-list';
import { TraceView } from './pages/trace-view';

/** Judges what is shown; colours, which alone differ between themes, in both of them. */
async function expectAccessible(page: Page, what: string, options: AxeOptions = {}): Promise<void> {
  expect.soft(await violations(page, options), `${what}, light`).toEqual([]);
  await setTheme(page, 'dark');
  const colours = { ...options, rules: ['color-contrast'] };
  expect.soft(await violations(page, colours), `${what}, dark`).toEqual([]);
  await setTheme(page, 'light');
}

test('the list, with traces of every state, selected and filtered', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp({ theme: 'light' });
  await untilListening(page);
  await sendAgentRun(httpPort);
  await post(httpPort, makeTrace({ service: 'running', rootless: true }).request);
  for (let at = 0; at < 60; at += 1) await post(httpPort, makeTrace({ service: 'more' }).request);
  const list = new TraceList(page);
  await list.expectCount(62);
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+J');
  await expect(list.selected).toContainText('2 selected');
  await list.grid.hover();
  await page.mouse.wheel(0, 28 * 30);
  await expect(list.rows.first()).not.toHaveAttribute('aria-rowindex', '2');
  await post(httpPort, makeTrace({ service: 'new' }).request);
  await expect(list.newer).toBeVisible();
  await expectAccessible(page, 'list, selected, with new traces');
  await page.keyboard.press('Delete');
  await expect(list.toasts).toContainText('2 traces deleted');
  await expectAccessible(page, 'list, with a message');
  await list.filter.fill('no such trace');
  await expect(page.getByRole('button', { name: 'Clear filter' })).toBeVisible();
  await expectAccessible(page, 'list, nothing found');
});

test('the trace view, with each tab of the inspector', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp({ theme: 'light' });
  await untilListening(page);
  const earlier = await sendAgentRun(httpPort);
  const run = await sendAgentRun(httpPort, { traceId: earlier.traceId, spanId: newSpanId() });
  const view = new TraceView(page);
  await view.openById(run.traceId);
  await view.span('execute_tool run_tests').click();
  for (const tab of ['Attributes', 'Events', 'Links', 'Logs', 'Resource', 'Raw']) {
    await view.openTab(tab);
    await expect(view.panel).not.toHaveText('');
    await expect(view.inspector.getByLabel('Loading')).toHaveCount(0);
    await expectAccessible(page, `trace, ${tab}`, { within: 'aside' });
  }
  await view.span('chat gpt-4.1').first().click();
  await view.openTab('Attributes');
  await view
    .attribute('gen_ai.input.messages')
    .getByRole('button', { name: 'Unfold gen_ai.input.messages' })
    .click();
  await view.twist('invoke_agent coder').click();
  await view.find.fill('gpt');
  await page.keyboard.press('Enter');
  await expectAccessible(page, 'trace, folded, unfolded and found');
  await page.keyboard.press('ControlOrMeta+Shift+c');
  await expect(page.getByRole('menuitem').first()).toBeVisible();
  // The menu opens beside the landmarks of the page, from a button within one.
  await expectAccessible(page, 'trace, copy menu', { without: ['region'] });
});

test('a trace with everything odd about it, and one that is not there', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp({ theme: 'light' });
  await untilListening(page);
  const trace = makeTrace({ rootless: true });
  await post(httpPort, trace.request);
  const view = new TraceView(page);
  await view.openById(trace.traceId);
  await expect(page.getByText('Root span not received')).toBeVisible();
  await expectAccessible(page, 'trace without root');
  await page.keyboard.press('Home');
  await expect(view.inspector).toContainText('Not received');
  await expectAccessible(page, 'span that was not received');
  await view.openById(newTraceId());
  await expect(page.getByRole('button', { name: 'Look again' })).toBeVisible();
  await expectAccessible(page, 'trace that is not there');
});

test('the result of an import, and the palette with what it finds', async ({
  launchApp,
  tempDir,
}) => {
  const torn = join(tempDir, 'torn.jsonl');
  const good = JSON.stringify(makeTrace({ service: 'imported' }).request);
  writeFileSync(torn, `${good}\n{"resourceSpans": nonsense}\n`);
  const notes = join(tempDir, 'notes.pdf');
  writeFileSync(notes, '%PDF-1.7');
  const { page } = await launchApp({ theme: 'light', files: [torn, notes] });
  await expect(page.getByText('1 skipped')).toBeVisible();
  await expect(page.getByText('This is a PDF document')).toBeVisible();
  await expectAccessible(page, 'import');
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').fill('planner');
  await expect(page.getByRole('option', { name: /planner/ }).first()).toBeVisible();
  await expectAccessible(page, 'palette');
  await screenshotBoth(page, 'palette');
});

test('the list and the trace view fit the smallest window and twice the text size', async ({
  launchApp,
}) => {
  const { app, page, httpPort } = await launchApp({ theme: 'light' });
  await untilListening(page);
  const run = await sendAgentRun(httpPort);
  const view = new TraceView(page);
  for (const [width, height, zoom] of [
    [960, 600, 1],
    [1440, 900, 2],
  ] as const) {
    await app.evaluate(
      ({ BrowserWindow }, size) => {
        const [window] = BrowserWindow.getAllWindows();
        window?.setContentSize(size.width, size.height);
        window?.webContents.setZoomFactor(size.zoom);
      },
      { width, height, zoom },
    );
    const scrolls = () =>
      page.evaluate(() => {
        const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
        return scrollWidth > clientWidth || scrollHeight > clientHeight;
      });
    await new TraceList(page).open();
    await expect(page.getByRole('row').filter({ hasText: 'research_assistant' })).toBeVisible();
    await expect.poll(scrolls).toBe(false);
    // A screenshot of a zoomed page holds a part of it only.
    if (zoom === 1) await screenshotBoth(page, 'list-small');
    await view.openById(run.traceId);
    await expect(view.tree).toBeVisible();
    await expect.poll(scrolls).toBe(false);
    // Where the inspector would lie over the bars it opens for who asks for it.
    await expect(view.inspector).toBeHidden();
    if (zoom === 1) await screenshotBoth(page, 'trace-small');
    await view.spans.first().click();
    await expect(view.inspector).toBeVisible();
    await expect.poll(scrolls).toBe(false);
    if (zoom === 1) await screenshotBoth(page, 'trace-small-inspector');
    await page.keyboard.press('Escape');
    await expect(view.inspector).toBeHidden();
  }
});
