/**
 * Secrets in texts that are told by the name before them: `DB_PASSWORD=…`, `"api_key": "…"` however
 * often it was escaped, `?token=…`, `Cookie: …`, `--password …`. One walk over the text: names are
 * read back from `=` and `:` for a bounded length, and no value is read twice.
 */
import { nestedScalars } from './nested-scalars';
import type { SecretRange } from './secret-kind';
import { back, closingQuote } from './quoted';
import {
  beginsSecretName,
  isFolderOf,
  isMeantByWeak,
  isNoSecret,
  MAX_NAME_CHARS,
  secretNameStrength,
  type SecretNameStrength,
} from './secret-names';

/** @param taken places in order in which no name is read; the sign before one is part of it */
export function assignedSecrets(text: string, taken: readonly SecretRange[]): SecretRange[] {
  const walk: Walk = { text, strengths: new Map(), found: [], brackets: null };
  const signs = /[=:]|--(?=[a-z])/gi;
  let next = 0;
  for (let sign = signs.exec(text); sign !== null; sign = signs.exec(text)) {
    const at = sign.index;
    while ((taken[next]?.end ?? text.length) <= at && next < taken.length) next++;
    const place = taken[next];
    if (place !== undefined && at >= place.start - 1) {
      signs.lastIndex = place.end;
      continue;
    }
    const after = sign[0] === '--' ? optionAt(walk, at) : assignmentAt(walk, at);
    signs.lastIndex = Math.max(signs.lastIndex, after);
  }
  return walk.found;
}

interface Walk {
  readonly text: string;
  /** Names come again and again. */
  readonly strengths: Map<string, SecretNameStrength | null>;
  readonly found: SecretRange[];
  /** From each opening bracket to its closing one; found when first asked for. */
  brackets: ReadonlyMap<number, number> | null;
}

interface Name {
  readonly text: string;
  readonly strength: SecretNameStrength;
  /** The sign before it, which tells where a value without quotes ends. */
  readonly before: string;
  readonly isQuoted: boolean;
}

const MAX_NAMES = 10_000;

function strengthOf({ strengths }: Walk, name: string): SecretNameStrength | null {
  let strength = strengths.get(name);
  if (strength === undefined) {
    strength = secretNameStrength(name);
    if (strengths.size < MAX_NAMES) strengths.set(name, strength);
  }
  return strength;
}

const separator = /(?:=>|:=|={1,3}|:(?!:))[ \t]{0,8}/y;

/** In code the type may stand between the name and its value. */
const typed =
  /(?:str|string|String|SecretStr|(?:Optional|Final)\[\w{1,20}\])[ \t]{0,3}(?:\|[ \t]{0,3}\w{1,12}[ \t]{0,3})?=[ \t]{0,3}/y;

/** In YAML a text may stand in the lines below its name, which hold no names themselves. */
const block =
  /[|>]?[+-]?[ \t]{0,8}(?:\r?\n|\\{1,8}n)[ \t]{1,40}(?![\w"'\\-]{1,60}:(?:\s|\\|$))(?=[^\s\\\-#[{])/y;

/** @returns where to go on */
function assignmentAt(walk: Walk, at: number): number {
  separator.lastIndex = at;
  if (!separator.test(walk.text) || walk.text[at - 1] === ':') return at + 1;
  const name = nameBefore(walk, at);
  if (name === null) return separator.lastIndex;
  const from = behind(
    walk.text,
    separator.lastIndex,
    walk.text[at] === ':' ? [typed, block] : [typed],
  );
  const isLoose = walk.text[at] === ':' || /[ \t]/.test(walk.text[from - 1] ?? '');
  return valueAt(walk, name, from, isLoose);
}

const option = /--([a-z][\w-]{1,60})[ \t]{1,8}(?!-)/iy;

/** `--password hunter2`; with `=` it is an assignment. */
function optionAt(walk: Walk, at: number): number {
  option.lastIndex = at;
  const name = option.exec(walk.text)?.[1];
  if (name === undefined) return at + 1;
  const from = option.lastIndex;
  const strength = strengthOf(walk, name);
  return strength === null
    ? from
    : valueAt(walk, { text: name, strength, before: '-', isQuoted: false }, from, false);
}

/** The place behind the first of these that is there. */
function behind(text: string, from: number, signs: readonly RegExp[]): number {
  for (const sign of signs) {
    sign.lastIndex = from;
    if (sign.test(text)) return sign.lastIndex;
  }
  return from;
}

const nameSign = /[\p{L}\p{N}_.-]/u;
/** With the word before them they are a name: `API key`, `client secret`. */
const lastWord = /^(?:key|token|secret|password|passphrase|code)$/i;

function nameBefore(walk: Walk, at: number): Name | null {
  const { text } = walk;
  let end = back(text, at, /[ \t]/, 3);
  if (text[end - 1] === ']') end--;
  const isQuoted = /["'`]/.test(text[end - 1] ?? '');
  if (isQuoted) end = back(text, end - 1, /\\/, 64);
  let start = back(text, end, nameSign, MAX_NAME_CHARS);
  if (text.slice(start, end) === 'is' && text[start - 1] === ' ') {
    end = start - 1;
    start = back(text, end, nameSign, MAX_NAME_CHARS);
  }
  let name = text.slice(start, end);
  if (lastWord.test(name) && text[start - 1] === ' ') {
    const first = back(text, start - 1, nameSign, 24);
    const word = text.slice(first, start - 1);
    if (beginsSecretName(word)) [name, start] = [`${word}_${name}`, first];
  }
  // Within JSON a line end is written `\\n`, whose letter is not of the name after it.
  const isEscape = text[start - 1] === '\\' && /^[nrt]/.test(name);
  const strengths = [name, ...(isEscape ? [name.slice(1)] : [])].map((one) =>
    strengthOf(walk, one),
  );
  const strength = strengths.includes('strong') ? 'strong' : (strengths.find(Boolean) ?? null);
  if (strength === null) return null;
  return { text: name, strength, before: text[start - 1] ?? '', isQuoted };
}

/** JSON that was written to be read has its value in the next line. */
const opening = /(?:\s|\\{1,8}[nrt]){0,8}[bfru]?(\\{0,63})(["'`])/y;
const scheme = /(?:Bearer|Basic|Token|ApiKey|Negotiate)[ \t]{1,3}/iy;

/** @returns where what was read ends */
function valueAt(walk: Walk, name: Name, from: number, isLoose: boolean): number {
  const { text, found } = walk;
  if (text[from] === '[' || text[from] === '{') {
    const nested = nestedScalars(text, from, closingBracket(walk, from));
    if (nested !== null) {
      for (const { start, end } of nested.scalars) {
        const isMeant =
          name.strength === 'strong' || isMeantByWeak(name.text, text.slice(start, end));
        if (isMeant) found.push({ start, end, kind: 'password' });
      }
      return nested.end;
    }
    const within = /[[{\s]*/y;
    within.lastIndex = from;
    within.test(text);
    return valueAt(walk, name, within.lastIndex, false);
  }
  opening.lastIndex = from;
  const quoted = opening.exec(text);
  let start = from;
  let end: number;
  let after: number;
  if (quoted === null) {
    start = afterScheme(text, from);
    end = start !== from ? endOfStop(text, start, wordStop) : endOfBare(text, name, start, isLoose);
    after = end;
  } else {
    const [whole, escapes = '', quote = ''] = quoted;
    const close = closingQuote(text, from + whole.length, escapes.length, quote);
    start = afterScheme(text, from + whole.length);
    end = close.end;
    after = close.after;
  }
  const value = text.slice(start, end);
  const around = { end: after, isQuoted: quoted !== null, isLoose };
  // What is no secret may have one within; of each level of quotes no place is read twice.
  if (!isSecretValue(text, name, value, around)) return from;
  found.push({ start, end, kind: 'password' });
  return after;
}

/** Brackets within quotes count too: where that misleads, a value is read as if it had none. */
function closingBracket(walk: Walk, at: number): number {
  walk.brackets ??= bracketPairs(walk.text);
  return walk.brackets.get(at) ?? -1;
}

function bracketPairs(text: string): Map<number, number> {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  for (const { 0: sign, index } of text.matchAll(/[[\]{}]/g)) {
    if (sign === '[' || sign === '{') open.push(index);
    else {
      const last = open.at(-1);
      if (last === undefined || (text[last] === '[') !== (sign === ']')) continue;
      pairs.set(last, index);
      open.pop();
    }
  }
  return pairs;
}

function afterScheme(text: string, from: number): number {
  return behind(text, from, [scheme]);
}

interface Around {
  readonly end: number;
  readonly isQuoted: boolean;
  readonly isLoose: boolean;
}

/** A call, or a member whose name says what it holds: code that tells where the secret is read. */
const call = /^(?:await\s+|new\s+)?[A-Za-z_$][\w$]*(?:\.#?[A-Za-z_$][\w$]*){0,9}\(/;
/** Of a type that takes others: `ReadonlySet<`. */
const typeName = /^(?:[A-Za-z]\w*\.)?[A-Z]\w*$/;
const memberPath = /^(?:[A-Za-z_$][\w$]*[.[]["']?){1,9}([A-Za-z_$][\w$]*)["'\]]{0,2}$/;
const logProbability = /\\{0,63}["']?\s{0,8},\s{0,8}\\{0,63}["'](?:logprob|bytes|top_logprobs)/y;

function isSecretValue(text: string, name: Name, value: string, around: Around): boolean {
  if (value === '' || isNoSecret(value) || isFolderOf(name.text, value)) return false;
  if (!around.isQuoted) {
    const own = name.text.slice(name.text.lastIndexOf('.') + 1);
    if (value.length <= 200 && plain(value) === plain(own)) return false;
    if (around.isLoose && value.length <= 200) {
      if (call.test(value)) return false;
      if (text[around.end] === '<' && typeName.test(value)) return false;
      const member = memberPath.exec(value)?.[1];
      if (member !== undefined && secretNameStrength(member) !== null) return false;
    }
  }
  if (name.strength === 'strong') return true;
  // A part of a text that a model writes is called a token too.
  logProbability.lastIndex = Math.max(0, around.end - 1);
  if (logProbability.test(text)) return false;
  // A weak name without quotes is a word of prose too.
  const isProse = !(around.isQuoted && name.isQuoted) && (/\s/.test(value) || value.length < 6);
  return !isProse && isMeantByWeak(name.text, value);
}

function plain(text: string): string {
  return text.replace(/[^a-z0-9]/gi, '').toLowerCase();
}

/** What ends a value without quotes wherever it is. */
const wordStop = /[\s"`<]|;(?=[A-Za-z][\w ]{0,40}=)|\\{1,64}["'`nrt]|'(?!\w)|$/g;
const lineStop =
  /[\n\r"`<]|\\{1,64}["'`nrt]|'(?!\w)|,\s{0,4}\\{0,8}["']?[\w-]{1,40}\\{0,8}["']?\s?[:=]|$/g;
const headerStop = /[\n\r"`<]|\\{1,64}["'`nrt]|'(?!\w)|$/g;
const memberStop = /[;\n\r"'`<]|$/g;
/** Longer lines are prose, but for headers that have many parts. */
const MAX_LINE_CHARS = 300;
const header = /cookie|authorization/i;

function endOfBare(text: string, name: Name, from: number, isLoose: boolean): number {
  if (name.before === '?' || name.before === '&') return endOfParameter(text, from);
  if (name.before === ';') return endOfStop(text, from, memberStop);
  const word = endOfStop(text, from, wordStop);
  // A weak name before words is prose, if its first word is no secret.
  const isWord = name.strength === 'weak' && /\d/.test(text.slice(from, word));
  if (!isLoose || isWord) return word;
  if (header.test(name.text)) return endOfStop(text, from, headerStop);
  const line = endOfStop(text.slice(0, from + MAX_LINE_CHARS), from, lineStop);
  return Math.max(line, word);
}

function endOfParameter(text: string, from: number): number {
  return endOfStop(text, from, /[&#\s"'`<]|\\{1,64}["'`nrt]|$/g);
}

/** Without the signs that close the sentence or the list it is in. */
function endOfStop(text: string, from: number, stop: RegExp): number {
  stop.lastIndex = from;
  let end = stop.exec(text)?.index ?? text.length;
  while (end > from && /[\s,;.)}\]]/.test(text[end - 1] ?? '')) end--;
  return end;
}
