import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { highlight, type SnippetLanguage } from './highlight';
import { snippetsFor } from './snippets';

const endpoint = 'http://localhost:4319';
const platforms = ['linux', 'darwin', 'win32'] as const;

describe.each(platforms)('snippets on %s', (platform) => {
  const snippets = snippetsFor({ endpoint, platform });

  it('are those of the eight ways to send', () => {
    expect(snippets.map(({ label }) => label)).toEqual([
      'OTel env vars',
      'Python',
      'JavaScript',
      'MLflow',
      'LangChain',
      'Vercel AI SDK',
      'Claude Code',
      'curl',
    ]);
  });

  it('name the port that is listened on, and no other', () => {
    const ports = snippets.flatMap(({ blocks }) =>
      blocks.flatMap(({ code }) => [...code.matchAll(/localhost:(\d+)/g)].map(([, port]) => port)),
    );
    expect(ports.length).toBeGreaterThanOrEqual(7);
    expect(new Set(ports)).toEqual(new Set(['4319']));
  });

  it('have a block each that is not empty, and one key each', () => {
    for (const { blocks } of snippets) {
      const codes = blocks.map(({ code }) => code);
      expect(codes.length).toBeGreaterThan(0);
      expect(new Set(codes).size).toBe(codes.length);
      for (const code of codes) expect(code.trim()).not.toBe('');
    }
  });
});

it('set variables the way of the shell of the system', () => {
  const code = (platform: (typeof platforms)[number]) =>
    snippetsFor({ endpoint, platform })[0]?.blocks[0]?.code ?? '';
  expect(code('linux')).toContain(`export OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint}`);
  expect(code('win32')).toContain(`$env:OTEL_EXPORTER_OTLP_ENDPOINT = "${endpoint}"`);
  expect(code('win32')).not.toContain('export');
});

describe('highlight', () => {
  const languages: readonly SnippetLanguage[] = ['shell', 'python', 'javascript'];

  it('never changes the text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('"', "'", '=', '#', '\n', 'A', 'export ', '/', ' ') }),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(...languages), (code, language) => {
        const tokens = highlight(code, language);
        expect(tokens.map((token) => token.text).join('')).toBe(code);
      }),
    );
  });

  it('tells keywords, keys, strings and comments', () => {
    expect(highlight('export A_KEY=value # why', 'shell')).toEqual([
      { kind: 'keyword', text: 'export' },
      { kind: 'plain', text: ' ' },
      { kind: 'key', text: 'A_KEY' },
      { kind: 'plain', text: '=' },
      { kind: 'string', text: 'value' },
      { kind: 'plain', text: ' ' },
      { kind: 'comment', text: '# why' },
    ]);
  });
});
