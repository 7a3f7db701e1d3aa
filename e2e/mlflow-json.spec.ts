/** MLflow's trace JSON: dropped on the window, saved from the list, copied from a trace. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { inProject } from '../build/bootstrap/paths.mjs';
import { expect, screenshotBoth, test } from './fixtures';
import { drop } from './fixtures/drop';
import type { RunningApp } from './fixtures/launch';
import { TraceList } from './pages/trace-list';

function capture(name: string): string {
  return inProject('src-main/domain/mlflow/test-support/data', name);
}

interface Saved {
  readonly info: { readonly trace_id: string; readonly assessments?: readonly unknown[] };
  readonly data: { readonly spans: readonly { readonly attributes: Record<string, string> }[] };
}

async function saveTo({ app }: RunningApp, path: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
}

test('takes what MLflow wrote and gives it back as it was', async ({ launchApp, tempDir }) => {
  const app = await launchApp();
  const { page } = app;
  const lines = join(tempDir, 'search.jsonl');
  const rich = JSON.parse(readFileSync(capture('rich-to-json-3.6.json'), 'utf8')) as object;
  writeFileSync(lines, `${JSON.stringify(rich)}\n{"info": {"trace_id": "x"}, "data": {}}\n`);
  await drop(app, [capture('to-json-3.11.json'), capture('typescript-0.2.0-traces.json'), lines]);
  const file = (name: string) => page.getByRole('listitem').filter({ hasText: name });
  await expect(file('to-json-3.11.json')).toContainText('3 spans');
  await expect(file('to-json-3.11.json')).toContainText('MLflow JSON');
  await expect(file('typescript-0.2.0-traces.json')).toContainText('2 spans');
  await expect(file('search.jsonl')).toContainText('1 skipped');
  await screenshotBoth(page, 'import-mlflow');

  await page.getByRole('link', { name: 'Traces', exact: true }).click();
  const list = new TraceList(page);
  await expect(list.rows).toHaveCount(3);

  // All of them as one file.
  const many = join(tempDir, 'many.json');
  await saveTo(app, many);
  await list.rows.first().click({ modifiers: ['ControlOrMeta'] });
  await page.keyboard.press('ControlOrMeta+a');
  const bar = page.getByRole('toolbar', { name: 'Selected traces' });
  await expect(bar).toContainText('3 selected');
  await bar.getByRole('button', { name: 'Save as MLflow JSON' }).click();
  await expect(page.getByText('3 traces saved as MLflow JSON.')).toBeVisible();
  const saved = JSON.parse(readFileSync(many, 'utf8')) as Saved[];
  expect(saved).toHaveLength(3);
  const ours = saved.find(({ info }) => info.trace_id === 'tr-3ced577b6c7d19a8fc4f70e84f9384f6');
  const theirs = JSON.parse(readFileSync(capture('to-json-3.11.json'), 'utf8')) as Saved;
  const attributesOf = ({ data }: Saved) => data.spans.map(({ attributes }) => attributes);
  expect(ours === undefined ? null : attributesOf(ours)).toEqual(attributesOf(theirs));
  expect(ours?.info.assessments).toHaveLength(4);

  // What was saved is known already.
  await drop(app, [many]);
  await expect(file('many.json')).toContainText('already');
  await page.getByRole('link', { name: 'Traces', exact: true }).click();
  await expect(list.rows).toHaveCount(3);
});

test('copies and saves a trace from its view', async ({ launchApp, tempDir }) => {
  const app = await launchApp();
  const { page } = app;
  await drop(app, [capture('to-json-3.11.json')]);
  await page.getByRole('link', { name: 'Traces', exact: true }).click();
  await page.getByRole('link', { name: 'agent' }).click();
  await page.getByRole('button', { name: 'Copy as' }).click();
  await page.getByRole('menuitem', { name: 'Whole trace as MLflow JSON' }).first().click();
  await expect(page.getByText('Trace copied as MLflow JSON.')).toBeVisible();
  const copied = await app.app.evaluate(({ clipboard }) => clipboard.readText());
  expect((JSON.parse(copied) as Saved).info.trace_id).toBe('tr-3ced577b6c7d19a8fc4f70e84f9384f6');

  const path = join(tempDir, 'one.json');
  await saveTo(app, path);
  await page.getByRole('button', { name: 'Copy as' }).click();
  await page.getByRole('menuitem', { name: 'Save whole trace as MLflow JSON' }).click();
  await expect(page.getByText('1 trace saved as MLflow JSON.')).toBeVisible();
  expect(readFileSync(path, 'utf8')).toBe(copied);
});
