import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { JsonValue } from '../messages';
import { diffContent } from './diff-content';
import { textOfLine, type DiffBlock } from './diff-row';

const rowsOf = (before: JsonValue, after: JsonValue, showsIgnored = false) =>
  diffContent({ before, after, showsIgnored, scrubbing: 'content' }).blocks.map(blockText);

function blockText(block: DiffBlock): string {
  if (block.kind === 'fold') return `… ${block.linesA.length}`;
  if (block.kind === 'apart') return `${block.textA} / ${block.textB}`;
  return `${block.kind} ${textOfLine(block.a)} | ${textOfLine(block.b)}`;
}

describe('diffContent', () => {
  it('writes JSON a member a line, with what was added beside what was there', () => {
    const before = { path: 'bench.py' };
    const after = { path: 'bench.py', grep: 'connect\\(' };
    expect(rowsOf(before, after)).toEqual([
      'same "path": "bench.py" | "path": "bench.py"',
      'added  | "grep": "connect\\\\("',
    ]);
    expect(diffContent({ before, after, showsIgnored: false, scrubbing: 'content' })).toMatchObject(
      {
        unit: 'value',
        counts: { added: 1, removed: 0, changed: 0 },
      },
    );
  });

  it('shows what is within, and texts as the lines they have', () => {
    expect(rowsOf({ a: { b: 1, text: 'x\ny' } }, { a: { b: 2, text: 'x\nz' } })).toEqual([
      'same "a": { | "a": {',
      'changed   "b": 1 |   "b": 2',
      'same   "text": |   "text":',
      'same     x |     x',
      'changed     y |     z',
      'same } | }',
    ]);
    expect(rowsOf([1, 2], [2])).toEqual([
      'same [ | [',
      'removed   1 | ',
      'same   2 |   2',
      'same ] | ]',
    ]);
  });

  it('takes ids and times for no change until it is told to', () => {
    const [before, after] = [
      { etag: 'a', n: 1, b: 0, c: 0, d: 0 },
      { etag: 'b', n: 1, b: 0, c: 0, d: 0 },
    ];
    const quiet = diffContent({ before, after, showsIgnored: false, scrubbing: 'content' });
    expect(quiet).toMatchObject({ ignoredCount: 1, counts: { changed: 0 } });
    expect(quiet.blocks.map(({ kind }) => kind)).toEqual(['fold']);
    expect(rowsOf(before, after, true)[0]).toBe('ignored "etag": "a" | "etag": "b"');
  });

  it('has every line of both values, whatever they are', () => {
    const any = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>;
    fc.assert(
      fc.property(any, (value) => {
        for (const block of diffContent({
          before: value,
          after: value,
          showsIgnored: true,
          scrubbing: 'content',
        }).blocks) {
          expect(['same', 'fold', 'apart']).toContain(block.kind);
        }
      }),
    );
  });

  it('counts all values that changed, however many', () => {
    const many = (from: number) => Array.from({ length: 3000 }, (_, n) => ({ n: from + n * 2 }));
    const { counts, blocks } = diffContent({
      before: { list: many(0) },
      after: { list: many(1) },
      showsIgnored: false,
      scrubbing: 'content',
    });
    expect(counts).toEqual({ added: 0, removed: 0, changed: 3000 });
    expect(blocks).toHaveLength(4001);
  });

  it('shows what one side alone has as it is', () => {
    expect(rowsOf(null, 'text')).toEqual(['added  | text']);
    expect(rowsOf({ a: 1, b: [] }, null)).toEqual(['removed "a": 1 | ', 'removed "b": [] | ']);
    expect(rowsOf(null, {})).toEqual(['added  | {}']);
    expect(rowsOf(null, 7)).toEqual(['added  | 7']);
    expect(rowsOf(null, 'line\n'.repeat(500))[0]).toContain(' / line\nline');
  });

  it('compares long texts that were edited here and there, and gives up on others', () => {
    const lines = (seed: number, every: number) =>
      Array.from({ length: 60_000 }, (_, n) =>
        n % every === 0
          ? `line ${n} of version ${seed}`
          : `line ${n} with what it says, always the same`,
      ).join('\n');
    const near = diffContent({
      before: lines(1, 100),
      after: lines(2, 100),
      showsIgnored: false,
      scrubbing: 'content',
    });
    expect(near.counts).toEqual({ added: 0, removed: 0, changed: 600 });
    expect(near.level).toBe('words');
    const many = diffContent({
      before: lines(1, 2),
      after: lines(2, 2),
      showsIgnored: false,
      scrubbing: 'content',
    });
    expect(many.counts).toEqual({ added: 0, removed: 0, changed: 30_000 });
    expect(many.level).toBe('lines');
    expect(many.blocks).toHaveLength(4001);
    expect(many.blocks.at(-1)?.kind).toBe('apart');
    const shuffled = (step: number) =>
      Array.from({ length: 60_007 }, (_, n) => `line ${(n * step) % 60_007}`).join('\n');
    const far = diffContent({
      before: shuffled(1),
      after: shuffled(31),
      showsIgnored: false,
      scrubbing: 'content',
    });
    expect(far.level).toBe('tooDifferent');
    expect(far.blocks.map(({ kind }) => kind)).toEqual(['apart']);
  });
});
