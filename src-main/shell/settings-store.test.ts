import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from 'vitest';

import { defaultSettings } from '@contract/settings';

import { openSettingsStore } from './settings-store';

let folder: string;
let file: string;
let warnings: string[];
const open = () => openSettingsStore(file, (sentence) => warnings.push(sentence));
const stored = (): unknown => JSON.parse(readFileSync(file, 'utf8'));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'otelier-'));
  file = join(folder, 'settings.json');
  warnings = [];
});

describe('settings store', () => {
  it('has the defaults and writes nothing where there is no file', () => {
    expect(open().get()).toEqual(defaultSettings);
    expect(existsSync(file)).toBe(false);
    expect(warnings).toEqual([]);
  });

  it('changes only what is given, and keeps it', () => {
    const store = open();
    store.update({ httpPort: 5318 });
    expect(store.update({ theme: 'dark' })).toEqual({
      ...defaultSettings,
      httpPort: 5318,
      theme: 'dark',
    });
    expect(open().get()).toEqual(store.get());
  });

  it('tells listeners of a change after it was saved', () => {
    const store = open();
    const seen: unknown[] = [];
    store.onChange((settings) => seen.push([settings.density, stored()]));
    store.update({ density: 'roomy' });
    expect(seen).toEqual([['roomy', store.get()]]);
  });

  it('keeps keys that it does not know', () => {
    writeFileSync(file, '{"theme":"light","fromTheFuture":{"a":[1]}}');
    open().update({ density: 'compact' });
    expect(stored()).toMatchObject({
      theme: 'light',
      density: 'compact',
      fromTheFuture: { a: [1] },
    });
    expect(warnings).toEqual([]);
  });

  it.each(['', '{"theme":', '[1]', 'null', '"x"'])('sets the file %j aside', (text) => {
    writeFileSync(file, text);
    expect(open().get()).toEqual(defaultSettings);
    expect(readFileSync(`${file}.bad`, 'utf8')).toBe(text);
    expect(warnings).toHaveLength(1);
    expect(open().get()).toEqual(defaultSettings);
    expect(warnings).toHaveLength(1);
  });

  it('gives a single value that does not fit its default, and keeps the others', () => {
    const text = '{"theme":"purple","httpPort":5318,"unknown":1}';
    writeFileSync(file, text);
    expect(open().get()).toEqual({ ...defaultSettings, httpPort: 5318 });
    expect(readFileSync(`${file}.bad`, 'utf8')).toBe(text);
    expect(stored()).toEqual({ httpPort: 5318, unknown: 1 });
    expect(warnings).toEqual([expect.stringContaining('theme')]);
  });

  it('changes nothing and says so when the file cannot be written', () => {
    const store = open();
    mkdirSync(file);
    const change = () => store.update({ theme: 'dark' });
    expect(change).toThrowError(expect.objectContaining({ code: 'io' }));
    expect(change).toThrowError(/Nothing was changed/);
    expect(store.get()).toEqual(defaultSettings);
  });

  it('leaves no temporary file behind', () => {
    open().update({ theme: 'dark' });
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });
});
