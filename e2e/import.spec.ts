/** Files and folders by drop, menu and command line, with an account of what came in. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { inProject } from '../build/bootstrap/paths.mjs';
import { expect, screenshotBoth, startAgain, test } from './fixtures';
import { drop } from './fixtures/drop';
import { makeTrace } from './fixtures/otlp';

function line(service: string): string {
  return `${JSON.stringify(makeTrace({ service }).request)}\n`;
}

test('imports dropped files and says what came in and what did not', async ({
  launchApp,
  tempDir,
}) => {
  const good = join(tempDir, 'good.jsonl.gz');
  writeFileSync(good, gzipSync(line('dropped-a') + line('dropped-b')));
  const torn = join(tempDir, 'torn.jsonl');
  writeFileSync(
    torn,
    `${line('dropped-c')}{"resourceSpans": nonsense}\n${line('dropped-d').slice(0, 200)}`,
  );
  const notes = join(tempDir, 'notes.pdf');
  writeFileSync(notes, '%PDF-1.7');
  const app = await launchApp();
  const { page } = app;

  await drop(app, [good, torn, notes]);
  const file = (name: string) => page.getByRole('listitem').filter({ hasText: name });
  await expect(file('good.jsonl.gz')).toContainText('6 spans');
  await expect(file('torn.jsonl')).toContainText('3 spans');
  await expect(file('torn.jsonl')).toContainText('2 skipped');
  await expect(file('notes.pdf')).toContainText(
    'This is a PDF document, neither OTLP nor MLflow JSON.',
  );
  await screenshotBoth(page, 'import-result');

  // A second time adds nothing and says so.
  await drop(app, [good]);
  await expect(file('good.jsonl.gz').filter({ hasText: 'already' }).first()).toBeVisible();
  await page.getByRole('link', { name: 'Traces', exact: true }).click();
  for (const service of ['dropped-a', 'dropped-b', 'dropped-c']) {
    await expect(page.getByRole('row').filter({ hasText: service })).toHaveCount(1);
  }
});

test('imports a dropped folder', async ({ launchApp, tempDir }) => {
  const folder = join(tempDir, 'rotated');
  mkdirSync(folder);
  writeFileSync(join(folder, 'data-2026-11-21T05-02-14.173.json'), line('rotated-1'));
  writeFileSync(join(folder, 'data.json'), line('rotated-2'));
  const app = await launchApp();
  await drop(app, [folder]);
  await app.page.getByRole('link', { name: 'Traces', exact: true }).click();
  for (const service of ['rotated-1', 'rotated-2']) {
    await expect(app.page.getByRole('row').filter({ hasText: service })).toHaveCount(1);
  }
});

test('imports files named on the command line, also of a second start', async ({
  launchApp,
  tempDir,
}) => {
  const first = join(tempDir, 'first.jsonl');
  writeFileSync(first, line('cli-first'));
  const second = join(tempDir, 'second.jsonl');
  writeFileSync(second, line('cli-second'));
  const app = await launchApp({ files: [first] });
  const toTraces = () => app.page.getByRole('link', { name: 'Traces', exact: true }).click();
  await toTraces();
  await expect(app.page.getByRole('row').filter({ hasText: 'cli-first' })).toBeVisible();
  expect(await startAgain(app.dataDir, [second])).toBe(0);
  await toTraces();
  await expect(app.page.getByRole('row').filter({ hasText: 'cli-second' })).toBeVisible();
});

test('loads the sample traces', async ({ launchApp }) => {
  const { page } = await launchApp();
  await page.getByRole('button', { name: 'Load sample traces' }).click();
  await page.getByRole('link', { name: 'Traces', exact: true }).click();
  const samples = JSON.parse(
    readFileSync(inProject('resources/samples/index.json'), 'utf8'),
  ) as unknown[];
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(samples.length + 1));
  await screenshotBoth(page, 'samples-list');
  await page.getByRole('row').filter({ hasText: 'research' }).first().dblclick();
  await expect(page.getByRole('treeitem').first()).toBeVisible();
  await screenshotBoth(page, 'samples-trace');
});
