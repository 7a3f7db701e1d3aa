/** Good runs against bad ones: how they are chosen, and what is told of them. */
import type { Page } from '@playwright/test';

import { expect, screenshotBoth, test } from './fixtures';
import { violations } from './fixtures/axe';
import { sendGroupRun } from './fixtures/group-runs';
import { untilListening } from './fixtures/receiver-state';
import { CompareView } from './pages/compare-view';
import { GroupsView } from './pages/groups-view';
import { TraceList } from './pages/trace-list';
import { TraceView } from './pages/trace-view';

const ROOT = 'invoke_agent support';

/** Sends six good runs and six bad ones, and opens the list. */
async function sendRuns(page: Page, httpPort: number): Promise<TraceList> {
  await untilListening(page);
  for (let at = 0; at < 12; at++) await sendGroupRun(httpPort, { isBad: at % 2 === 1, at });
  const list = new TraceList(page);
  await list.open();
  await list.expectCount(12);
  return list;
}

test('shows first what tells failing runs of a root from the others', async ({ launchApp }) => {
  const { app, page, httpPort } = await launchApp();
  const list = await sendRuns(page, httpPort);
  await sendGroupRun(httpPort, { isBad: true, at: 1, root: 'invoke_agent other' });
  await list.expectCount(13);
  await list.row(ROOT).first().click();
  await new TraceView(page).expectSelected(ROOT);
  await page.keyboard.press('Shift+R');

  const groups = new GroupsView(page);
  await groups.expectCounts('6 runs', '6 runs');
  await expect(groups.rows).toHaveCount(5);
  await expect(groups.rows.nth(0)).toContainText('read_cache');
  await expect(groups.rows.nth(0)).toContainText('in 6 of 6 bad runs, in none of 6 good ones');
  await expect(groups.rows.nth(0)).toContainText('clear');
  await expect(groups.rows.nth(1)).toContainText('send_reply');
  await expect(groups.rows.nth(1)).toContainText('failed in 6 of 6 bad runs');
  await expect(groups.rows.filter({ hasText: 'search_orders' })).toContainText('3× a run, not 1×');
  await expect(groups.panel).toContainText('Fisher’s exact test: p = 0.002');
  await screenshotBoth(page, 'groups');
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', { name: 'Copy report as Markdown' }).click();
  const clipboard = () => app.evaluate(({ clipboard: system }) => system.readText());
  await expect.poll(clipboard).toContain(`# Good and bad runs of \`${ROOT}\``);
  expect(await clipboard()).toContain('1. **`execute_tool read_cache`**');

  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(960, 600),
  );
  await screenshotBoth(page, 'groups-small');
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(1440, 900),
  );

  // By keys: the next step, as they ran, swapped, and back.
  await groups.table.focus();
  await page.keyboard.press('j');
  await expect(groups.panel).toContainText('send_reply');
  await page.keyboard.press('ControlOrMeta+1');
  await expect(groups.rows.nth(0)).toContainText('support');
  await expect(groups.selected).toContainText('send_reply');
  await screenshotBoth(page, 'groups-in-order');
  await page.keyboard.press('s');
  await expect(groups.selected).toContainText('failed in none of 6 bad runs, in 6 of 6 good ones');
  await page.keyboard.press('s');
  await page.keyboard.press('Space');
  await expect(groups.panel).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(groups.panel.locator(':focus')).toHaveCount(1);
  await page.reload();
  await expect(groups.selected).toContainText('failed in 6 of 6 bad runs');

  // To a good and a bad run side by side, and back.
  await groups.panel.getByRole('link', { name: /^Compare a good with a bad run/ }).click();
  const compare = new CompareView(page);
  await compare.expectSelected('execute_tool send_reply');
  await page.keyboard.press('ControlOrMeta+[');
  await expect(groups.selected).toContainText('failed in 6 of 6 bad runs');
  await groups.panel
    .getByRole('link', { name: /failed/ })
    .first()
    .click();
  await new TraceView(page).expectSelected('execute_tool send_reply');
});

test('compares runs that were picked in the list', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp();
  const list = await sendRuns(page, httpPort);
  const failed = list.rows.filter({ has: page.getByRole('img', { name: 'Error' }) });
  await expect(failed).toHaveCount(6);
  for (const at of [0, 1, 2]) await failed.nth(at).getByRole('checkbox').click();
  await expect(list.selected).toContainText('3 selected');
  await page.keyboard.press('b');
  await expect(list.selected).toContainText('0 good, 3 bad');
  await expect(list.selected.getByRole('button', { name: /^Compare as groups/ })).toBeDisabled();
  const others = list.rows.filter({ hasNot: page.getByRole('img', { name: 'Error' }) });
  for (const at of [0, 1, 2, 3]) await others.nth(at).getByRole('checkbox').click();
  await list.selected.getByRole('button', { name: /^Add to good runs/ }).click();
  await expect(list.selected).toContainText('4 good, 3 bad');
  await screenshotBoth(page, 'groups-picked');
  await page.keyboard.press('Shift+G');

  const groups = new GroupsView(page);
  await groups.expectCounts('4 runs', '3 runs');
  await expect(groups.rows.nth(0)).toContainText('in 3 of 3 bad runs, in none of 4 good ones');
  await expect(page.getByText('nothing is certain')).toBeVisible();
  await page.reload();
  await groups.expectCounts('4 runs', '3 runs');
});

test('finds sets by filter, tells of new runs, and says where there are none', async ({
  launchApp,
}) => {
  const { page, httpPort } = await launchApp();
  await sendRuns(page, httpPort);
  await page.getByRole('link', { name: 'Compare' }).click();
  await page.getByRole('radio', { name: 'Groups' }).click();
  const groups = new GroupsView(page);
  await groups.expectCounts('6 runs', '6 runs');

  // What comes later is told first, and read when it is asked for.
  await sendGroupRun(httpPort, { isBad: false, at: 3 });
  const refresh = page.getByRole('button', { name: /^1 new run, refresh/ });
  await expect(refresh).toBeVisible();
  await groups.expectCounts('6 runs', '6 runs');
  await refresh.click();
  await groups.expectCounts('7 runs', '6 runs');

  const good = page.getByRole('textbox', { name: 'Filter of good runs' });
  await good.fill('nothing like it');
  await expect(page.getByText('No good run matches.')).toBeVisible();
  await screenshotBoth(page, 'groups-empty');
  expect(await violations(page)).toEqual([]);
  await good.fill('');
  await groups.expectCounts('7 runs', '6 runs');
  // What is pressed right after typing takes the text with it.
  await good.fill('support');
  await groups.set('Good').getByRole('radio', { name: 'With errors' }).click();
  await expect(good).toHaveValue('support');
  await expect(groups.set('Good').getByRole('radio', { name: 'With errors' })).toBeChecked();
  await groups.expectCounts('6 runs', '6 runs');
  await expect(page.getByText('6 runs are in both sets.')).toBeVisible();
  await expect(page.getByText('None of 5 steps tells the two apart')).toBeVisible();
});
