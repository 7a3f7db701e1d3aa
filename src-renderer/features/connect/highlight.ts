import type { CodeToken, CodeTokenKind } from '../../ui/code-block';

export type SnippetLanguage = 'shell' | 'python' | 'javascript';

type Rule = readonly [kind: CodeTokenKind, pattern: RegExp];

const rules: Readonly<Record<SnippetLanguage, readonly Rule[]>> = {
  shell: [
    ['comment', /#[^\n]*/y],
    ['string', /(?<==)[^\s\\]+/y],
    ['string', /"[^"\n]*"/y],
    ['key', /(?:\$env:)?[A-Z][A-Z0-9_]+(?=\s?=)/y],
    ['keyword', /(?<=^|\n)(?:export|pip|npm|curl|claude)(?![\w.])/y],
  ],
  python: [
    ['comment', /#[^\n]*/y],
    ['string', /"[^"\n]*"/y],
    ['keyword', /\b(?:from|import|with|as|pass)\b/y],
  ],
  javascript: [
    ['comment', /\/\/[^\n]*/y],
    ['string', /'[^'\n]*'/y],
    ['keyword', /\b(?:import|from|const|new|await|true)\b/y],
  ],
};

/** Colours a snippet: enough for the few lines of ours, not a parser. The text stays as it is. */
export function highlight(code: string, language: SnippetLanguage): readonly CodeToken[] {
  const tokens: CodeToken[] = [];
  let plainFrom = 0;
  let at = 0;
  const push = (kind: CodeTokenKind, from: number, to: number) => {
    if (to > from) tokens.push({ kind, text: code.slice(from, to) });
  };
  while (at < code.length) {
    const found = match(code, at, rules[language]);
    if (found === null) {
      at += 1;
    } else {
      push('plain', plainFrom, at);
      push(found.kind, at, found.end);
      at = found.end;
      plainFrom = at;
    }
  }
  push('plain', plainFrom, at);
  return tokens;
}

function match(code: string, at: number, candidates: readonly Rule[]) {
  for (const [kind, pattern] of candidates) {
    pattern.lastIndex = at;
    if (pattern.test(code)) return { kind, end: pattern.lastIndex };
  }
  return null;
}
