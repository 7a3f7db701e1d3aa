import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportJob } from '@contract/import';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import type { Ingest } from '../ingest';
import { builtFile } from '../test-support/built-file';
import { createImports, type Imports } from './index';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'otelier-imports-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ['a.json', 'b.json']) {
    writeFileSync(join(folder, name), '{"resourceSpans":[]}');
  }
});

/** Requests go to an ingest path that never answers. */
function start(): { imports: Imports; jobId: number; submitted: () => number } {
  let submitted = 0;
  const ingest: Ingest = {
    queuedBytes: 0,
    submit: () => {
      submitted++;
      return new Promise(() => undefined);
    },
  };
  const imports = createImports({
    ingest,
    commands: { annotate: () => new Promise(() => undefined) },
    onChange: () => undefined,
    workerPath: builtFile('importer-worker.js'),
  });
  onTestFinished(() => imports.close());
  return { imports, jobId: imports.start([folder]), submitted: () => submitted };
}

function states(job: ImportJob | undefined): unknown {
  return [job?.state, ...(job?.files.map(({ state }) => state) ?? [])];
}

it('leaves no file waiting where the job is cancelled before its worker starts', async () => {
  const { imports, jobId } = start();
  imports.cancel(jobId, null);
  await vi.waitFor(() => expect(imports.jobs()[0]?.state).toBe('cancelled'));
  expect(imports.jobs()[0]?.files.filter(({ state }) => state !== 'cancelled')).toEqual([]);
});

it('cancels a file that waits at once', async () => {
  const { imports, jobId, submitted } = start();
  await vi.waitFor(() => expect(submitted()).toBe(1));
  imports.cancel(jobId, imports.jobs()[0]?.files[1]?.id ?? 0);
  const expected = ['running', 'reading', 'cancelled'];
  await vi.waitFor(() => expect(states(imports.jobs()[0])).toEqual(expected));
});

it('counts a job under way as cancelled when it closes', async () => {
  const { imports, submitted } = start();
  await vi.waitFor(() => expect(submitted()).toBe(1));
  await imports.close();
  expect(states(imports.jobs()[0])).toEqual(['cancelled', 'cancelled', 'cancelled']);
});
