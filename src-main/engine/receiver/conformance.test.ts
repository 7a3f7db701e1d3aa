import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

/** Rows of the checklist by letter. */
const sections = { H: 25, J: 20, G: 12, B: 13, S: 12 } as const;
const ids = Object.entries(sections).flatMap(([letter, count]) =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
);
const folders: Readonly<Record<string, string>> = {
  'receiver/': 'src-main/engine/receiver/',
  'store/': 'src-main/engine/store/',
  'queries/': 'src-main/engine/queries/',
  'http-api/': 'src-main/engine/http-api/',
  'domain/': 'src-main/domain/',
};
/** Below this an explanation explains nothing. */
const MIN_EXPLANATION = 60;

interface Row {
  readonly text: string;
  readonly files: readonly string[];
}

const document = readFileSync(resolve('docs/otlp-conformance.md'), 'utf8');
const rows = new Map<string, Row[]>();
for (const line of document.split('\n')) {
  const [, id, text = '', files = ''] = line.split('|').map((cell) => cell.trim());
  if (id === undefined || !/^[A-Z]\d+$/.test(id)) continue;
  const named = [...files.matchAll(/`([^`]+)`/g)].map(([, path = '']) => inFull(path));
  rows.set(id, [...(rows.get(id) ?? []), { text, files: named }]);
}

describe('docs/otlp-conformance.md', () => {
  it('has each row of the checklist once, and no other', () => {
    expect([...rows.keys()].sort()).toEqual([...ids].sort());
    for (const [id, found] of rows) expect([id, found.length]).toEqual([id, 1]);
  });

  it.each(ids)('%s is named by a test in each file it lists, or explained', (id) => {
    const { text, files } = rows.get(id)?.[0] ?? { text: '', files: [] };
    if (files.length === 0) expect(text.length).toBeGreaterThanOrEqual(MIN_EXPLANATION);
    else expect(text).not.toBe('');
    for (const file of files) {
      expect(existsSync(resolve(file)), `${file} does not exist`).toBe(true);
      const isNamed = titlesOf(readFileSync(resolve(file), 'utf8')).some((title) =>
        new RegExp(`\\b${id}\\b`).test(title),
      );
      expect(isNamed, `no test of ${file} is named ${id}`).toBe(true);
    }
  });
});

describe('titlesOf', () => {
  it('reads titles of single tests and of tables, and nothing else', () => {
    const source = `
      // H1 in a comment
      const text = 'H2 in a string';
      it('H3 one', () => {});
      it.each(['H4', 'no title'])('H5 %s', () => {});
      it.each<[string, number]>([
        ['H6 a row whose title is its first cell', 1],
      ])('%s', () => {});
      it.runIf(condition)("H7 double quoted", () => {});
      test.skipIf(condition).each(rows)(\`H8 in backquotes\`, () => {});
    `;
    expect(titlesOf(source).join('\n')).toMatch(/H3[^]*H5[^]*H6[^]*H7[^]*H8/);
    expect(titlesOf(source).join('\n')).not.toMatch(/H1|H2/);
  });
});

/** Titles of the tests in a source text; of a table, its cells too, since they may be titles. */
function titlesOf(source: string): string[] {
  const titles: string[] = [];
  for (const { 0: start, index } of source.matchAll(/^\s*(?:it|test|describe)\b(?:\.\w+)*/gm)) {
    const from = index + start.length;
    const [head = ''] = source.slice(from).split(/\(\s*(?:async\s*)?\(|=>/, 1);
    for (const [, text = ''] of head.matchAll(/(?:^|[([,\s])(?:'([^'\n]*)'|"[^"\n]*"|`[^`]*`)/g)) {
      titles.push(text);
    }
    for (const [text] of head.matchAll(/"[^"\n]*"|`[^`]*`/g)) titles.push(text);
  }
  return titles;
}

function inFull(path: string): string {
  for (const [short, full] of Object.entries(folders)) {
    if (path.startsWith(short)) return full + path.slice(short.length);
  }
  return path;
}
