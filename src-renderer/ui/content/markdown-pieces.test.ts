import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { markdownPieces } from './markdown-pieces';

const texts = (text: string): string[] => markdownPieces(text).map((piece) => piece.text);

describe('pieces of Markdown', () => {
  it('are one for a text that is short', () => {
    expect(texts('# One\n\ntwo')).toEqual(['# One\n\ntwo']);
    expect(texts('')).toEqual([]);
  });

  it('end between blocks', () => {
    const block = `${'word '.repeat(300).trim()}\n\n`;
    const pieces = texts(block.repeat(9));
    expect(pieces.length).toBe(3);
    expect(pieces.every((piece) => piece.endsWith('\n\n'))).toBe(true);
  });

  it('keep code whole, blank lines in it too', () => {
    const code = `\`\`\`ts\n${'line\n\n'.repeat(1000)}\`\`\`\n\n`;
    expect(texts(`${code}after`)).toEqual([code, 'after']);
  });

  it('close and open again code that is too long', () => {
    const pieces = texts(`~~~~py\n${'x = 1\n'.repeat(5000)}~~~~\nafter`);
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.slice(0, -1).every((piece) => piece.endsWith('\n~~~~'))).toBe(true);
    expect(pieces.every((piece) => piece.startsWith('~~~~py\n'))).toBe(true);
    expect(pieces.at(-1)).toContain('~~~~\nafter');
  });

  it('are never long, hold all of the text in its order, and cut no character', () => {
    const line = fc.constantFrom(
      '',
      '```',
      '~~~',
      '```js',
      '- item',
      'a'.repeat(5000),
      '\u{1F600}'.repeat(9000),
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 12 }),
        fc.string({ unit: 'binary' }),
        (lines, more) => {
          const text = [...lines, more].join('\n');
          const pieces = markdownPieces(text);
          expect(pieces.map(({ from, to }) => text.slice(from, to)).join('') === text).toBe(true);
          const isWhole = pieces.every(
            ({ from, to, text: drawn }) =>
              to - from <= 12_001 &&
              drawn.includes(text.slice(from, to)) &&
              (from === 0 || text.slice(from - 1, from + 1) !== '\u{1F600}'),
          );
          expect(isWhole).toBe(true);
        },
      ),
    );
  });
});
