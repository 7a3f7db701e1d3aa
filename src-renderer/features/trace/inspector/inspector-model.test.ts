import { execFileSync } from 'node:child_process';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { AnyValue, KeyValue } from '@domain/otlp/model';

import { curlOf } from './copy-as';
import { groupAttributes, listAttributes } from './group-attributes';
import { formatNode, nodeOfValue, parseJson } from '../../../ui/content/json-node';
import { jsonTokens } from '../../../ui/content/json-tokens';
import { blocksOf, markedBlocks, MAX_MARKS } from '../../../ui/content/long-text';
import { flagWords, severityText } from './otlp-words';
import { parseStack } from '../../../ui/content/stack-frames';
import { attributeContains, typeName, valueText, webLink } from './value-text';

const string = (value: string): AnyValue => ({ type: 'string', value });
const attribute = (key: string, value = 'x'): KeyValue => ({ key, value: string(value) });

describe('parseJson', () => {
  it('reads what JSON.parse reads, and writes it back to the same value', () => {
    fc.assert(
      fc.property(fc.oneof(fc.object(), fc.array(fc.jsonValue())), fc.nat(4), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const node = parseJson(text);
        expect(node).not.toBeNull();
        expect(JSON.parse(formatNode(node!, 2))).toEqual(JSON.parse(text));
        expect(JSON.parse(formatNode(node!, 0))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('refuses exactly what JSON.parse refuses', () => {
    const piece = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '1', '-', '01', 'true', ' ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = `[${pieces.join('')}]`;
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        expect(parseJson(text) !== null).toBe(isJson);
      }),
    );
  });

  it('keeps digits, order and repeated keys that objects of JavaScript would lose', () => {
    const text = '{"b": 12345678901234567890, "2": 1.0, "1": 1e3, "b": null, "__proto__": 5}';
    expect(formatNode(parseJson(text)!, 0)).toBe(text);
  });

  it('leaves alone what is no object or array, and what is nested too deep', () => {
    expect(parseJson('12')).toBeNull();
    expect(parseJson('{not json}')).toBeNull();
    expect(parseJson('')).toBeNull();
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(parseJson(deep)).toBeNull();
  });
});

describe('values', () => {
  it('S10 shows a __proto__ key like any other', () => {
    const value: AnyValue = { type: 'kvlist', entries: [attribute('__proto__', 'y')] };
    expect(formatNode(nodeOfValue(value), 0)).toBe('{"__proto__": "y"}');
  });

  it('are exact: large integers, doubles without fraction, bytes', () => {
    expect(valueText({ type: 'int', value: 9_223_372_036_854_775_807n })).toBe(
      '9223372036854775807',
    );
    expect(valueText({ type: 'double', value: 3 })).toBe('3.0');
    expect(valueText({ type: 'double', value: 0.1 })).toBe('0.1');
    expect(valueText({ type: 'double', value: Number.NaN })).toBe('NaN');
    expect(valueText({ type: 'bytes', value: Uint8Array.of(0, 255) })).toBe('00ff');
    expect(typeName({ type: 'array', values: [string('a')] })).toBe('array 1');
  });

  it('are valid JSON also where JSON has no form for them', () => {
    const doubles = [Number.NaN, Infinity, -Infinity, 1e300, 3];
    const values: AnyValue[] = doubles.map((value) => ({ type: 'double', value }));
    values.push({ type: 'truncated' }, { type: 'empty' }, { type: 'bool', value: true });
    const text = formatNode(nodeOfValue({ type: 'array', values }), 0);
    expect(JSON.parse(text)).toEqual([
      'NaN',
      'Infinity',
      '-Infinity',
      1e300,
      3,
      '<nested too deep>',
      null,
      true,
    ]);
  });

  it('S12 offers web addresses only as links', () => {
    expect(webLink(string('https://example.org/a?b=1'))).toBe('https://example.org/a?b=1');
    for (const text of [
      'javascript:alert(1)',
      'file:///etc/passwd',
      'data:text/html,<script>',
      'https://a b',
      'see https://example.org',
      ' https://example.org',
      '<a href="https://example.org">',
    ]) {
      expect(webLink(string(text))).toBeNull();
    }
    expect(webLink({ type: 'int', value: 1n })).toBeNull();
  });

  it('are found by key and by value, whatever the case', () => {
    const nested: KeyValue = {
      key: 'gen_ai.input',
      value: { type: 'array', values: [string('Hello')] },
    };
    expect(attributeContains(nested, 'GEN_AI')).toBe(true);
    expect(attributeContains(nested, 'hello')).toBe(true);
    expect(attributeContains(nested, 'bye')).toBe(false);
    expect(attributeContains(nested, ' ')).toBe(true);
  });
});

describe('groupAttributes', () => {
  it('groups by prefix, sorts numbers as numbers, and leaves single ones together', () => {
    const listed = listAttributes([
      attribute('llm.messages.10'),
      attribute('plain'),
      attribute('llm.messages.9'),
      attribute('url.full'),
    ]);
    expect(
      groupAttributes(listed).map(({ prefix, attributes }) => [
        prefix,
        attributes.map(({ label }) => label),
      ]),
    ).toEqual([
      ['', ['plain', 'url.full']],
      ['llm', ['messages.9', 'messages.10']],
    ]);
  });

  it('loses none and says which repeat, in whatever order they came', () => {
    const key = fc.constantFrom('a', 'a.b', 'a.c', 'b.', '.b', 'b.x', '', 'a.b.c');
    fc.assert(
      fc.property(fc.array(key), (keys) => {
        const listed = listAttributes(keys.map((name) => attribute(name)));
        const grouped = groupAttributes(listed).flatMap(({ attributes }) => attributes);
        expect(grouped.map(({ order }) => order).sort((a, b) => a - b)).toEqual([...keys.keys()]);
        for (const { attribute: one, isRepeated } of grouped) {
          expect(isRepeated).toBe(keys.filter((name) => name === one.key).length > 1);
        }
      }),
    );
  });
});

describe('parseStack', () => {
  const places = (text: string): string[] =>
    parseStack(text).flatMap((line) =>
      line.kind === 'frame' ? [line.text.slice(line.from, line.to)] : [],
    );

  it('finds files and lines in the stacks of several languages', () => {
    expect(
      places(
        'Traceback (most recent call last):\n  File "bench/a.py", line 61, in insert\n    x()',
      ),
    ).toEqual(['bench/a.py']);
    expect(places('Error: no\n    at main (/app/run.js:12:5)\n    at /app/x.js:3:1')).toEqual([
      '/app/run.js:12:5',
      '/app/x.js:3:1',
    ]);
    expect(places('java.lang.Error\n\tat com.example.Main.main(Main.java:12)')).toEqual([
      'Main.java:12',
    ]);
    expect(places('   at Example.Main() in C:\\run.cs:line 12')).toEqual(['C:\\run.cs:line 12']);
    expect(places('goroutine 1 [running]:\nmain.main()\n\t/app/run.go:12 +0x1d')).toEqual([
      '/app/run.go:12',
    ]);
  });

  it('knows the innermost frame: the last one of Python, the first one of others', () => {
    const innermost = (text: string): string[] =>
      parseStack(text).flatMap((line) => (line.isInnermost ? [line.text.trim()] : []));
    expect(
      innermost(
        'Traceback (most recent call last):\n  File "a.py", line 1, in a\n    b()\n  File "b.py", line 2, in b\n    raise E\nE: no',
      ),
    ).toEqual(['File "b.py", line 2, in b', 'raise E']);
    expect(innermost('E: no\n    at b (/b.js:2:1)\n    at a (/a.js:1:1)')).toEqual([
      'at b (/b.js:2:1)',
    ]);
    expect(innermost('something went wrong')).toEqual([]);
  });

  it('keeps every character of any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const lines = parseStack(text).map((line) => line.text);
        expect(lines.join('\n')).toBe(text.replace(/\n$/, ''));
      }),
    );
  });
});

describe('long text', () => {
  it('is parted into small blocks that together are the text, and never inside a character', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constant('😀'.repeat(3000)),
      fc.constant('x'.repeat(5000)),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', ''), (lines, joint) => {
        const text = lines.join(joint);
        const blocks = blocksOf(text);
        expect(blocks.join('')).toBe(text);
        expect(blocks.every((block) => block.length > 0 && block.length <= 4001)).toBe(true);
        expect(blocks.some((block) => /^[\udc00-\udfff]/.test(block))).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  it('is parted at once, and as finely, where it is a single line of many megabytes', () => {
    const text = 'x'.repeat(20_000_000);
    const blocks = blocksOf(text);
    // A search back to the beginning for every block would outlast the time of a test.
    expect(blocks).toHaveLength(5000);
    expect(Math.max(...blocks.map(({ length }) => length))).toBe(4000);
  });

  it('is coloured without losing any of it', () => {
    expect(jsonTokens('{"a": [1.5, "b: c", true]}').map(({ kind, text }) => [kind, text])).toEqual([
      ['plain', '{'],
      ['key', '"a"'],
      ['plain', ':'],
      ['plain', ' ['],
      ['number', '1.5'],
      ['plain', ', '],
      ['string', '"b: c"'],
      ['plain', ', '],
      ['keyword', 'true'],
      ['plain', ']}'],
    ]);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const tokens = jsonTokens(text);
        expect(tokens.map((token) => token.text).join('')).toBe(text);
      }),
    );
  });
});

describe('words', () => {
  it('name severities by number where the sender gave no text', () => {
    expect(severityText(9, '')).toBe('INFO');
    expect(severityText(18, '')).toBe('ERROR2');
    expect(severityText(0, '')).toBe('—');
    expect(severityText(17, 'Fehler')).toBe('Fehler');
  });

  it('read trace flags', () => {
    expect(flagWords(0x301)).toBe('sampled, remote parent');
    expect(flagWords(0x100)).toBe('local parent');
    expect(flagWords(0)).toBe('');
  });
});

describe('curlOf', () => {
  it('hands the span over as input, as it is, whatever its length and signs', () => {
    const json = JSON.stringify({ a: "it's $HOME `x` \\ EOF", b: 'x'.repeat(300_000) });
    const script = `curl() { echo "$*"; cat; }\n${curlOf(json, 4318)}`;
    const [words, ...sent] = execFileSync('sh', { input: script, encoding: 'utf8' }).split('\n');
    expect(words).toContain('http://127.0.0.1:4318/v1/traces -H Content-Type: application/json');
    expect(sent).toEqual([json, '']);
  });
});

describe('marking a long text', () => {
  it('stops before matches are too many, at the end of a block', () => {
    const blocks = Array.from({ length: 10 }, () => 'ab '.repeat(MAX_MARKS / 4));
    expect(markedBlocks(blocks, 'AB')).toBe(4);
    expect(markedBlocks(blocks, 'ba')).toBe(10);
    expect(markedBlocks(blocks, ' ')).toBe(10);
  });
});
