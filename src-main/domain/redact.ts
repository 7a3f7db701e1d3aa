/**
 * Takes out of texts what should not be passed on: keys, tokens, passwords, addresses of people and
 * machines. It finds what has a known form; what has none stays, so a reader must look it over.
 */
import type { JsonValue } from './messages';

export const secretKinds = [
  'privateKey',
  'key',
  'token',
  'password',
  'email',
  'card',
  'address',
  'home',
] as const;

export type SecretKind = (typeof secretKinds)[number];

/** A value that was found, for the preview: shown to whoever has the trace, never passed on. */
export interface Finding {
  readonly kind: SecretKind;
  readonly value: string;
  /** What stands in its place, the same wherever the value is, e.g. `[key 1]`. */
  readonly mark: string;
  readonly count: number;
}

export interface Redactor {
  text(text: string): string;
  /** Texts within, keys of members too; of members such as `api_key`, whatever they hold. */
  value(value: JsonValue): JsonValue;
  /** All that was found so far, in the order in which it was met. */
  findings(): readonly Finding[];
}

interface Pattern {
  readonly kind: SecretKind;
  /** Its first group is the secret where there is one; else all of it is. */
  readonly pattern: RegExp;
  readonly isMeant?: (value: string) => boolean;
}

/** In this order: a token within a private key is part of it. */
const patterns: readonly Pattern[] = [
  {
    kind: 'privateKey',
    pattern:
      /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]{1,20000}?-----END [A-Z ]{0,30}PRIVATE KEY-----/g,
  },
  {
    kind: 'key',
    pattern:
      /\b(?:sk-[\w-]{16,}|(?:sk|pk|rk)_(?:live|test)_\w{10,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|AKIA[0-9A-Z]{16}|AIza[\w-]{30,}|xox[abprs]-[\w-]{10,}|hf_\w{20,}|npm_\w{30,}|lsv2_[\w-]{20,})/g,
  },
  { kind: 'token', pattern: /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g },
  { kind: 'token', pattern: /\b(?:Bearer|Basic)\s{1,3}([\w+/.~-]{12,}={0,2})/gi },
  { kind: 'password', pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]{0,100}:([^\s/@]{1,200})@/gi },
  {
    kind: 'password',
    pattern:
      /\b(?:api[_-]?key|password|passwd|pwd|secret|access[_-]?token)["']?\s{0,3}[=:]\s{0,3}["']?([^\s"',;&]{6,200})/gi,
  },
  { kind: 'email', pattern: /\b[\w.%+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}\b/gi },
  { kind: 'card', pattern: /\b\d(?:[ -]?\d){12,18}\b/g, isMeant: hasCheckDigit },
  {
    kind: 'address',
    pattern: /\b(?:\d{1,3}\.){3}\d{1,3}\b/g,
    isMeant: (value) =>
      !/^(?:127|0)\./.test(value) && value.split('.').every((n) => Number(n) < 256),
  },
  { kind: 'home', pattern: /(?:\/home\/|\/Users\/|[A-Za-z]:\\Users\\)([^\s/\\"':]{1,64})/g },
];

const secretMember =
  /^(?:.{0,40}[_.-])?(?:api[_-]?key|authorization|password|passwd|secret|access[_-]?token|refresh[_-]?token|id[_-]?token|cookie|set-cookie|private[_-]?key)$/i;

const MAX_DEPTH = 64;

/**
 * Finds and marks what is of these kinds. Equal values get one mark, so one sees that they are.
 *
 * @param kept values that stay as they are; they are found and numbered all the same
 */
export function createRedactor(
  kinds: ReadonlySet<SecretKind>,
  kept: ReadonlySet<string> = new Set(),
): Redactor {
  const found = new Map<string, { kind: SecretKind; mark: string; count: number }>();
  const counts = new Map<SecretKind, number>();
  const markOf = (kind: SecretKind, value: string): string => {
    let entry = found.get(value);
    if (entry === undefined) {
      const number = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, number);
      found.set(value, (entry = { kind, mark: `[${kind} ${number}]`, count: 0 }));
    }
    entry.count++;
    return kept.has(value) ? value : entry.mark;
  };
  const text = (input: string): string =>
    patterns.reduce((rest, { kind, pattern, isMeant }) => {
      if (!kinds.has(kind)) return rest;
      return rest.replace(pattern, (whole: string, group: unknown) => {
        const secret = typeof group === 'string' ? group : whole;
        if (isMeant?.(secret) === false || isMark(secret)) return whole;
        const at = whole.lastIndexOf(secret);
        return `${whole.slice(0, at)}${markOf(kind, secret)}${whole.slice(at + secret.length)}`;
      });
    }, input);
  const value = (input: JsonValue, depth = 0): JsonValue => {
    if (typeof input === 'string') return text(input);
    if (input === null || typeof input !== 'object') return input;
    if (depth > MAX_DEPTH) return null;
    if (Array.isArray(input)) {
      return (input as readonly JsonValue[]).map((item) => value(item, depth + 1));
    }
    return Object.fromEntries(
      Object.entries(input).map(([key, member]) => {
        const isSecret = kinds.has('password') && secretMember.test(key);
        const isText = typeof member === 'string' && member !== '';
        return [
          text(key),
          isSecret && isText ? markOf('password', member) : value(member, depth + 1),
        ];
      }),
    );
  };
  return {
    text,
    value: (input) => value(input),
    findings: () => [...found].map(([secret, entry]) => ({ value: secret, ...entry })),
  };
}

function isMark(text: string): boolean {
  return (
    /^\[[a-zA-Z]+ \d+\]?$/.test(text) || secretKinds.some((kind) => text.startsWith(`[${kind}`))
  );
}

/** The last digit of card numbers follows from the others (Luhn). */
function hasCheckDigit(text: string): boolean {
  const digits = (text.match(/\d/g) ?? []).map(Number).reverse();
  const sum = digits.reduce((total, digit, at) => {
    const weighed = at % 2 === 0 ? digit : digit * 2;
    return total + (weighed > 9 ? weighed - 9 : weighed);
  }, 0);
  return sum % 10 === 0 && new Set(digits).size > 1;
}
