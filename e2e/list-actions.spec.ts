/** What can be done with the rows of the trace list: sort, filter, select, delete. */
import { join } from 'node:path';

import Database from 'better-sqlite3';

import { expect, screenshotBoth, test } from './fixtures';
import { newTraceId } from './fixtures/otlp';
import { TraceList } from './pages/trace-list';
import { type TraceOptions, send, open } from './fixtures/sent-traces';

test.describe('on six different traces', () => {
  const six: readonly TraceOptions[] = [
    { name: 'delta', service: 'web', ageMs: 60_000, durationMs: 5000, spans: 3, errors: 1 },
    { name: 'Alpha', service: 'api', ageMs: 50_000, durationMs: 40, spans: 7 },
    { name: 'echo', service: 'worker', ageMs: 40_000, durationMs: 700, spans: 1 },
    { name: 'bravo', service: 'Batch', ageMs: 30_000, durationMs: 90_000, spans: 12, errors: 4 },
    { name: 'foxtrot', service: 'gateway', ageMs: 20_000, durationMs: 2, spans: 5, errors: 2 },
    { name: 'charlie', service: 'docs', ageMs: 10_000, durationMs: 12_000, spans: 9, errors: 3 },
  ];
  const newestFirst = ['charlie', 'foxtrot', 'bravo', 'echo', 'Alpha', 'delta'];

  test('sorts by each column, both ways, and back', async ({ launchApp }) => {
    const { app, list } = await open(launchApp, six);
    await list.expectNames(newestFirst);
    const columns: readonly (readonly [string, 'ascending' | 'descending', readonly string[]])[] = [
      ['Name', 'ascending', ['Alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot']],
      ['Service', 'ascending', ['Alpha', 'bravo', 'charlie', 'foxtrot', 'delta', 'echo']],
      ['Duration', 'descending', ['bravo', 'charlie', 'delta', 'echo', 'Alpha', 'foxtrot']],
      ['Spans', 'descending', ['bravo', 'charlie', 'Alpha', 'foxtrot', 'delta', 'echo']],
    ];
    for (const [title, first, names] of columns) {
      const head = list.head(title);
      await head.getByRole('button').click();
      await expect(head).toHaveAttribute('aria-sort', first);
      await list.expectNames(names);
      await head.getByRole('button').click();
      await expect(head).not.toHaveAttribute('aria-sort', first);
      await list.expectNames([...names].reverse());
    }
    await screenshotBoth(app.page, 'list-sorted');
    const errors = list.head('Status');
    await errors.getByRole('button').click();
    await expect(list.rows.nth(0)).toContainText('bravo');
    await expect(list.rows.nth(3)).toContainText('delta');
    const started = list.head('Started');
    await started.getByRole('button').click();
    await expect(started).toHaveAttribute('aria-sort', 'descending');
    await expect(errors).toHaveAttribute('aria-sort', 'none');
    await list.expectNames(newestFirst);
    await started.getByRole('button').click();
    await list.expectNames([...newestFirst].reverse());

    // In another order a new trace takes its place by that order.
    await list.head('Duration').getByRole('button').click();
    await list.expectNames(['bravo', 'charlie', 'delta', 'echo', 'Alpha', 'foxtrot']);
    await send(app, [{ name: 'golf', ageMs: 5000, durationMs: 6000 }]);
    await list.expectNames(['bravo', 'charlie', 'golf', 'delta', 'echo', 'Alpha', 'foxtrot']);
  });

  test('filters by name, service and trace id', async ({ launchApp }) => {
    const traceId = newTraceId();
    const { app, list } = await open(launchApp, [...six, { name: 'golf', traceId, ageMs: 90_000 }]);
    const { page } = app;
    await page.keyboard.press('/');
    await expect(list.filter).toBeFocused();
    await page.keyboard.type('ALPHA');
    await list.expectNames(['Alpha']);
    await expect(page.getByText('1 of 7')).toBeVisible();
    await screenshotBoth(page, 'list-filtered');
    await list.filter.fill('GATE');
    await list.expectNames(['foxtrot']);
    await list.filter.fill(traceId.slice(0, 12));
    await list.expectNames(['golf']);
    await list.filter.fill(` ${traceId.toUpperCase()} `);
    await list.expectNames(['golf']);

    // What arrives later is filtered too.
    await list.filter.fill('o');
    await list.expectNames(['charlie', 'foxtrot', 'bravo', 'echo', 'golf']);
    await send(app, [
      { name: 'india', ageMs: 8000 },
      { name: 'hotel', ageMs: 9000 },
    ]);
    await list.expectNames(['hotel', 'charlie', 'foxtrot', 'bravo', 'echo', 'golf']);
    await expect(page.getByText('6 of 9')).toBeVisible();

    await list.filter.fill('no such thing');
    await expect(page.getByText('No trace matches “no such thing”.')).toBeVisible();
    await screenshotBoth(page, 'list-no-match');
    await page.getByRole('button', { name: 'Clear filter' }).click();
    await expect(list.filter).toHaveValue('');
    await list.expectNames(['india', 'hotel', ...newestFirst, 'golf']);
  });

  test('selects by mouse: boxes, rows with Ctrl, ranges with Shift, all', async ({ launchApp }) => {
    const { app, list } = await open(launchApp, six);
    const { page } = app;
    await list.checkbox('foxtrot').click();
    await list.row('echo').click({ modifiers: ['Control'] });
    await list.expectTicked(['foxtrot', 'echo']);
    await expect(list.selected).toContainText('2 selected');

    await list.row('delta').click({ modifiers: ['Shift'] });
    await list.expectTicked(['foxtrot', 'echo', 'Alpha', 'delta']);
    await list.row('Alpha').click({ modifiers: ['Shift'] });
    await list.expectTicked(['foxtrot', 'echo', 'Alpha']);
    await screenshotBoth(page, 'list-selected');

    await list.checkbox('echo').click();
    await list.expectTicked(['foxtrot', 'Alpha']);
    await page.getByRole('checkbox', { name: 'Select all' }).click();
    await expect(list.selected).toContainText('6 selected');
    await page.getByRole('checkbox', { name: 'Clear selection' }).click();
    await expect(list.selected).toBeHidden();
    await list.expectTicked([]);
  });

  test('deletes and brings back what was deleted', async ({ launchApp }) => {
    const { app, list } = await open(launchApp, six);
    const { page } = app;
    await list.checkbox('bravo').click();
    await list.checkbox('echo').click();
    await list.selected.getByRole('button', { name: 'Delete' }).click();
    await list.expectNames(['charlie', 'foxtrot', 'Alpha', 'delta']);
    await expect(list.selected).toBeHidden();
    await expect(list.toasts).toContainText('2 traces deleted');
    await screenshotBoth(page, 'list-deleted');
    await list.toasts.getByRole('button', { name: 'Undo' }).click();
    await list.expectNames(newestFirst);
    await list.expectCount(6);
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await expect(page.getByText('No traces yet.')).toBeVisible();
    await page.keyboard.press('Control+z');
    await list.expectNames(newestFirst);
    await list.row('bravo').click();
    await expect(page.getByRole('treeitem')).toHaveCount(12);
  });

  test('deletes for good: gone after a restart, and from the file once undo is over', async ({
    launchApp,
  }) => {
    const { app, list } = await open(launchApp, six);
    await list.checkbox('bravo').click();
    await app.page.keyboard.press('Delete');
    await expect(list.toasts).toContainText('1 trace deleted');
    await list.expectCount(5);
    await app.close();

    const path = join(app.dataDir, 'otelier.db');
    const spans = (db: Database.Database) =>
      db.prepare('SELECT count(*) FROM span').pluck().get() as number;
    const file = new Database(path);
    expect(spans(file)).toBe(37);
    file.exec('UPDATE trace SET deleted_at_ms = deleted_at_ms - 3600000');
    file.close();

    const again = await launchApp();
    await new TraceList(again.page).expectNames(newestFirst.filter((name) => name !== 'bravo'));
    const reading = new Database(path, { readonly: true });
    try {
      await expect.poll(() => spans(reading)).toBe(25);
    } finally {
      reading.close();
    }
  });

  test('does everything with the keyboard alone', async ({ launchApp }) => {
    const { app, list } = await open(launchApp, six);
    const { page } = app;
    const press = async (...keys: readonly string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await list.expectCursor('charlie');
    await press('j', 'j');
    await list.expectCursor('bravo');
    await press('k');
    await list.expectCursor('foxtrot');
    await press('End');
    await list.expectCursor('delta');
    await press('k', 'Space');
    await list.expectTicked(['Alpha']);
    await press('Home', 'Space');
    await list.expectTicked(['charlie', 'Alpha']);
    await press('Shift+J', 'Shift+J');
    await list.expectTicked(['charlie', 'foxtrot', 'bravo', 'Alpha']);
    await press('Shift+K');
    await list.expectTicked(['charlie', 'foxtrot', 'Alpha']);
    await press('Escape');
    await list.expectTicked([]);
    await press('Control+a');
    await expect(list.selected).toContainText('6 selected');
    await press('Escape');
    await expect(list.selected).toBeHidden();

    await press('l');
    const live = page.getByRole('button', { name: 'Live' });
    await expect(live).toHaveAttribute('aria-pressed', 'false');
    await press('l');
    await expect(live).toHaveAttribute('aria-pressed', 'true');

    await press('/');
    await page.keyboard.type('l');
    // By name, or by what went wrong.
    const found = ['charlie', 'foxtrot', 'bravo', 'Alpha', 'delta'];
    await list.expectNames(found);
    // A letter of a command is a letter while it is typed.
    await expect(live).toHaveAttribute('aria-pressed', 'true');
    await press('Enter');
    await expect(list.grid).toBeFocused();
    await press('Home', 'j', 'j', 'j');
    await list.expectCursor('Alpha');
    await screenshotBoth(page, 'list-keyboard');
    await press('Enter');
    await expect(page.getByRole('treeitem')).toHaveCount(7);
    await press('Escape');
    await expect(page.getByRole('complementary', { name: 'Span' })).toBeHidden();
    await press('Escape');
    await list.expectNames(found);
    await list.expectCursor('Alpha');
    await press('Delete');
    await list.expectNames(found.filter((name) => name !== 'Alpha'));
    await list.expectCursor('delta');
    await press('/', 'Escape', 'Escape');
    await expect(list.filter).not.toBeFocused();
    await list.expectNames(newestFirst.filter((name) => name !== 'Alpha'));
    await list.expectCursor('delta');
  });
});
