/** What the form holds while it is written, and what becomes of it. */
import type { AssessmentValueType } from '@contract/annotations';
import type { MethodParams } from '@contract/methods';
import {
  NOTE_NAME,
  SESSION_METADATA,
  type Assessment,
  type AssessmentKind,
} from '@domain/annotations/assessment';
import { scopeOf } from '@domain/annotations/override-chain';
import type { JsonValue } from '@domain/messages';
import type { SpanId } from '@domain/units';

import { isNote, OWN_SOURCE_ID } from '../assessment-words';
import { numberProblem, readJson } from './read-json';

const MAX_NAME = 250;
const MAX_TEXT = 100_000;
const MAX_METADATA_VALUE = 10_000;

export type DraftKind = AssessmentKind | 'note';
export type DraftSource = 'HUMAN' | 'LLM_JUDGE' | 'CODE';
export type DraftTarget = 'trace' | 'session' | SpanId;

export interface FeedbackDraft {
  /** Null while it goes with what is selected. */
  readonly target: DraftTarget | null;
  readonly kind: DraftKind;
  readonly name: string;
  readonly sourceType: DraftSource;
  readonly sourceId: string;
  readonly valueType: AssessmentValueType;
  readonly isYes: boolean | null;
  readonly number: string;
  readonly text: string;
  readonly json: string;
  readonly rationale: string;
  /** A line for each pair: `key=value`. */
  readonly metadata: string;
  /** The one it is to stand in place of. */
  readonly edited: Assessment | null;
}

export const emptyDraft: FeedbackDraft = {
  target: null,
  kind: 'feedback',
  name: '',
  sourceType: 'HUMAN',
  sourceId: '',
  valueType: 'boolean',
  isYes: null,
  number: '',
  text: '',
  json: '',
  rationale: '',
  metadata: '',
  edited: null,
};

/** Whether anything was written that would be missed. */
export function isWritten(draft: FeedbackDraft): boolean {
  return (
    draft !== emptyDraft &&
    [draft.name, draft.number, draft.text, draft.json, draft.rationale, draft.metadata].some(
      (text) => text.trim() !== '',
    )
  );
}

/** The form filled with an assessment, to put another one in its place. */
export function draftOf(assessment: Assessment): FeedbackDraft {
  const { value, spanId, metadata } = assessment;
  const scope = scopeOf(assessment);
  return {
    ...emptyDraft,
    target: scope === 'span' ? spanId : scope,
    kind: isNote(assessment) ? 'note' : assessment.kind,
    name: assessment.name,
    ...valueParts(value),
    rationale: assessment.rationale ?? '',
    metadata: Object.entries(metadata)
      .filter(([key]) => key !== SESSION_METADATA)
      .map(([key, text]) => `${key}=${text}`)
      .join('\n'),
    edited: assessment,
  };
}

function valueParts(value: JsonValue): Partial<FeedbackDraft> {
  switch (typeof value) {
    case 'boolean':
      return { valueType: 'boolean', isYes: value };
    case 'number':
      return { valueType: 'number', number: String(value) };
    case 'string':
      return { valueType: 'text', text: value };
    default:
      return value === null ? {} : { valueType: 'json', json: JSON.stringify(value, null, 2) };
  }
}

export type DraftField = 'name' | 'sourceId' | 'value' | 'rationale' | 'metadata';
export type DraftProblems = Partial<Record<DraftField, string>>;
export type ParsedDraft = Pick<
  MethodParams<'assessments.add'>,
  'name' | 'kind' | 'value' | 'rationale' | 'source' | 'metadata' | 'overrides'
>;

/** What to add, or what is wrong with which field. */
export function parseDraft(
  draft: FeedbackDraft,
): { readonly parsed: ParsedDraft } | { readonly problems: DraftProblems } {
  const isText = draft.kind === 'note';
  const name = isText ? NOTE_NAME : draft.name.trim();
  const value = parseValue(isText ? { ...draft, valueType: 'text' } : draft);
  const metadata = parseMetadata(draft.metadata);
  const rationale = draft.rationale.trim();
  const problems: DraftProblems = {
    ...(name === '' ? { name: 'Give it a name, such as helpful.' } : {}),
    ...(name.length > MAX_NAME ? { name: `A name has ${MAX_NAME} characters at most.` } : {}),
    ...(draft.sourceId.length > MAX_NAME
      ? { sourceId: `A source has ${MAX_NAME} characters at most.` }
      : {}),
    ...('problem' in value ? { value: value.problem } : {}),
    ...('problem' in metadata ? { metadata: metadata.problem } : {}),
    ...(rationale.length > MAX_TEXT
      ? { rationale: 'A rationale has 100,000 characters at most.' }
      : {}),
  };
  if ('problem' in value || 'problem' in metadata || Object.keys(problems).length > 0) {
    return { problems };
  }
  return {
    parsed: {
      name,
      kind: isText ? 'feedback' : draft.kind,
      value: value.value,
      rationale: hasRationale(draft.kind) && rationale !== '' ? rationale : null,
      source: { type: draft.sourceType, id: sourceIdOf(draft) },
      metadata: metadata.pairs,
      overrides: draft.edited?.id ?? null,
    },
  };
}

/** An expectation needs no reason, a note is one. */
export function hasRationale(kind: DraftKind): boolean {
  return kind === 'feedback' || kind === 'issue';
}

function sourceIdOf({ sourceType, sourceId }: FeedbackDraft): string {
  const id = sourceId.trim();
  if (id !== '') return id;
  return sourceType === 'HUMAN' ? OWN_SOURCE_ID : 'default';
}

/** No hexadecimals, which `Number` would take too. */
const decimal = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;

function parseValue(
  draft: FeedbackDraft,
): { readonly value: JsonValue } | { readonly problem: string } {
  switch (draft.valueType) {
    case 'boolean':
      return draft.isYes === null ? { problem: 'Choose Yes or No.' } : { value: draft.isYes };
    case 'number': {
      const text = draft.number.trim();
      if (!decimal.test(text)) return { problem: 'Write a number in decimals, such as 0.8 or 4.' };
      const problem = numberProblem(text);
      return problem === null ? { value: Number(text) } : { problem };
    }
    case 'text':
      if (draft.text.trim() === '') return { problem: 'Write a text.' };
      return draft.text.length > MAX_TEXT
        ? { problem: 'A text has 100,000 characters at most.' }
        : { value: draft.text };
    case 'json':
      return parseJsonValue(draft.json.trim());
  }
}

function parseJsonValue(
  text: string,
): { readonly value: JsonValue } | { readonly problem: string } {
  if (text === '') return { problem: 'Write a list, such as ["a", 1], or an object.' };
  const read = readJson(text);
  if ('problem' in read || (typeof read.value === 'object' && read.value !== null)) return read;
  return { problem: 'This is a single value. A list begins with [, an object with {.' };
}

function parseMetadata(
  text: string,
): { readonly pairs: Record<string, string> } | { readonly problem: string } {
  const pairs = new Map<string, string>();
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  for (const line of lines) {
    const at = line.indexOf('=');
    const key = line.slice(0, Math.max(0, at)).trim();
    if (key === '') return { problem: `“${line.trim()}” is no key=value.` };
    if (pairs.has(key)) return { problem: `The key ${key} is there twice.` };
    if (key === SESSION_METADATA)
      return { problem: 'To say it of the session, choose Session above.' };
    const value = line.slice(at + 1).trim();
    if (key.length > MAX_NAME || value.length > MAX_METADATA_VALUE) {
      return { problem: `The pair ${key.slice(0, 40)} is too long.` };
    }
    pairs.set(key, value);
  }
  return { pairs: Object.fromEntries(pairs) };
}
