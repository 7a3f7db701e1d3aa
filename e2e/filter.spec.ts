/** The box over the list as a filter: fields, mistakes at their place, what may come next. */
import { expect, screenshotBoth, test, type RunningApp } from './fixtures';
import { violations } from './fixtures/axe';
import { makeSpan, newTraceId, post, traceRequest, type Attributes } from './fixtures/otlp';
import { untilListening } from './fixtures/receiver-state';
import { TraceList } from './pages/trace-list';

interface Sent {
  readonly name: string;
  readonly durationMs: number;
  readonly attributes?: Attributes;
  readonly error?: string;
}

const sent: readonly Sent[] = [
  { name: 'plan trip', durationMs: 300, attributes: { 'mlflow.traceTag.env': 'dev' } },
  { name: 'book hotel', durationMs: 4000, attributes: { 'mlflow.traceTag.env': 'prod' } },
  { name: 'pay', durationMs: 20, error: 'card refused' },
  { name: 'ask model', durationMs: 2500, attributes: { 'gen_ai.request.model': 'gpt-4o' } },
];

async function open(launchApp: () => Promise<RunningApp>) {
  const app = await launchApp();
  await untilListening(app.page);
  const now = Date.now();
  const spans = sent.map((each, at) =>
    makeSpan({ ...each, traceId: newTraceId(), startMs: now - 60_000 + at * 1000 }),
  );
  await post(app.httpPort, traceRequest('travel', spans));
  const list = new TraceList(app.page);
  await list.expectCount(sent.length);
  return { app, list, page: app.page };
}

test('filters by fields, and by words as ever', async ({ launchApp }) => {
  const { app, list } = await open(launchApp);
  const finds = async (text: string, names: readonly string[]): Promise<void> => {
    await list.filter.fill(text);
    await list.expectNames(names);
  };
  await finds('duration > 2s', ['ask model', 'book hotel']);
  await finds('status = error', ['pay']);
  await finds("tag.env = 'dev' OR tag.env = 'prod'", ['book hotel', 'plan trip']);
  await finds('NOT (tag.env IS NULL) AND duration < 1s', ['plan trip']);
  await finds("span.attributes.gen_ai.request.model LIKE 'gpt%'", ['ask model']);
  await finds("text ILIKE '%CARD refused%'", ['pay']);
  await expect(app.page.getByText('1 of 4', { exact: true })).toBeVisible();
  await finds('hotel', ['book hotel']);
  await finds('travel', ['ask model', 'pay', 'book hotel', 'plan trip']);
});

test('says what words were meant as where they find nothing', async ({ launchApp }) => {
  const { list, page } = await open(launchApp);
  await list.filter.fill('statsu = error');
  await expect(page.getByText(/`statsu` is no field; did you mean `status`\?/)).toBeVisible();
  await screenshotBoth(page, 'filter-hint');
  expect(await violations(page, { within: 'section[aria-label=Traces]' })).toEqual([]);
  await page.getByRole('button', { name: 'Filter by status = error' }).click();
  await list.expectNames(['pay']);
  await list.filter.fill('');
  await list.filter.pressSequentially('status = bad AND dur');
  await expect(page.getByText('There is no status bad.', { exact: false })).toBeVisible();
  await expect(page.getByRole('option', { name: 'duration' })).toBeVisible();
  await expect(page.getByText('last good result')).toBeVisible();
  await screenshotBoth(page, 'filter-error-offers');
  expect(await violations(page, { within: 'section[aria-label=Traces]' })).toEqual([]);
});

test('underlines what is wrong, says why, and keeps the list', async ({ launchApp }) => {
  const { list, page } = await open(launchApp);
  await list.filter.fill('status = error');
  await list.expectNames(['pay']);
  await list.filter.fill('duraton > 2s AND status = bad');
  const reason = page.getByText('There is no field duraton. Did you mean duration?');
  await expect(reason).toBeVisible();
  await expect(list.filter).toHaveAttribute('aria-invalid', 'true');
  await expect(list.filter).toHaveAccessibleDescription(/There is no field duraton/);
  await list.expectNames(['pay']);
  await screenshotBoth(page, 'filter-error');

  const underlined = page.locator('[class*=wrong]');
  await expect(underlined).toHaveText(['duraton', 'bad']);
  const field = await list.filter.boundingBox();
  const first = await underlined.first().boundingBox();
  expect(first!.x).toBeCloseTo(field!.x, 0);
  expect(await violations(page, { within: 'section[aria-label=Traces]' })).toEqual([]);

  // What is not right is not left by accident.
  await page.keyboard.press('Enter');
  await expect(list.filter).toBeFocused();
  await list.filter.fill('duration > 2s AND status != error');
  await expect(reason).toBeHidden();
  await expect(list.filter).not.toHaveAttribute('aria-invalid');
  await list.expectNames(['ask model', 'book hotel']);
});

test('underlines at the right place in a text that is longer than the box', async ({
  launchApp,
}) => {
  const { list, page } = await open(launchApp);
  const long = Array.from({ length: 20 }, (_, at) => `tag.key${at} = 'value'`).join(' AND ');
  await list.filter.fill(`${long} AND nope = 1`);
  const wrong = page.locator('[class*=wrong]');
  await expect(wrong).toBeInViewport();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Home');
  await expect(wrong).not.toBeInViewport({ ratio: 0.5 });
});

test('offers what may come next, by the keys', async ({ launchApp }) => {
  const { list, page } = await open(launchApp);
  await list.filter.focus();
  const options = page.getByRole('listbox', { name: 'What may come next' });
  await page.keyboard.type('dur');
  await expect(options).toBeHidden();
  await page.keyboard.press('Control+Space');
  await expect(options.getByRole('option')).toHaveText(['duration']);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(list.filter).toHaveValue('duration ');
  await page.keyboard.type('< 1s AND tag.');
  await expect(options.getByRole('option')).toHaveText(['tag.env2']);
  await page.keyboard.press('ArrowDown');
  await expect(list.filter).toHaveAttribute('aria-activedescendant', /.+/);
  await page.keyboard.press('Enter');
  await page.keyboard.type('= ');
  await expect(options.getByRole('option')).toHaveCount(2);
  await screenshotBoth(page, 'filter-options');
  expect(await violations(page, { within: 'section[aria-label=Traces]' })).toEqual([]);
  await page.keyboard.type('d');
  await options.getByRole('option', { name: "'dev'" }).click();
  await expect(list.filter).toHaveValue("duration < 1s AND tag.env = 'dev' ");
  await expect(list.filter).toBeFocused();
  await list.expectNames(['plan trip']);
  await page.keyboard.press('Escape');
  await expect(options).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(list.grid).toBeFocused();
});

test('is underlined in the sets of groups too', async ({ launchApp }) => {
  const { app, page } = await open(launchApp);
  await page.keyboard.press('Shift+R');
  const field = page.getByRole('textbox', { name: 'Filter of good runs' });
  await field.fill('duration > 1s AND status = nothing');
  await expect(page.getByText('There is no status nothing.')).toBeVisible();
  await expect(page.locator('[class*=wrong]')).toHaveText(['nothing']);
  await screenshotBoth(app.page, 'filter-groups');
  await field.fill('duration > 1s');
  await expect(field).not.toHaveAttribute('aria-invalid');
});
