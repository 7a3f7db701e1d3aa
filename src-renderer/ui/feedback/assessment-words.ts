/** What assessments are called in the window. */
import {
  NOTE_NAME,
  type Assessment,
  type AssessmentSource,
  type AssessmentSourceType,
} from '@domain/annotations/assessment';
import { formatCount } from '@domain/format';
import type { JsonValue } from '@domain/messages';

/** Id of the source that is the reader. */
export const OWN_SOURCE_ID = 'you';

const MAX_DECIMALS = 4;
/** Longer texts stand below, in full. */
const SHORT_TEXT = 48;

/** A value in a few characters: `Yes`, `0.92`, `timeout=0`, `{"a":1}`. */
export function valueWords(value: JsonValue, hasError = false): string {
  if (value === null) return hasError ? 'Error' : 'none';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number') return numberWords(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A number as it is read; the exact one is in the title. */
export function numberWords(value: number): string {
  if (Number.isInteger(value)) {
    return Math.abs(value) < 1e15
      ? `${value < 0 ? '−' : ''}${formatCount(Math.abs(value))}`
      : String(value);
  }
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e9) return value.toPrecision(3);
  return String(Number(value.toFixed(MAX_DECIMALS)));
}

/** Whether a text is read better as a paragraph than beside its name. */
export function isLongText(value: JsonValue): boolean {
  return typeof value === 'string' && (value.length > SHORT_TEXT || value.includes('\n'));
}

export function isNote({
  name,
  kind,
  value,
}: Pick<Assessment, 'name' | 'kind' | 'value'>): boolean {
  return kind === 'feedback' && name === NOTE_NAME && typeof value === 'string';
}

export const sourceWords: Readonly<Record<AssessmentSourceType, string>> = {
  HUMAN: 'Human',
  LLM_JUDGE: 'LLM judge',
  CODE: 'Code check',
  SOURCE_TYPE_UNSPECIFIED: 'Unknown source',
};

/** Who said it: `You`, `ana@example.org`, `LLM judge faithfulness`. */
export function sourceText({ type, id }: AssessmentSource): string {
  if (isOwn({ type, id })) return 'You';
  const name = id === 'default' ? '' : id;
  if (type === 'HUMAN') return name === '' ? sourceWords.HUMAN : name;
  return `${sourceWords[type]}${name === '' ? '' : ` ${name}`}`;
}

export function isOwn({ type, id }: AssessmentSource): boolean {
  return type === 'HUMAN' && id === OWN_SOURCE_ID;
}

/** As a sentence names one: `The note`, `The feedback “helpful”`. */
export function assessmentWords(assessment: Pick<Assessment, 'name' | 'kind' | 'value'>): string {
  if (isNote(assessment)) return 'The note';
  const kind = { feedback: 'feedback', expectation: 'expectation', issue: 'issue' }[
    assessment.kind
  ];
  return `The ${kind} “${assessment.name}”`;
}
