import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { collectFiles } from './collect-files';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'otelier-collect-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

const { signal } = new AbortController();

it('F5 walks folders, passes over hidden entries and orders files by name', async () => {
  mkdirSync(join(folder, 'inner'));
  for (const name of ['data.json', 'data-2022.json', '.hidden', 'inner/x.json']) {
    writeFileSync(join(folder, name), '{}');
  }
  const { files, unreadable } = await collectFiles([folder], { signal });
  expect(files.map(({ name }) => name)).toEqual(['data-2022.json', 'data.json', 'x.json']);
  expect(files[0]).toMatchObject({ path: join(folder, 'data-2022.json'), bytesTotal: 2 });
  expect(unreadable).toEqual([]);
});

it('reads each file once, however many links lead to it', async () => {
  writeFileSync(join(folder, 'a.json'), '{}');
  // Each level doubles the paths there are.
  symlinkSync('.', join(folder, 'self'));
  symlinkSync('.', join(folder, 'self-too'));
  symlinkSync('a.json', join(folder, 'b.json'));
  symlinkSync('round', join(folder, 'round'));
  const { files, unreadable } = await collectFiles([folder, join(folder, 'a.json')], { signal });
  expect(files.map(({ name }) => name)).toEqual(['a.json']);
  expect(unreadable).toEqual([
    { path: join(folder, 'round'), message: 'The link leads back to itself.' },
  ]);
});

it('says where it stopped', async () => {
  for (let i = 0; i < 5; i++) writeFileSync(join(folder, `${i}.json`), '{}');
  const { files, unreadable } = await collectFiles([folder], { signal, maxFiles: 3 });
  expect(files).toHaveLength(3);
  expect(unreadable.map(({ path }) => basename(path))).toEqual(['3.json']);
  expect(unreadable[0]?.message).toMatch(/^This file and those after it were left out/);
});

it('stops at a cancel', async () => {
  for (let i = 0; i < 5; i++) writeFileSync(join(folder, `${i}.json`), '{}');
  const controller = new AbortController();
  const collected = collectFiles([folder], { signal: controller.signal });
  controller.abort();
  expect((await collected).files.length).toBeLessThan(5);
});

it('names what is not there', async () => {
  const path = join(folder, 'gone.json');
  const { unreadable } = await collectFiles([path], { signal });
  expect(unreadable).toEqual([{ path, message: 'There is no such file.' }]);
});
