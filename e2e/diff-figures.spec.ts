/** The figures of a comparison: what is behind them, what counts as chance, and swapping sides. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, screenshotBoth, test } from './fixtures';
import { sendAgentRun } from './fixtures/agent-run';
import type { Step } from './fixtures/agent-steps';
import { violations } from './fixtures/axe';
import { editedRun } from './fixtures/edited-run';
import { untilListening } from './fixtures/receiver-state';
import { CompareView } from './pages/compare-view';

const MODEL = 'gen_ai.request.model';

/** The edited run, whose coder also asks another model. */
function otherModelRun(run: Step): Step {
  const change = (step: Step): Step => ({
    ...step,
    ...(step.attributes[MODEL] === 'qwen2.5-coder:14b'
      ? { attributes: { ...step.attributes, [MODEL]: 'qwen3-coder:30b' } }
      : {}),
    steps: (step.steps ?? []).map(change),
  });
  return change(editedRun(run));
}

test('tells more figures, and takes for chance what the reader says', async ({ launchApp }) => {
  const { page, httpPort, dataDir } = await launchApp();
  await untilListening(page);
  const a = await sendAgentRun(httpPort);
  const b = await sendAgentRun(httpPort, undefined, otherModelRun);
  const compare = new CompareView(page);
  await compare.open(a.traceId, b.traceId);
  await expect(compare.banner).toContainText(
    'the system prompt of coder was edited, and qwen3-coder:30b was asked instead of qwen2.5-coder:14b',
  );
  await expect(compare.tree).toContainText('prompt, model');

  const more = page.getByRole('region', { name: 'More figures' });
  await expect(more).toBeHidden();
  await compare.tree.focus();
  await page.keyboard.press('f');
  await expect(more).toContainText('Critical path');
  await expect(more).toContainText('First token, median');
  await expect(more).toContainText('Up to 20% or 1.0 ms of time');
  await expect(compare.panel.getByRole('columnheader', { name: 'Self' })).toBeVisible();
  await expect(compare.panel.getByRole('row', { name: 'Change' }).first()).toContainText('15%');
  await screenshotBoth(page, 'compare-more-figures');
  expect(await violations(page)).toEqual([]);

  // 15% faster is chance until the reader says otherwise.
  const time = compare.figures.locator('div', { hasText: 'Duration' }).first();
  await expect(time.locator('.t3', { hasText: '15%' })).toBeVisible();
  await page.keyboard.press('t');
  const dialog = page.getByRole('dialog', { name: 'What counts as chance' });
  const field = dialog.getByRole('textbox', { name: 'Time, percent' });
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('20');
  await field.fill('10');
  await expect(time.locator('.okText', { hasText: '15%, faster' })).toBeVisible();
  await expect(compare.tree.locator('.okText', { hasText: '15%' }).first()).toBeAttached();
  await screenshotBoth(page, 'compare-tolerances');
  expect(await violations(page)).toEqual([]);
  await field.fill('much');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(more).toContainText('Up to 10% or 1.0 ms of time');
  await expect
    .poll(() => readFileSync(join(dataDir, 'settings.json'), 'utf8'))
    .toContain('"durationShare": 0.1');

  // The table tells what steps took themselves, and what was waited for.
  await page.keyboard.press('ControlOrMeta+3');
  await page.getByRole('radio', { name: 'Critical path' }).click();
  await screenshotBoth(page, 'compare-table-path');
  await expect(page.getByRole('row', { name: /run_tests/ })).toBeVisible();
  await page.keyboard.press('t');
  await dialog.getByRole('button', { name: 'Reset' }).click();
  await expect(field).toHaveValue('20');
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  const tokens = page.getByRole('textbox', { name: 'Tokens, percent' });
  await tokens.focus();
  await page.keyboard.press('ArrowUp');
  await expect(tokens).toHaveValue('6');
  await screenshotBoth(page, 'settings-compare');
  await page.keyboard.press('ControlOrMeta+[');
  await expect(more).toContainText('6% of tokens');
});

test('keeps folds, the filter and the chosen row when sides are swapped', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp();
  await untilListening(page);
  const a = await sendAgentRun(httpPort);
  const b = await sendAgentRun(httpPort, undefined, editedRun);
  const compare = new CompareView(page);
  await compare.open(a.traceId, b.traceId);
  await compare.row('invoke_agent coder').click();
  await page.keyboard.press('ArrowLeft');
  await expect(compare.row('invoke_agent coder')).toHaveAttribute('aria-expanded', 'false');
  await compare.row('invoke_agent planner').click();
  const count = await compare.rows.count();
  await page.keyboard.press('s');
  await expect(compare.run('A')).toContainText(b.traceId.slice(0, 8));
  await expect(compare.figures).toContainText('was 35.5 s');
  await expect(compare.rows).toHaveCount(count);
  await expect(compare.row('invoke_agent coder')).toHaveAttribute('aria-expanded', 'false');
  await compare.expectSelected('invoke_agent planner');
  await compare.filter(/^Only B 2$/).click();
  await page.keyboard.press('s');
  await expect(compare.filter(/^Only A 2$/)).toBeChecked();
});
