/** JSON that is written by hand: read only where nothing of it would be lost. */
import type { JsonValue } from '@domain/messages';

export type ReadJson = { readonly value: JsonValue } | { readonly problem: string };

/** Deeper ones are no feedback that anyone writes. */
const MAX_DEPTH = 100;

/** Reads a JSON text (RFC 8259), or says what is wrong with it and where. */
export function readJson(text: string): ReadJson {
  try {
    new JsonCheck(text).check();
    return { value: JSON.parse(text) as JsonValue };
  } catch (error) {
    if (error instanceof JsonProblem) return { problem: error.message };
    return { problem: 'This is not JSON.' };
  }
}

/** A number that a double holds as it is written, or what is wrong with it. */
export function numberProblem(literal: string): string | null {
  const number = Number(literal);
  if (!Number.isFinite(number)) return `${shortened(literal)} is too large to be kept.`;
  const isInteger = /^[-+]?\d+$/.test(literal);
  return isInteger && !Number.isSafeInteger(number)
    ? `${shortened(literal)} cannot be kept exactly: integers are kept up to 9007199254740991.`
    : null;
}

class JsonProblem extends Error {}

const numberForm = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const wordForm = /[^\s,:[\]{}"]+/y;
// Control characters have to be escaped within a text.
// oxlint-disable-next-line no-control-regex
const textForm = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const spaceForm = /[ \t\n\r]*/y;

/** Walks over the text; throws at the first thing that is wrong. */
class JsonCheck {
  private at = 0;

  constructor(private readonly text: string) {}

  check(): void {
    this.value(0);
    if (this.at < this.text.length) throw this.wrong(`${this.sign()} is too much here`);
  }

  private value(depth: number): void {
    if (depth > MAX_DEPTH) throw this.wrong('It is nested too deeply');
    this.take(spaceForm);
    const sign = this.text[this.at];
    if (sign === '{') this.members(depth);
    else if (sign === '[') this.items(depth);
    else if (sign === '"') this.quoted();
    else this.literal();
    this.take(spaceForm);
  }

  private members(depth: number): void {
    const keys = new Set<string>();
    if (this.opens('}')) return;
    do {
      this.take(spaceForm);
      const start = this.at;
      if (this.text[start] !== '"') throw this.wrong('A key in double quotes is expected');
      const key = JSON.parse(this.quoted()) as string;
      if (keys.has(key)) throw this.wrong(`The key “${shortened(key)}” is there twice`, start);
      keys.add(key);
      this.take(spaceForm);
      if (this.text[this.at] !== ':') throw this.wrong('A : is missing');
      this.at += 1;
      this.value(depth + 1);
    } while (this.goesOn('}'));
  }

  private items(depth: number): void {
    if (this.opens(']')) return;
    do this.value(depth + 1);
    while (this.goesOn(']'));
  }

  /** Goes over the opening sign, and the closing one where nothing is within. */
  private opens(end: string): boolean {
    this.at += 1;
    this.take(spaceForm);
    if (this.text[this.at] !== end) return false;
    this.at += 1;
    return true;
  }

  private goesOn(end: string): boolean {
    const sign = this.text[this.at];
    if (sign !== ',' && sign !== end) throw this.wrong(`A comma or ${end} is missing`);
    this.at += 1;
    return sign === ',';
  }

  private quoted(): string {
    const start = this.at;
    const text = this.take(textForm);
    if (text !== '') return text;
    throw this.wrong('This text is not closed, or has a sign that must be escaped', start);
  }

  private literal(): void {
    const start = this.at;
    const word = this.take(wordForm);
    if (word === '') {
      const isEnd = this.at >= this.text.length;
      throw this.wrong(isEnd ? 'A value is missing' : `A value is expected before ${this.sign()}`);
    }
    if (word === 'true' || word === 'false' || word === 'null') return;
    numberForm.lastIndex = 0;
    if (numberForm.exec(word)?.[0] !== word) {
      throw this.wrong(`${shortened(word)} is no value; texts stand in double quotes`, start);
    }
    const problem = numberProblem(word);
    if (problem !== null) throw new JsonProblem(problem);
  }

  private take(form: RegExp): string {
    form.lastIndex = this.at;
    const found = form.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  private sign(): string {
    return String.fromCodePoint(this.text.codePointAt(this.at) ?? 0);
  }

  private wrong(what: string, at = this.at): JsonProblem {
    const before = this.text.slice(0, at).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    return new JsonProblem(`${what} (line ${before.length}, column ${column}).`);
  }
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
