/** What may come next where the caret stands in a filter. */
import type { FilterField } from './ast';
import { fieldNames, operatorsOf, resolveField, type FieldType } from './fields';
import { printText } from './print';
import { spanTypes } from './span-types';
import { tokenize, wordOf, type Token } from './tokens';

/** Names that only the store knows. */
export type StoredNames =
  | { readonly of: 'tag' | 'feedback' | 'expectation' }
  | { readonly of: 'tagValue'; readonly key: string };

export interface Completion {
  /** What is replaced: UTF-16 offsets, up to the caret. */
  readonly from: number;
  readonly to: number;
  /** What is there of it already. */
  readonly typed: string;
  /** Each is what is put in. */
  readonly options: readonly string[];
  /** Further options, each to be made with `nameOption`. */
  readonly stored: StoredNames | null;
  /** At the very beginning, where plain words are as likely. */
  readonly isStart: boolean;
}

type State = 'field' | 'operator' | 'value' | 'list' | 'null' | 'joint';

/** Null where nothing can be offered. */
export function completeFilter(text: string, caret: number): Completion | null {
  const before = text.slice(0, caret);
  const tokens = tokenize(before).filter(({ kind }) => kind !== 'end');
  const last = tokens.at(-1);
  const isTouching = last !== undefined && last.to === caret && isUnfinished(last);
  const done = isTouching ? tokens.slice(0, -1) : tokens;
  const typed = isTouching ? last.source : '';
  const from = caret - typed.length;
  const { state, field } = stateAfter(done);
  const place = { from, to: caret, typed, isStart: done.length === 0 };
  const offer = (options: readonly string[], stored: StoredNames | null = null) => {
    const fitting = options.filter((option) => isBegun(option, typed));
    return fitting.length === 0 && stored === null ? null : { ...place, options: fitting, stored };
  };
  switch (state) {
    case 'field':
      return offer(fieldNames, storedFields(typed));
    case 'operator':
      return field === null ? null : offer(operatorsOf(field.type, 'app'));
    case 'value':
    case 'list':
      return field === null ? null : offer(valuesOf(field.field), storedValues(field.field));
    case 'null':
      return offer(['NULL', 'NOT NULL']);
    case 'joint':
      return offer(['AND', 'OR']);
  }
}

/** A name of a tag, feedback or expectation as it is put in. */
export function nameOption(of: StoredNames['of'], name: string): string {
  if (of === 'tagValue') return printText(name);
  return `${of}.${/^[\w-]+(?:\.[\w-]+)*$/.test(name) ? name : `\`${name.replaceAll('`', '``')}\``}`;
}

/** Whether an option goes on from what is typed; quotes may be missing yet. */
export function isBegun(option: string, typed: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/['"`]/g, '');
  return option !== typed && plain(option).startsWith(plain(typed));
}

function isUnfinished({ kind, source }: Token): boolean {
  return kind === 'name' || kind === 'unclosed' || ['<', '>', '!'].includes(source);
}

interface KnownField {
  readonly field: FilterField;
  readonly type: FieldType;
}

/** What is due after finished tokens. */
function stateAfter(tokens: readonly Token[]): {
  readonly state: State;
  readonly field: KnownField | null;
} {
  let state: State = 'field';
  let field: KnownField | null = null;
  for (const token of tokens) {
    const word = wordOf(token);
    switch (state) {
      case 'field':
        if (word === 'NOT' || token.source === '(') break;
        field = knownField(token);
        state = 'operator';
        break;
      case 'operator':
        if (word === 'IS') state = 'null';
        else if (word !== 'NOT') state = 'value';
        break;
      case 'value':
        state = token.source === '(' ? 'list' : 'joint';
        break;
      case 'list':
        if (token.source === ')') state = 'joint';
        break;
      case 'null':
        if (word === 'NULL') state = 'joint';
        break;
      case 'joint':
        if (word === 'AND' || word === 'OR') state = 'field';
        break;
    }
  }
  return { state, field };
}

function knownField(token: Token): KnownField | null {
  if (token.kind !== 'name') return null;
  const field = resolveField(token.parts, 'app');
  return 'unknown' in field ? null : field;
}

function storedFields(typed: string): StoredNames | null {
  const [, entity] = /^(tag|feedback|expectation)s?\./i.exec(typed) ?? [];
  const of = entity?.toLowerCase();
  return of === 'tag' || of === 'feedback' || of === 'expectation' ? { of } : null;
}

function storedValues(field: FilterField): StoredNames | null {
  return field.of === 'tag' ? { of: 'tagValue', key: field.key } : null;
}

function valuesOf(field: FilterField): readonly string[] {
  if (field.of === 'trace' && field.name === 'status') return ["'OK'", "'ERROR'", "'IN_PROGRESS'"];
  if (field.of !== 'span') return [];
  if (field.name === 'status') return ["'OK'", "'ERROR'", "'UNSET'"];
  return field.name === 'type' ? spanTypes.map(printText) : [];
}
