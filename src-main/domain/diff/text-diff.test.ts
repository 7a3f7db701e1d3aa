import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { foldRows, textOfLine, unfold, type DiffRow } from './diff-row';
import { diffWords } from './diff-words';
import { diffText, linesOfText, textDiffBudget } from './text-diff';

const told = (a: string, b: string) =>
  diffText(a, b).rows.map((row) => `${row.kind} ${textOfLine(row.a)}|${textOfLine(row.b)}`);

/** The text of one side of a line, what differs in brackets. */
const marked = (row: DiffRow | undefined, side: 'a' | 'b') =>
  row?.[side]?.pieces.map(({ text, isMarked }) => (isMarked ? `[${text}]` : text)).join('');

/** Texts of few different lines, so that many are in both. */
const anyText = fc
  .array(fc.constantFrom('', 'one', 'two words', 'three more words', 'x'), { maxLength: 12 })
  .map((lines) => lines.join('\n'));

describe('diffText', () => {
  it('has every line of both texts, in order and with its number', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        const { rows } = diffText(a, b);
        for (const [side, text] of [
          ['a', a],
          ['b', b],
        ] as const) {
          const lines = rows.flatMap((row) => row[side] ?? []);
          expect(lines.map(textOfLine)).toEqual(linesOfText(text));
          expect(lines.map(({ number }) => number)).toEqual(lines.map((_, at) => at + 1));
        }
      }),
    );
  });

  it('calls lines the same that are, and no others', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        for (const row of diffText(a, b).rows) {
          if (row.a !== null && row.b !== null) {
            expect(row.kind).toBe(textOfLine(row.a) === textOfLine(row.b) ? 'same' : 'changed');
          } else expect(row.kind).toBe(row.a === null ? 'added' : 'removed');
        }
        expect(diffText(a, a).rows.every(({ kind }) => kind === 'same')).toBe(true);
      }),
    );
  });

  it('finds a line that was put in, and one that was changed', () => {
    expect(told('a\nb\nc', 'a\nnew\nb\nc')).toEqual([
      'same a|a',
      'added |new',
      'same b|b',
      'same c|c',
    ]);
    const { rows } = diffText(
      'I will read the benchmark first.',
      'I will read the benchmark and see how it opens SQLite.',
    );
    expect(marked(rows[0], 'a')).toBe('I will read the benchmark [first].');
    expect(marked(rows[0], 'b')).toBe('I will read the benchmark [and see how it opens SQLite].');
  });

  it('pairs the line that was changed and not the one that stands there', () => {
    expect(
      told('Run all tests after an edit.', 'Be brief.\nRun the tests after every edit.'),
    ).toEqual([
      'added |Be brief.',
      'changed Run all tests after an edit.|Run the tests after every edit.',
    ]);
  });

  it('takes other line ends for the same', () => {
    expect(told('a\r\nb\r\n', 'a\nb')).toEqual(['same a|a', 'same b|b']);
  });

  it('marks no words of lines that have nothing in common', () => {
    const { rows } = diffText('Hello to the world', 'Completely un related words');
    expect(rows).toHaveLength(1);
    expect(marked(rows[0], 'a')).toBe('Hello to the world');
  });

  it('gives up on long texts that have nearly nothing in common', () => {
    const lines = (word: string, count = 300) =>
      Array.from({ length: count }, (_, n) => `${word}${n} ${word}${n + 1}`).join('\n');
    expect(diffText(lines('a'), lines('b')).level).toBe('tooDifferent');
    expect(diffText(lines('a'), lines('b', 250)).level).toBe('tooDifferent');
    expect(diffText(lines('a', 100), lines('b', 100)).level).toBe('words');
    const log = (time: string) => lines('step ').replaceAll(/^/gm, `${time} `);
    expect(diffText(log('10:00'), log('11:00'))).toMatchObject({ level: 'words' });
  });

  it('says when it could not look at words, or not at lines', () => {
    const words = (from: number) =>
      Array.from({ length: 50 }, (_, n) => `w${from + n * 2}`).join(' ');
    const lines = (from: number) => words(from).replaceAll(' ', '\n');
    const budget = { ...textDiffBudget, lineEdits: 20, wordEdits: 20 };
    expect(diffText(words(0), words(1), budget)).toMatchObject({ level: 'lines' });
    const turned = lines(0).split('\n').reverse().join('\n');
    expect(diffText(lines(0), turned, budget)).toEqual({ level: 'tooDifferent', rows: [] });
    expect(diffText(`${lines(0)}\nx`, `${lines(0)}\ny`, budget)).toMatchObject({ level: 'words' });
  });
});

describe('diffWords', () => {
  it('gives each line back whole', () => {
    const any = fc.string({ unit: 'grapheme', maxLength: 40 });
    const whole = (pieces: readonly { readonly text: string }[] = []) =>
      pieces.map(({ text }) => text).join('');
    fc.assert(
      fc.property(any, any, (a, b) => {
        const words = diffWords(a, b, 1000);
        expect(whole(words?.a)).toBe(a);
        expect(whole(words?.b)).toBe(b);
      }),
    );
  });

  it.each([
    ['Прочитай файл вслух', 'Прочитай папку вслух', 'Прочитай [папку] вслух'],
    ['先读文件再写', '先读目录再写', '先读[目录]再写'],
    ['go 👩‍💻 now', 'go 👩‍🚀 now', 'go [👩‍🚀] now'],
    ['a b c', 'a x y', 'a [x y]'],
    ['costs 0.25 now', 'costs 0.75 now', 'costs [0.75] now'],
  ])('marks words of any script: %s', (a, b, expected) => {
    const pieces = diffWords(a, b, 1000)?.b ?? [];
    const text = pieces.map((piece) => (piece.isMarked ? `[${piece.text}]` : piece.text)).join('');
    expect(text).toBe(expected);
  });
});

describe('foldRows', () => {
  const numbered = (count: number, change: number) =>
    diffText(
      Array.from({ length: count }, (_, n) => `line ${n}`).join('\n'),
      Array.from({ length: count }, (_, n) => (n === change ? 'other' : `line ${n}`)).join('\n'),
    ).rows;

  it('hides what is far from a change and keeps what is near', () => {
    const folded = foldRows(numbered(100, 50), false);
    expect(folded.map((block) => (block.kind === 'fold' ? block.linesA.length : 0))).toEqual([
      47, 0, 0, 0, 0, 0, 0, 0, 46,
    ]);
  });

  it('loses no row, whatever is folded', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        const { rows } = diffText(
          `${a}\n${'same\n'.repeat(12)}${b}`,
          `${b}\n${'same\n'.repeat(12)}${a}`,
        );
        const unfolded = foldRows(rows, false).flatMap((block) =>
          block.kind === 'fold' ? unfold(block) : [block],
        );
        expect(unfolded).toEqual(rows);
      }),
    );
  });
});
