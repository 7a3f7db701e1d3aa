/** Projects that traces are grouped by, and tags, in the window. */
import type { Page } from '@playwright/test';

import { expect, screenshotBoth, test, type RunningApp } from './fixtures';
import { violations } from './fixtures/axe';
import { makeSpan, newTraceId, traceRequest, type Attributes } from './fixtures/otlp';
import { untilListening } from './fixtures/receiver-state';
import { TraceList } from './pages/trace-list';

interface Sent {
  readonly name: string;
  readonly service?: string;
  readonly resource?: Attributes;
  readonly headers?: Readonly<Record<string, string>>;
  readonly attributes?: Attributes;
  readonly ageMs?: number;
}

async function send({ httpPort }: RunningApp, traces: readonly Sent[]): Promise<void> {
  for (const [at, trace] of traces.entries()) {
    const {
      name,
      service = 'shop',
      resource,
      headers,
      attributes,
      ageMs = (at + 1) * 60_000,
    } = trace;
    const span = makeSpan({
      traceId: newTraceId(),
      name,
      startMs: Date.now() - ageMs,
      durationMs: 120,
      ...(attributes === undefined ? {} : { attributes }),
    });
    const response = await fetch(`http://127.0.0.1:${httpPort}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(traceRequest(service, [span], resource)),
    });
    expect(response.status).toBe(200);
  }
}

const six: readonly Sent[] = [
  { name: 'checkout', service: 'shop' },
  { name: 'refund', service: 'shop' },
  { name: 'evaluate', service: 'jobs', headers: { 'x-mlflow-experiment-id': '7' } },
  {
    name: 'answer',
    service: 'jobs',
    resource: { 'openinference.project.name': 'docs-rag' },
  },
  { name: 'summarise', service: 'jobs', resource: { 'openinference.project.name': 'docs-rag' } },
  { name: 'triage', service: 'support' },
];
const all = ['checkout', 'refund', 'evaluate', 'answer', 'summarise', 'triage'];

async function openSix(launchApp: () => Promise<RunningApp>) {
  const app = await launchApp();
  await untilListening(app.page);
  await send(app, six);
  const list = new TraceList(app.page);
  await list.expectNames(all);
  return { app, list, page: app.page, projects: new Projects(app.page) };
}

/** The switcher in the title bar, and what it opens. */
class Projects {
  constructor(readonly page: Page) {}

  get switcher() {
    return this.page.getByRole('button', { name: /^Project: / });
  }
  get field() {
    return this.page.getByRole('combobox', { name: /^Find a project/ });
  }
  get grid() {
    return this.page.getByRole('grid', { name: 'Projects' });
  }
  row(name: string) {
    return this.grid.getByRole('row').filter({ hasText: name });
  }
  async choose(name: string): Promise<void> {
    await this.switcher.click();
    await this.row(name).getByRole('gridcell').first().click();
    await expect(this.field).toBeHidden();
  }
  async expectChosen(name: string): Promise<void> {
    await expect(this.switcher).toHaveAccessibleName(`Project: ${name}`);
  }
}

test('groups what arrives, switches, goes back, and keeps the choice over a restart', async ({
  launchApp,
}) => {
  const { app, list, page, projects } = await openSix(launchApp);
  await projects.expectChosen('All projects');
  await page.keyboard.press('Control+Shift+P');
  await expect(projects.field).toBeFocused();
  await expect(projects.grid.getByRole('row')).toHaveText([
    /^All projects6/,
    /^Default0/,
    /^docs-rag2/,
    /^Experiment 71/,
    /^shop2/,
    /^support1/,
    /^New project…/,
  ]);
  await screenshotBoth(page, 'projects-switcher');
  expect(await violations(page)).toEqual([]);

  await page.keyboard.type('rag');
  await page.keyboard.press('Enter');
  await projects.expectChosen('docs-rag');
  await list.expectNames(['answer', 'summarise']);
  await screenshotBoth(page, 'projects-one');

  // As any other place: back and forward lead there.
  await page.keyboard.press('Control+Shift+P');
  await expect(projects.field).toBeFocused();
  await expect(projects.field).toHaveValue('');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await projects.expectChosen('Experiment 7');
  await list.expectNames(['evaluate']);
  await page.getByRole('button', { name: 'Back' }).click();
  await projects.expectChosen('docs-rag');
  await list.expectNames(['answer', 'summarise']);
  await page.getByRole('button', { name: 'Back' }).click();
  await list.expectNames(all);
  await page.getByRole('button', { name: 'Forward' }).click();
  await projects.expectChosen('docs-rag');

  // What comes into it is shown, what comes into another is not.
  await send(app, [
    { name: 'retrieve', resource: { 'openinference.project.name': 'docs-rag' }, ageMs: 1000 },
    { name: 'elsewhere', service: 'new-service', ageMs: 500 },
  ]);
  await list.expectNames(['retrieve', 'answer', 'summarise']);

  // Through a trace, and through other pages.
  await list.row('answer').click();
  await expect(page.getByRole('heading', { level: 1, name: 'answer' })).toBeVisible();
  await page.getByRole('navigation', { name: 'Location' }).getByRole('link').click();
  await projects.expectChosen('docs-rag');
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Settings' })
    .click();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('project: supp');
  await page.keyboard.press('Enter');
  await projects.expectChosen('support');
  await list.expectNames(['triage']);
  await list.filter.fill('status = ERROR');
  await expect(page.getByText('No trace in support matches “status = ERROR”.')).toBeVisible();
  await list.filter.fill('');
  await app.close();

  const again = await launchApp();
  const restarted = new Projects(again.page);
  await restarted.expectChosen('support');
  await new TraceList(again.page).expectNames(['triage']);
});

test('makes, renames and deletes a project, and brings it back', async ({ launchApp }) => {
  const { list, page, projects } = await openSix(launchApp);
  await projects.switcher.click();
  await page.keyboard.type('Release 15');
  await expect(projects.row('Create “Release 15”')).toBeVisible();
  await page.keyboard.press('Enter');
  await projects.expectChosen('Release 15');
  await expect(page.getByText('No traces in Release 15.')).toBeVisible();
  await screenshotBoth(page, 'projects-empty');
  await page.getByRole('button', { name: 'Show all projects' }).click();
  await list.expectNames(all);

  await projects.choose('docs-rag');
  await projects.switcher.click();
  await page.keyboard.press('F2');
  const name = page.getByRole('textbox', { name: 'New name of project docs-rag' });
  await expect(name).toBeFocused();
  await name.fill('shop');
  await name.press('Enter');
  await expect(page.getByText('There is a project named "shop" already.')).toBeVisible();
  await screenshotBoth(page, 'projects-rename');
  await name.fill('Documents');
  await name.press('Enter');
  await expect(projects.row('Documents')).toBeVisible();
  await expect(projects.field).toBeFocused();
  await page.keyboard.press('Escape');
  await projects.expectChosen('Documents');

  // The one that is looked at: all are shown then, and it is again once it is back.
  await projects.switcher.click();
  await projects.row('Default').hover();
  await expect(
    projects.row('Default').getByRole('button', { name: 'Default cannot be deleted' }),
  ).toBeDisabled();
  await projects.row('Documents').hover();
  await projects.row('Documents').getByRole('button', { name: 'Delete Documents' }).click();
  await expect(projects.row('Documents')).toBeHidden();
  await expect(projects.field).toBeFocused();
  await screenshotBoth(page, 'projects-deleted-switcher');
  await page.keyboard.press('Control+z');
  await expect(projects.row('Documents')).toBeVisible();
  await expect(projects.field).toBeFocused();
  await page.keyboard.type('Docu');
  await page.keyboard.press('Delete');
  await expect(projects.row('Documents')).toBeHidden();
  await expect(projects.field).toHaveValue('');
  await page.keyboard.press('Escape');
  await projects.expectChosen('All projects');
  await list.expectNames(['checkout', 'refund', 'evaluate', 'triage']);
  await expect(list.toasts).toContainText('Project “Documents” deleted with its 2 traces');
  await screenshotBoth(page, 'projects-deleted');
  await list.toasts.getByRole('button', { name: 'Undo' }).click();
  await projects.expectChosen('Documents');
  await list.expectNames(['answer', 'summarise']);
});

test('moves ticked traces to a project, and back', async ({ launchApp }) => {
  const { list, page, projects } = await openSix(launchApp);
  await list.checkbox('checkout').click();
  await list.checkbox('triage').click();
  await list.selected.getByRole('button', { name: 'Move to…' }).click();
  await expect(projects.field).toBeFocused();
  await page.keyboard.type('Golden runs');
  await screenshotBoth(page, 'projects-move');
  await page.keyboard.press('Enter');
  await expect(list.toasts).toContainText('2 traces moved to “Golden runs”');
  await expect(list.selected).toBeHidden();
  await projects.choose('Golden runs');
  await list.expectNames(['checkout', 'triage']);
  await list.toasts.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('No traces in Golden runs.')).toBeVisible();
  await projects.choose('support');
  await list.expectNames(['triage']);
  await list.row('triage').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Move to a project…' }).click();
  await page.keyboard.type('golden');
  await page.keyboard.press('Enter');
  await expect(page.getByText('No traces in support.')).toBeVisible();
});

test('tags one and many in the list, and finds them by a tag', async ({ launchApp }) => {
  const { list, page } = await openSix(launchApp);
  await list.expectCursor('checkout');
  await page.keyboard.press('t');
  const field = page.getByRole('combobox', { name: 'Tags' });
  await expect(field).toBeFocused();
  await page.keyboard.type('v14');
  await page.keyboard.press('Enter');
  await page.keyboard.type('env: prod');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Remove tag env=prod' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(field).toBeHidden();
  await expect(list.row('checkout')).toContainText('env=prod');
  await expect(list.row('checkout')).toContainText('+1');

  await page.keyboard.press('Control+a');
  await list.selected.getByRole('button', { name: 'Tag' }).click();
  await expect(field).toBeFocused();
  await page.keyboard.type('v1');
  await expect(page.getByRole('option', { selected: true })).toContainText('v141');
  await screenshotBoth(page, 'tags-many');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^v14.*add it to all$/ })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Remove tag v14' })).toBeVisible();
  await page.getByRole('button', { name: 'Remove tag env=prod' }).click();
  await page.keyboard.type('ארוך=ערך');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  for (const name of all) await expect(list.row(name)).toContainText('v14');
  await expect(list.row('checkout')).not.toContainText('env=prod');
  await page.keyboard.press('Escape');

  await list.row('triage').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Edit tags…' }).click();
  await page.getByRole('button', { name: 'Remove tag v14' }).click();
  await page.keyboard.press('Escape');
  await expect(list.row('triage')).not.toContainText('v14');
  await list.row('refund').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Filter by tag v14' }).click();
  await expect(list.filter).toHaveValue('tag.v14 IS NOT NULL');
  await list.expectNames(all.filter((name) => name !== 'triage'));
  await screenshotBoth(page, 'tags-filtered');
});

test('tags a trace from its header, and leads to others with a tag', async ({ launchApp }) => {
  const { app, list, page } = await openSix(launchApp);
  await send(app, [
    {
      name: 'told',
      service: 'shop',
      attributes: {
        'openinference.span.kind': 'CHAIN',
        'tag.tags': { arrayValue: { values: [{ stringValue: 'told-by-span' }] } },
      },
      ageMs: 1000,
    },
  ]);
  await list.row('told').click();
  await expect(page.getByRole('link', { name: 'Traces with tag told-by-span' })).toBeVisible();
  await page.keyboard.press('t');
  const field = page.getByRole('combobox', { name: 'Tags' });
  await expect(field).toBeFocused();
  for (const tag of ['baseline', 'env=a rather long value that has no room', 'sqlite', 'v14']) {
    await page.keyboard.type(tag);
    await page.keyboard.press('Enter');
  }
  await page.keyboard.type('reg');
  await screenshotBoth(page, 'tags-header');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(field).toBeHidden();
  await screenshotBoth(page, 'tags-header-closed');
  await page.getByRole('link', { name: 'Traces with tag baseline' }).click();
  await expect(list.filter).toHaveValue('tag.baseline IS NOT NULL');
  await list.expectNames(['told']);
});

test('keeps long and odd names within their place in the smallest window', async ({
  launchApp,
}) => {
  const { app, page, httpPort } = await launchApp();
  await untilListening(page);
  const running = { app, page, httpPort } as RunningApp;
  const long = 'A project whose name is far longer than any title bar has room for, to its end';
  await send(running, [
    { name: 'first', resource: { 'openinference.project.name': long } },
    { name: 'second', resource: { 'openinference.project.name': 'פרויקט בעברית' } },
  ]);
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(960, 600),
  );
  const list = new TraceList(page);
  const projects = new Projects(page);
  await list.expectNames(['first', 'second']);
  await projects.choose('A project whose');
  await projects.expectChosen(long);
  await list.checkbox('first').click();
  await projects.switcher.click();
  await expect(projects.row('פרויקט')).toBeVisible();
  await screenshotBoth(page, 'projects-small');
  const scrolls = () =>
    page.evaluate(() => {
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
      return scrollWidth > clientWidth || scrollHeight > clientHeight;
    });
  expect(await scrolls()).toBe(false);
  await page.keyboard.press('Escape');
  await list.grid.focus();
  await page.keyboard.press('t');
  for (const tag of [`${'x'.repeat(120)}=${'y'.repeat(120)}`, 'תווית', 'ערך: 12', 'v14', 'smoke']) {
    await page.keyboard.type(tag);
    await page.keyboard.press('Enter');
  }
  await screenshotBoth(page, 'tags-small');
  expect(await scrolls()).toBe(false);
  await page.keyboard.press('Escape');
  await list.row('first').click();
  // No room for any of them: how many there are stands on the button.
  await expect(page.getByRole('button', { name: 'Edit tags' })).toHaveText('5');
  await screenshotBoth(page, 'tags-header-small');
  expect(await scrolls()).toBe(false);
});

test('prints nothing over the head of a trace, however many tags it has', async ({ launchApp }) => {
  const app = await launchApp();
  const { page } = app;
  await untilListening(page);
  await send(app, [
    {
      name: 'answer a customer',
      service: 'support-assistant',
      attributes: {
        'openinference.span.kind': 'LLM',
        'llm.model_name': 'gpt-4o',
        'llm.token_count.prompt': 1200,
        'llm.token_count.completion': 300,
        'session.id': 'session-2026-11-a',
        'tag.tags': {
          arrayValue: {
            values: Array.from({ length: 12 }, (_, at) => ({ stringValue: `label-${at}` })),
          },
        },
      },
    },
  ]);
  await new TraceList(page).row('answer a customer').click();
  const session = page.getByRole('link', { name: 'session-2026-11-a' });
  const edit = page.getByRole('button', { name: 'Edit tags' });
  for (const [width, tags] of [
    [960, 0],
    [1280, 1],
    [1720, 3],
  ] as const) {
    await app.app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size, 640),
      width,
    );
    await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(width);
    await expect(page.getByRole('link', { name: /^Traces with tag/ })).toHaveCount(tags);
    await screenshotBoth(page, `tags-head-${width}`);
    const boxes = await Promise.all(
      [session, edit, page.getByText('Duration', { exact: true }).first()].map((part) =>
        part.boundingBox(),
      ),
    );
    for (const [at, box] of boxes.entries()) {
      expect(box?.width).toBeGreaterThan(20);
      const before = boxes[at - 1];
      if (before) expect(box?.x).toBeGreaterThanOrEqual(before.x + before.width);
    }
  }
});
