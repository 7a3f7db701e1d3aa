/**
 * Members of MLflow's JSON messages, each in snake_case or camelCase as protobuf's JSON allows,
 * checked; what is wrong is said with the member's path.
 */
import { isExactObject, isList, type ExactJson, type ExactObject } from './exact-json';

/** A message that is not as it has to be; `field` is the path of the member, in snake_case. */
export class MlflowJsonError extends Error {
  readonly field: string;
  /** The message less positions and values: equal for equal mistakes. */
  readonly reason: string;

  /** `found` continues the sentence with what is there. */
  constructor(field: string, expected: string, found = '') {
    super(sentence(field, expected + found));
    this.name = 'MlflowJsonError';
    this.field = field;
    this.reason = sentence(field.replaceAll(/\[\d+\]/g, ''), expected);
  }
}

function sentence(field: string, text: string): string {
  return field === '' ? text : `${field}: ${text}`;
}

/** An object and where it stands in its message. */
export interface Members {
  readonly object: ExactObject;
  readonly path: string;
}

/** @throws MlflowJsonError where the value is no object */
export function membersOf(value: ExactJson | undefined, path: string): Members {
  if (!isExactObject(value))
    throw new MlflowJsonError(path, 'an object was expected', found(value));
  return { object: value, path };
}

export function pathOf({ path }: Members, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** The member by its snake_case name or the same in camelCase; undefined where absent or null. */
export function memberOf({ object }: Members, name: string): ExactJson | undefined {
  return object.get(name) ?? object.get(camelCase(name)) ?? undefined;
}

/** Whether the member is there, be it null. */
export function hasMember({ object }: Members, name: string): boolean {
  return object.has(name) || object.has(camelCase(name));
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** A text; null where absent. */
export function textMember(members: Members, name: string): string | null {
  const value = memberOf(members, name);
  if (value === undefined) return null;
  if (typeof value !== 'string') throw mismatch(members, name, 'a text', value);
  return value;
}

/** A text with content. */
export function requiredText(members: Members, name: string): string {
  const value = textMember(members, name);
  if (value === null || value === '') throw mismatch(members, name, 'a text', undefined);
  return value;
}

/** An object; null where absent. */
export function objectMember(members: Members, name: string): Members | null {
  const value = memberOf(members, name);
  return value === undefined ? null : membersOf(value, pathOf(members, name));
}

/** A list; empty where absent. */
export function listMember(members: Members, name: string): readonly ExactJson[] {
  const value = memberOf(members, name);
  if (value === undefined) return [];
  if (!isList(value)) throw mismatch(members, name, 'a list', value);
  return value;
}

/** A whole number, or its digits as a text as protobuf's JSON has it; null where absent. */
export function integerMember(members: Members, name: string): bigint | null {
  const value = memberOf(members, name);
  if (value === undefined) return null;
  const integer = toInteger(value);
  if (integer === null) throw mismatch(members, name, 'a whole number', value);
  return integer;
}

function toInteger(value: ExactJson | undefined): bigint | null {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : null;
  return typeof value === 'string' && /^-?\d{1,30}$/.test(value) ? BigInt(value) : null;
}

/**
 * Texts by name: an object, or a list of `{key, value}` (schema v2). Other scalars become texts.
 */
export function textMapMember(members: Members, name: string): Record<string, string> {
  const value = memberOf(members, name);
  if (value === undefined) return {};
  if (!isList(value) && !isExactObject(value)) throw mismatch(members, name, 'an object', value);
  const entries = isList(value)
    ? value.map((item, at): [string, ExactJson] => {
        const pair = membersOf(item, `${pathOf(members, name)}[${at}]`);
        return [requiredText(pair, 'key'), pair.object.get('value') ?? ''];
      })
    : [...value];
  return Object.fromEntries(
    entries.map(([key, item]) => {
      if (item === null || typeof item === 'object') {
        throw mismatch(members, `${name}.${key}`, 'a text', item);
      }
      return [key, String(item)];
    }),
  );
}

/** Says that something else than `value` was expected of a member. */
export function mismatch(
  members: Members,
  name: string,
  expected: string,
  value: ExactJson | undefined,
): MlflowJsonError {
  return new MlflowJsonError(pathOf(members, name), `${expected} was expected`, found(value));
}

/** Continues a sentence that says what was expected. */
function found(value: ExactJson | undefined): string {
  if (value === undefined) return ', and there is none';
  if (value === null) return ', not null';
  if (isList(value)) return ', not a list';
  if (isExactObject(value)) return ', not an object';
  return `, not ${typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : String(value)}`;
}
