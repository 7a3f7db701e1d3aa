/**
 * JSON as Python reads and writes it: integers stay apart from floats and keep all their digits,
 * members keep their order, NaN and the infinities have names, and nesting of any depth takes no
 * call stack. MLflow's texts are Python's, and nanoseconds exceed 2^53 (mlflow.md §8).
 */
import { endOfString } from '../otlp/json-strings';
import { pythonFloat } from './python-float';

/** Integers are bigints, floats are numbers: 3 and 3.0 are told apart. */
export type ExactJson =
  | null
  | boolean
  | string
  | bigint
  | number
  | readonly ExactJson[]
  | ExactObject;

/** A Map, so that no name is special and numeric ones stay where they are. */
export type ExactObject = ReadonlyMap<string, ExactJson>;

export function isExactObject(value: ExactJson | undefined): value is ExactObject {
  return value instanceof Map;
}

/** An object without the members that are undefined. */
export function exactObject(members: Readonly<Record<string, ExactJson | undefined>>): ExactObject {
  const object = new Map<string, ExactJson>();
  for (const [name, value] of Object.entries(members)) {
    if (value !== undefined) object.set(name, value);
  }
  return object;
}

interface OpenValue {
  readonly array: ExactJson[] | null;
  readonly object: Map<string, ExactJson> | null;
  /** Name of the member whose value comes next. */
  name: string | null;
}

const blank = /[ \t\r\n]*/y;
const numberToken = /-?(?:Infinity|(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?)/y;
const words: readonly (readonly [string, ExactJson])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', Number.NaN],
];

/** More digits take quadratic time to parse; no integer that anyone sends has as many. */
const MAX_INTEGER_DIGITS = 4300;

/**
 * Parses JSON, with the `NaN` and `Infinity` that Python writes. Of members with one name the
 * last counts.
 * @throws SyntaxError naming the position
 */
export function parseExactJson(text: string): ExactJson {
  const open: OpenValue[] = [];
  let at = 0;

  const fail = (): never => {
    const found = at < text.length ? `“${text.charAt(at)}”` : 'end of text';
    throw new SyntaxError(`Unexpected ${found} at position ${at}`);
  };
  const skipBlank = (): void => {
    blank.lastIndex = at;
    blank.test(text);
    at = blank.lastIndex;
  };
  const readString = (): string => {
    const end = endOfString(text, at);
    try {
      const value = JSON.parse(text.slice(at, end)) as string;
      at = end;
      return value;
    } catch {
      return fail();
    }
  };
  const readScalar = (): ExactJson => {
    if (text.charAt(at) === '"') return readString();
    for (const [word, value] of words) {
      if (!text.startsWith(word, at)) continue;
      at += word.length;
      return value;
    }
    numberToken.lastIndex = at;
    const match = numberToken.exec(text);
    if (match === null) return fail();
    const [token, fraction, exponent] = match;
    at += token.length;
    const isInteger = fraction === undefined && exponent === undefined;
    if (!isInteger || token.endsWith('y') || token.length > MAX_INTEGER_DIGITS) {
      return Number(token);
    }
    return BigInt(token);
  };
  const readName = (to: OpenValue): void => {
    skipBlank();
    if (text.charAt(at) !== '"') fail();
    to.name = readString();
    skipBlank();
    if (text.charAt(at) !== ':') fail();
    at++;
  };

  for (;;) {
    skipBlank();
    let value: ExactJson | undefined;
    const first = text.charAt(at);
    if (first === '{' || first === '[') {
      at++;
      skipBlank();
      const isArray = first === '[';
      const opened: OpenValue = {
        array: isArray ? [] : null,
        object: isArray ? null : new Map(),
        name: null,
      };
      if (text.charAt(at) === (isArray ? ']' : '}')) {
        at++;
        value = opened.array ?? opened.object ?? undefined;
      } else {
        open.push(opened);
        if (!isArray) readName(opened);
        continue;
      }
    } else {
      value = readScalar();
    }
    // A value has ended, and with it maybe those around it.
    for (;;) {
      skipBlank();
      const top = open[open.length - 1];
      if (top === undefined) {
        if (at < text.length) fail();
        return value as ExactJson;
      }
      if (top.array !== null) top.array.push(value as ExactJson);
      else top.object?.set(top.name as string, value as ExactJson);
      const next = text.charAt(at);
      if (next === ',') {
        at++;
        if (top.object !== null) readName(top);
        break;
      }
      if (next !== (top.array === null ? '}' : ']')) fail();
      at++;
      open.pop();
      value = top.array ?? (top.object as ExactObject);
    }
  }
}

/** The value of JSON text; undefined where the text is none. */
export function tryParseExactJson(text: string): ExactJson | undefined {
  if (!mayBeJson.test(text)) return undefined;
  try {
    return parseExactJson(text);
  } catch {
    return undefined;
  }
}

/** Spares the throw for what is plainly a text. */
const mayBeJson = /^[ \t\r\n]*["[{\-\dtfnNI]/;

export interface ExactJsonFormat {
  /** After a comma, and after a colon. Python puts a blank there. */
  readonly space?: '' | ' ';
  /** Blanks a level; without it all stands on one line. */
  readonly indent?: number;
}

interface OpenOutput {
  readonly entries: Iterator<ExactJson | readonly [string, ExactJson]>;
  readonly isArray: boolean;
  isEmpty: boolean;
}

/** Deeper levels stand on one line, or the blanks would outgrow the text. */
const MAX_INDENTED_LEVELS = 100;

/** As `json.dumps(value, ensure_ascii=False)` has it. */
export function formatPythonJson(value: ExactJson): string {
  return formatExactJson(value, { space: ' ' });
}

/** Formats a value; floats as Python writes them: `3.0`, `1e-07`, `NaN`. */
export function formatExactJson(value: ExactJson, format: ExactJsonFormat = {}): string {
  const { indent = 0, space = indent > 0 ? ' ' : '' } = format;
  const comma = indent > 0 ? ',' : `,${space}`;
  const pieces: string[] = [];
  const open: OpenOutput[] = [];
  const newLine = (): void => {
    if (indent === 0 || open.length > MAX_INDENTED_LEVELS) return;
    pieces.push('\n', ' '.repeat(indent * open.length));
  };
  const write = (item: ExactJson): void => {
    if (isList(item)) {
      pieces.push('[');
      open.push({ entries: item[Symbol.iterator](), isArray: true, isEmpty: true });
    } else if (isExactObject(item)) {
      pieces.push('{');
      open.push({ entries: item[Symbol.iterator](), isArray: false, isEmpty: true });
    } else {
      pieces.push(formatScalar(item));
    }
  };
  write(value);
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const next = top.entries.next();
    if (next.done === true) {
      open.pop();
      if (!top.isEmpty) newLine();
      pieces.push(top.isArray ? ']' : '}');
      continue;
    }
    if (!top.isEmpty) pieces.push(comma);
    top.isEmpty = false;
    newLine();
    if (top.isArray) {
      write(next.value);
    } else {
      const [name, item] = next.value as readonly [string, ExactJson];
      pieces.push(JSON.stringify(name), `:${space}`);
      write(item);
    }
  }
  return pieces.join('');
}

/** `Array.isArray` alone loses the type of what is read only. */
export function isList(value: ExactJson | undefined): value is readonly ExactJson[] {
  return Array.isArray(value);
}

function formatScalar(value: null | boolean | string | bigint | number): string {
  if (typeof value === 'number') return pythonFloat(value);
  if (typeof value === 'bigint') return value.toString();
  return JSON.stringify(value);
}
