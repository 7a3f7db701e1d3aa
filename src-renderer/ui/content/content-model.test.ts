import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { CostBreakdown } from '@contract/facets';
import type { Usage } from '@domain/facets/span-facets';
import type { JsonValue, MediaPart, Message, MessagePart } from '@domain/messages';

import { formatNode, nodeOfJson } from './json-node';
import { webAddress } from './link-button';
import { readMediaContent } from './media-content';
import {
  decodeBase64,
  extensionOf,
  isTextType,
  mediaBytes,
  mediaSource,
  plainType,
  shownBy,
} from './media-source';
import { headingOf, messagePreview, messageText, oneLine, textOfBlocks } from './message-text';
import { recordingSetting } from './recording-setting';
import { parseStack, stackRuns } from './stack-frames';
import { costLabel, tokenSegments, totalTokens } from './token-segments';

describe('nodeOfJson', () => {
  it('says what the value says', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const node = nodeOfJson(value as JsonValue);
        expect(JSON.parse(formatNode(node, 0))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('does not follow values that nest without end', () => {
    let value: JsonValue = 1;
    for (let level = 0; level < 20_000; level += 1) value = [value];
    expect(formatNode(nodeOfJson(value), 0)).toContain('<nested too deep>');
  });
});

describe('messages as text', () => {
  const call: MessagePart = {
    type: 'toolCall',
    id: '1',
    name: 'grep',
    args: { pattern: 'x' },
    isServerSide: false,
  };
  const result: MessagePart = {
    type: 'toolResult',
    id: '1',
    name: null,
    result: [{ type: 'text', text: 'found' }],
    isError: true,
    isServerSide: false,
  };
  const message = (role: Message['role'], ...parts: MessagePart[]) => ({ role, parts });

  it('are all of their parts', () => {
    expect(messageText(message('assistant', { type: 'text', text: 'I look.' }, call))).toBe(
      'I look.\n\ngrep({"pattern": "x"})',
    );
    expect(messageText(message('tool', result))).toBe('found');
  });

  it('begin with what was said, not with what was thought', () => {
    const thought: MessagePart = { type: 'reasoning', text: 'hm', isHidden: false };
    expect(messagePreview(message('assistant', thought, call))).toBe('grep({"pattern": "x"})');
    expect(messagePreview(message('assistant', thought))).toBe('hm');
    expect(messagePreview(message('assistant'))).toBe('');
    expect(oneLine('a\n  b\tc')).toBe('a b c');
  });

  it('with nothing but results are the tools’, whoever carries them', () => {
    expect(headingOf(message('user', result))).toEqual({
      label: 'Tool result',
      role: 'tool',
      isError: true,
    });
    expect(headingOf(message('user', result, call)).role).toBe('user');
  });

  it('read text out of blocks, and only out of such', () => {
    expect(textOfBlocks({ content: [{ type: 'text', text: 'a' }] })).toBe('a');
    expect(textOfBlocks([{ type: 'image', data: 'a' }])).toBeNull();
    expect(textOfBlocks([])).toBeNull();
    expect(textOfBlocks('"3 passed\\n1 failed"')).toBe('3 passed\n1 failed');
    expect(textOfBlocks('"a" or "b"')).toBe('"a" or "b"');
    expect(textOfBlocks(JSON.parse('{"__proto__": [{"type": "text", "text": "x"}]}'))).toBeNull();
    fc.assert(
      fc.property(fc.jsonValue(), (value) => textOfBlocks(value as JsonValue) !== undefined),
    );
  });
});

describe('media', () => {
  const part = (changes: Partial<MediaPart>): MediaPart => ({
    type: 'media',
    modality: 'image',
    mime: null,
    name: null,
    base64: null,
    uri: null,
    fileId: null,
    byteLength: null,
    transcript: null,
    isLeftOut: false,
    ...changes,
  });

  it('are read from bytes and from data addresses, never from others', () => {
    expect(mediaSource(part({ base64: 'AAAA', mime: 'image/png' }))).toEqual({
      base64: 'AAAA',
      mime: 'image/png',
    });
    expect(mediaSource(part({ uri: 'data:image/gif;base64,R0lG' }))).toEqual({
      base64: 'R0lG',
      mime: 'image/gif',
    });
    expect(mediaSource(part({ base64: 'data:image/png;base64,AAAA' }))?.base64).toBe('AAAA');
    expect(mediaSource(part({ uri: 'https://example.com/a.png' }))).toBeNull();
    expect(mediaSource(part({ uri: 'data:text/html,<b>' }))).toBeNull();
  });

  it('are shown as what they are, and nothing as a page', () => {
    expect(plainType('image/jpg')).toBe('image/jpeg');
    expect(plainType('audio/wav; rate=16000')).toBe('audio/wav');
    expect(plainType('constructor')).toBe('constructor');
    expect(['image/png', 'audio/mpeg', 'text/html', 'constructor'].map(shownBy)).toEqual([
      'image',
      'audio',
      null,
      null,
    ]);
    expect(['text/html', 'application/ld+json', 'image/svg+xml'].map(isTextType)).toEqual([
      true,
      true,
      false,
    ]);
    expect(mediaBytes(part({}), { base64: 'AAAA', mime: null })).toBe(3);
    expect(extensionOf('image/jpeg')).toBe('.jpg');
    expect(extensionOf('application/../../x')).toBe('');
  });

  it('are read from Base64 in all its spellings, as far as it goes', () => {
    expect(decodeBase64('A-_A')?.bytes).toHaveLength(3);
    expect(decodeBase64('QU JD\nRA==')).toEqual({
      bytes: Uint8Array.of(65, 66, 67, 68),
      isWhole: true,
    });
    expect(decodeBase64('QUJDR')).toEqual({ bytes: Uint8Array.of(65, 66, 67), isWhole: false });
    for (const text of ['', '==', 'not base64!', 'A']) expect(decodeBase64(text)).toBeNull();
  });

  it('say what is wrong with them', () => {
    const png =
      'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP8z8Dwn4GBgYEJRMAAIwMAGAQBAWbZ2vAAAAAASUVORK5CYII=';
    const contentOf = (changes: Partial<MediaPart>) => {
      const media = part({ mime: 'image/png', ...changes });
      const { show, type, notes } = readMediaContent(media, mediaSource(media)!);
      return [show?.as ?? null, type, ...notes];
    };
    expect(contentOf({ base64: png })).toEqual(['image', 'image/png']);
    expect(contentOf({ base64: png, mime: null, modality: 'file' })).toEqual([
      'image',
      'image/png',
    ]);
    expect(contentOf({ base64: png, mime: 'audio/wav', modality: 'audio' })).toEqual([
      'image',
      'image/png',
      'Sent as audio/wav, but its bytes are image/png.',
    ]);
    expect(contentOf({ base64: png, mime: 'application/octet-stream' })).toEqual([
      'image',
      'image/png',
    ]);
    expect(contentOf({ base64: 'AAAA', mime: 'x/y', modality: 'file' })).toEqual([null, 'x/y']);
    expect(contentOf({ base64: png.slice(0, 41) })).toEqual([
      'image',
      'image/png',
      'Cut before it got here: its end is missing.',
    ]);
    expect(contentOf({ base64: png.slice(0, 40), byteLength: 2000 })).toEqual([
      'image',
      'image/png',
      'Cut before it got here: 30\u00a0B of 2.0\u00a0KB are left.',
    ]);
    expect(contentOf({ base64: '<redacted>' })[2]).toContain('left a mark');
    expect(contentOf({ base64: 'iVBORw0K...[truncated]' })[2]).toContain('cannot be shown');
    expect(contentOf({ base64: '{no base64}' })[2]).toContain('not valid Base64');
    expect(contentOf({ base64: 'YSBub3Rl', mime: 'text/plain', modality: 'file' })).toEqual([
      'text',
      'text/plain',
    ]);
    expect(contentOf({ base64: 'AAAA', mime: 'text/plain', modality: 'file' })[0]).toBeNull();
  });

  it('lead to web addresses alone', () => {
    expect(webAddress('https://example.com')).toBe('https://example.com/');
    for (const other of ['javascript:alert(1)', 'file:///etc', '#x', 'data:text/html,x', '']) {
      expect(webAddress(other)).toBeNull();
    }
  });
});

describe('stackRuns', () => {
  const frame = (path: string): string => `  File "${path}", line 1, in f\n    call()`;
  const text = [
    'Traceback (most recent call last):',
    frame('app/main.py'),
    frame('/venv/lib/python3.12/site-packages/a/x.py'),
    frame('/venv/lib/python3.12/site-packages/a/y.py'),
    frame('app/other.py'),
    frame('/usr/lib/python3.12/site-packages/b/z.py'),
    'ValueError: no',
  ].join('\n');

  it('folds frames of libraries, but not where it was thrown', () => {
    const runs = stackRuns(parseStack(text));
    expect(runs.map(({ libraryFrames, lines }) => [libraryFrames, lines.length])).toEqual([
      [0, 3],
      [2, 4],
      [0, 5],
    ]);
  });

  it('knows the libraries of other languages', () => {
    const places = [
      '    at f (/app/node_modules/x/index.js:1:2)',
      '    at node:internal/process/task_queues:95:5',
      '    at java.base/java.lang.Thread.run(Thread.java:833)',
      '    at java.lang.Thread.run(Thread.java:833)',
    ];
    const isLibrary = (line: string): boolean => parseStack(`x\n${line}`)[1]!.isLibrary;
    expect(places.map(isLibrary)).toEqual([true, true, true, true]);
    expect(isLibrary('    at f (/app/src/index.js:1:2)')).toBe(false);
  });

  it('keeps all lines of any text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...text.split('\n'), '', ' ')), (lines) => {
        const joined = lines.join('\n');
        const kept = stackRuns(parseStack(joined)).flatMap((run) => run.lines);
        expect(kept.map((line) => line.text).join('\n')).toBe(joined.replace(/\n$/, ''));
      }),
    );
  });
});

describe('tokens of a call', () => {
  const usage: Usage = {
    input: 6214,
    output: 412,
    total: null,
    cacheRead: 4096,
    cacheWrite: null,
    reasoning: 180,
    inputIncludedCache: true,
    outputIncludedReasoning: true,
    scope: 'call',
    extra: [],
  };
  const cost: CostBreakdown = {
    state: 'computed',
    totalUsd: 0.0138,
    inputUsd: 0.0064,
    cacheReadUsd: 0.0012,
    cacheWriteUsd: null,
    outputUsd: 0.0035,
    reasoningUsd: 0.0027,
    price: null,
  };

  it('are parts that do not overlap and add up', () => {
    const segments = tokenSegments(usage, cost);
    expect(segments.map(({ name, tokens, usd }) => [name, tokens, usd])).toEqual([
      ['Cached input', 4096, 0.0012],
      ['Input', 2118, 0.0064],
      ['Reasoning', 180, 0.0027],
      ['Output', 232, 0.0035],
    ]);
    expect(segments.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(totalTokens(usage));
  });

  it('are never fewer than none, whatever was sent', () => {
    const odd = { ...usage, input: 10, output: 1 };
    for (const { tokens } of tokenSegments(odd, cost)) expect(tokens).toBeGreaterThanOrEqual(0);
    expect(totalTokens({ ...usage, input: null, output: null, total: 7 })).toBe(7);
    expect(totalTokens({ ...usage, input: null, output: null })).toBeNull();
  });

  it('cost what they cost, nothing, or nobody knows', () => {
    expect(costLabel(cost)).toBe('$0.0138');
    expect(costLabel({ ...cost, state: 'local', totalUsd: 0 })).toBe('$0, local');
    expect(costLabel({ ...cost, state: 'unknown', totalUsd: null })).toBe('no price');
    expect(costLabel({ ...cost, state: 'none', totalUsd: null })).toBe('');
  });
});

describe('recordingSetting', () => {
  it('is of the first convention that has one', () => {
    expect(recordingSetting(['http', 'claude-code', 'otel-genai']).setting).toContain(
      'OTEL_LOG_USER_PROMPTS',
    );
    expect(recordingSetting(['otel-genai', 'codex']).limit).toContain('never what the model said');
    expect(recordingSetting([]).setting).toBe('OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT');
  });
});
