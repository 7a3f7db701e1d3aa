/**
 * Takes out of texts what should not be passed on: keys, tokens, passwords, addresses of people and
 * machines. It finds what has a known form or stands below a name that says so; what has neither
 * stays, so a reader must look it over.
 */
import type { JsonValue } from '../messages';
import { isSchemaType, isSchemaWord } from './nested-scalars';
import { assignedSecrets } from './secret-assignments';
import { formedSecrets } from './secret-forms';
import { secretKinds, type SecretKind, type SecretRange } from './secret-kind';
import { isFolderOf, isMeantByWeak, isNoSecret, secretNameStrength } from './secret-names';
import { outside, urlCredentials } from './url-credentials';

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
  /** Texts within, names of members too; below names such as `api_key` all that is there. */
  value(value: JsonValue): JsonValue;
  /** All that was found so far, in the order in which it was met. */
  findings(): readonly Finding[];
}

const MAX_DEPTH = 64;
/** Smaller numbers are no card numbers. */
const MIN_CARD = 1e11;

/**
 * Finds and marks secrets of all kinds. Equal values get one mark, so one sees that they are.
 *
 * @param kept values that stay as they are; they are found and numbered all the same
 */
export function createRedactor(kept: ReadonlySet<string> = new Set()): Redactor {
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
  const text = (input: string): string => {
    const parts: string[] = [];
    let at = 0;
    for (const { start, end, kind } of secretsOf(input)) {
      parts.push(input.slice(at, start), markOf(kind, input.slice(start, end)));
      at = end;
    }
    return parts.length === 0 ? input : parts.join('') + input.slice(at);
  };
  const secret = (input: JsonValue, depth: number): JsonValue => {
    if (input === null || typeof input === 'boolean' || input === '') return input;
    if (typeof input === 'number') return markOf('password', String(input));
    if (typeof input === 'string') {
      return isNoSecret(input) || isMark(input) ? input : markOf('password', input);
    }
    if (depth > MAX_DEPTH) return null;
    if (isList(input)) return input.map((item) => secret(item, depth + 1));
    const isSchema = isSchemaType(input['type']);
    return membersOf(input, (name, member) =>
      isSchema && isSchemaWord(name) ? value(member, depth + 1) : secret(member, depth + 1),
    );
  };
  const value = (input: JsonValue, depth = 0): JsonValue => {
    if (typeof input === 'string') return text(input);
    if (typeof input === 'number') return number(input);
    if (input === null || typeof input !== 'object') return input;
    if (depth > MAX_DEPTH) return null;
    if (isList(input)) {
      const isSecret = isSecretPair(input);
      return input.map((item, at) =>
        isSecret && at === 1 ? secret(item, depth + 1) : value(item, depth + 1),
      );
    }
    const told = nameTold(input);
    return membersOf(input, (name, member) => {
      const isSecret =
        isSecretMember(name, member, input) ||
        (name === 'value' && told !== null && isSecretMember(told, member, input));
      return isSecret ? secret(member, depth + 1) : value(member, depth + 1);
    });
  };
  const number = (input: number): JsonValue => {
    if (!(input >= MIN_CARD)) return input;
    const clean = text(String(input));
    return clean === String(input) ? input : clean;
  };
  const membersOf = (
    input: Members,
    clean: (name: string, member: JsonValue) => JsonValue,
  ): JsonValue =>
    Object.fromEntries(
      Object.entries(input).map(([name, member]) => [text(name), clean(name, member)]),
    );
  return {
    text,
    value: (input) => value(input),
    findings: () => [...found].map(([secretValue, entry]) => ({ value: secretValue, ...entry })),
  };
}

type Members = { readonly [key: string]: JsonValue };

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Headers and variables are often lists of `{name, value}`. */
function nameTold(input: Members): string | null {
  const name = input['name'] ?? input['key'];
  return typeof name === 'string' ? name : null;
}

/** Headers may be lists of `[name, value]` as well. */
function isSecretPair(list: readonly JsonValue[]): boolean {
  const [name, value] = list;
  return (
    list.length === 2 &&
    typeof name === 'string' &&
    typeof value === 'string' &&
    secretNameStrength(name) === 'strong' &&
    secretNameStrength(value) === null
  );
}

function isSecretMember(name: string, member: JsonValue, siblings: Members): boolean {
  const strength = secretNameStrength(name);
  if (strength === null) return false;
  if (typeof member === 'string' && isFolderOf(name, member)) return false;
  if (strength === 'strong') return true;
  if (isPartOfText(siblings) || isPartOfText(member)) return false;
  if (typeof member === 'string') return isMeantByWeak(name, member);
  return typeof member !== 'number' || isMeantByWeak(name, String(member));
}

/** A part of a text that a model writes is called a token too. */
function isPartOfText(value: JsonValue): boolean {
  return value !== null && typeof value === 'object' && 'logprob' in value;
}

const ownMark = new RegExp(`\\[(?:${secretKinds.join('|')}) \\d{1,9}\\]`, 'g');

function isMark(text: string): boolean {
  return text !== '' && text.replace(ownMark, '') === '';
}

/** In order, none within another: where places overlap, all of it is the secret. */
function secretsOf(text: string): SecretRange[] {
  const marks = [...text.matchAll(ownMark)];
  // The sort is stable: where two begin and end alike, the form tells more than the name.
  // What a URL has before its host comes before both, but for the forms of keys.
  const credentials = urlCredentials(text);
  const places = [
    ...outside(formedSecrets(text), credentials),
    ...credentials,
    ...assignedSecrets(text, credentials),
  ].sort((x, y) => x.start - y.start || y.end - x.end);
  const merged: { start: number; end: number; readonly kind: SecretKind }[] = [];
  let mark = 0;
  for (const { kind, ...place } of places) {
    let { start, end } = place;
    // No mark is cut in two.
    while ((marks[mark]?.index ?? text.length) + (marks[mark]?.[0].length ?? 0) <= start) {
      if (++mark >= marks.length) break;
    }
    for (let at = mark; at < marks.length && (marks[at]?.index ?? 0) < end; at++) {
      start = Math.min(start, marks[at]?.index ?? start);
      end = Math.max(end, (marks[at]?.index ?? 0) + (marks[at]?.[0].length ?? 0));
    }
    const last = merged.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end, kind });
  }
  return merged.filter(({ start, end }) => !isMark(text.slice(start, end)));
}
