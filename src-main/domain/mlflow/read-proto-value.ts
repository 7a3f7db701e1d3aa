/** Attributes of proto JSON: `[{"key","value":{"string_value":…}}]` (mlflow.md §4). */
import { fromBase64 } from '../otlp/base64';
import { MAX_VALUE_DEPTH, type AnyValue, type KeyValue } from '../otlp/model';
import type { ExactJson } from './exact-json';
import {
  integerMember,
  listMember,
  memberOf,
  membersOf,
  MlflowJsonError,
  pathOf,
  textMember,
  type Members,
} from './json-members';

/** @throws MlflowJsonError naming the member that is wrong, or nested too deep */
export function protoKeyValues(list: readonly ExactJson[], path: string, depth = 0): KeyValue[] {
  return list.map((item, at) => {
    const members = membersOf(item, `${path}[${at}]`);
    const value = memberOf(members, 'value');
    return {
      key: textMember(members, 'key') ?? '',
      value:
        value === undefined
          ? { type: 'empty' }
          : anyValueOf(value, pathOf(members, 'value'), depth),
    };
  });
}

function anyValueOf(json: ExactJson, path: string, depth: number): AnyValue {
  if (depth >= MAX_VALUE_DEPTH) throw new MlflowJsonError(path, 'it is nested too deep');
  const members = membersOf(json, path);
  const string = textMember(members, 'string_value');
  if (string !== null) return { type: 'string', value: string };
  const bool = memberOf(members, 'bool_value');
  if (typeof bool === 'boolean') return { type: 'bool', value: bool };
  const int = integerMember(members, 'int_value');
  if (int !== null) return { type: 'int', value: int };
  const double = memberOf(members, 'double_value');
  if (double !== undefined) return { type: 'double', value: Number(double) };
  const bytes = textMember(members, 'bytes_value');
  if (bytes !== null) return bytesOf(bytes, members);
  const array = memberOf(members, 'array_value');
  if (array !== undefined) {
    const holder = membersOf(array, pathOf(members, 'array_value'));
    const values = listMember(holder, 'values');
    const valuesPath = pathOf(holder, 'values');
    return {
      type: 'array',
      values: values.map((item, at) => anyValueOf(item, `${valuesPath}[${at}]`, depth + 1)),
    };
  }
  const kvlist = memberOf(members, 'kvlist_value');
  if (kvlist === undefined) return { type: 'empty' };
  const holder = membersOf(kvlist, pathOf(members, 'kvlist_value'));
  const entries = listMember(holder, 'values');
  return { type: 'kvlist', entries: protoKeyValues(entries, pathOf(holder, 'values'), depth + 1) };
}

function bytesOf(text: string, members: Members): AnyValue {
  const value = fromBase64(text);
  if (value !== null) return { type: 'bytes', value };
  throw new MlflowJsonError(pathOf(members, 'bytes_value'), 'Base64 was expected');
}
