/** A database that cannot be used as it is: damaged, or written by a newer version. */
import { closeSync, openSync, readdirSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import Database from 'better-sqlite3';

import { expect, screenshotBoth, test, type RunningApp } from './fixtures';
import { makeTrace, post } from './fixtures/otlp';
import { untilListening } from './fixtures/receiver-state';
import { TraceList } from './pages/trace-list';

/** Starts the app, stores traces and quits; the path of the database. */
async function fill(launchApp: () => Promise<RunningApp>, traces: number): Promise<string> {
  const app = await launchApp();
  await untilListening(app.page);
  for (let at = 1; at <= traces; at += 1) {
    await post(app.httpPort, makeTrace({ name: `kept ${at}` }).request);
  }
  await new TraceList(app.page).expectCount(traces);
  await app.close();
  return join(app.dataDir, 'otelier.db');
}

/** Overwrites the first page of a table, as a failing disk does. */
function damageTable(path: string, table: string): void {
  const db = new Database(path);
  const page = db
    .prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?')
    .pluck()
    .get(table) as number;
  const pageBytes = db.pragma('page_size', { simple: true }) as number;
  db.close();
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(pageBytes, 0xa5), 0, pageBytes, (page - 1) * pageBytes);
  closeSync(file);
}

function setAsideIn(dataDir: string): string[] {
  return readdirSync(dataDir).filter((name) => /^otelier-damaged-.*\.db$/.test(name));
}

test('sets a damaged database aside, names the file and salvages what can be read', async ({
  launchApp,
}) => {
  const path = await fill(launchApp, 5);
  damageTable(path, 'trace');

  const app = await launchApp();
  const { page } = app;
  const banner = page.getByRole('status').filter({ hasText: 'The database was damaged' });
  await expect(banner).toBeVisible();
  const names = setAsideIn(app.dataDir);
  expect(names).toHaveLength(1);
  await expect(banner).toContainText(names[0]!);
  await screenshotBoth(page, 'database-damaged');

  // What comes in meanwhile is stored, and stays.
  await untilListening(page);
  await post(app.httpPort, makeTrace({ name: 'after the damage' }).request);
  await banner.getByRole('button', { name: 'Salvage' }).click();
  await expect(page.getByText('15 spans and 0 log records of the damaged database')).toBeVisible();
  const list = new TraceList(page);
  await list.open();
  await list.expectCount(6);
  for (const name of ['kept 1', 'kept 5', 'after the damage']) {
    await expect(list.row(name)).toBeVisible();
  }
  await screenshotBoth(page, 'database-salvaged');
  await list.row('kept 3').click();
  await expect(page.getByRole('treeitem')).toHaveCount(3);

  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByText('of the damaged database')).toBeHidden();
  await app.close();
  const again = await launchApp();
  await new TraceList(again.page).expectCount(6);
  await expect(again.page.getByText('of the damaged database')).toHaveCount(0);
});

test('starts anew where the file is no database at all, and says so', async ({
  launchApp,
  tempDir,
}) => {
  const dataDir = join(tempDir, 'data');
  await fill(launchApp, 1);
  writeFileSync(join(dataDir, 'otelier.db'), 'not a database '.repeat(2000));
  const { page, httpPort } = await launchApp();
  const banner = page.getByRole('status').filter({ hasText: 'The database was damaged' });
  await expect(banner).toContainText('It was set aside as otelier-damaged-');
  expect(setAsideIn(dataDir)).toHaveLength(1);
  await banner.getByRole('button', { name: 'Salvage' }).click();
  await expect(page.getByText(/^Nothing of otelier-damaged-.* can be read any more/)).toBeVisible();
  await untilListening(page);
  await post(httpPort, makeTrace({ name: 'first of the new one' }).request);
  await expect(new TraceList(page).row('first of the new one')).toBeVisible();
});

test('refuses a database of a newer version, leaves it as it is and says what to do', async ({
  launchApp,
}) => {
  const path = await fill(launchApp, 1);
  const version = (set?: number): unknown => {
    const db = new Database(path);
    try {
      if (set !== undefined) db.pragma(`user_version = ${set}`);
      return db.pragma('user_version', { simple: true });
    } finally {
      db.close();
    }
  };
  const supported = version() as number;
  version(9999);

  const app = await launchApp();
  const { page } = app;
  await expect(page.getByRole('heading', { name: 'The database was not opened' })).toBeVisible();
  const refusal = page.getByRole('alert');
  await expect(refusal).toContainText('was written by a newer Otelier (schema 9999');
  await expect(refusal).toContainText('Update Otelier');
  await expect(refusal).toContainText(path);
  await screenshotBoth(page, 'database-newer');
  expect(setAsideIn(app.dataDir)).toEqual([]);
  // A sender is told to come back rather than that its spans were taken.
  const body = JSON.stringify(makeTrace().request);
  const response = await fetch(`http://127.0.0.1:${app.httpPort}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  expect(response.status).toBe(503);
  await app.close();
  expect(version()).toBe(9999);

  version(supported);
  const again = await launchApp();
  await expect(new TraceList(again.page).row('kept 1')).toBeVisible();
});
