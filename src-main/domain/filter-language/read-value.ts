/** What a field is compared with: a text, a number or a list, by what the field holds. */
import type {
  Dialect,
  FilterTest,
  ListOperator,
  NumberOperator,
  Operator,
  TextOperator,
} from './ast';
import type { ResolvedField } from './fields';
import { isRegex } from './regex';
import { spanTypes } from './span-types';
import { FilterSyntaxError } from './syntax-error';
import type { Token } from './tokens';
import { unquotedText } from './wording';

/**
 * Source: mlflow.md §3.
 * @param operands none for a null test, one or more for a list, else one
 * @throws FilterSyntaxError
 */
export function readTest(
  { field, type }: ResolvedField,
  operator: Operator,
  operands: readonly Token[],
  dialect: Dialect,
): FilterTest {
  const context = { field, type, dialect };
  const [operand] = operands;
  if (operator === 'IS NULL' || operator === 'IS NOT NULL' || operand === undefined) {
    return { operator: operator as 'IS NULL' | 'IS NOT NULL' };
  }
  if (isList(operator)) {
    const texts = operands.map((each) => readText(context, operator, each));
    const booleans = texts.flatMap((text) => meantBoolean(context, text) ?? []);
    return {
      operator,
      texts,
      ...(booleans.length > 0 ? { booleans: [...new Set(booleans)] } : {}),
    };
  }
  if (dialect === 'mlflow' && type === 'assessment' && isOrder(operator)) {
    requireNumber(context, operator, operand);
  }
  const mayBeNumber = type === 'number' || type === 'assessment' || type === 'spanAttribute';
  const isNumber = type === 'number' || isOrder(operator) || operand.kind === 'number';
  if (mayBeNumber && isNumber && !isPattern(operator)) {
    if (type === 'number' || dialect === 'app' || isOrder(operator)) {
      return { operator: operator as NumberOperator, number: readNumber(context, operand) };
    }
  }
  const text = readText(context, operator, operand);
  const isYes = isPattern(operator) ? null : meantBoolean(context, text);
  return { operator: operator as TextOperator, text, ...(isYes === null ? {} : { isYes }) };
}

/** The app says yes and no where MLflow has true and false. */
function meantBoolean({ type, dialect }: Context, text: string): boolean | null {
  if (dialect !== 'app' || type !== 'assessment') return null;
  const word = text.toLowerCase();
  return word === 'yes' ? true : word === 'no' ? false : null;
}

/** MLflow's servers compare assessments with bare numbers (search_utils.py, from 3.17 on). */
function requireNumber(context: Context, operator: Operator, token: Token): void {
  if (token.kind === 'number') return;
  const message =
    `Expected a numeric value for ${nameOf(context)} when using comparator '${operator}'. ` +
    `Got value ${token.source}`;
  throw new FilterSyntaxError(token, message);
}

interface Context extends ResolvedField {
  readonly dialect: Dialect;
}

function isList(operator: Operator): operator is ListOperator {
  return operator === 'IN' || operator === 'NOT IN';
}

function isOrder(operator: Operator): boolean {
  return operator.startsWith('<') || operator.startsWith('>');
}

function isPattern(operator: Operator): boolean {
  return operator.endsWith('LIKE');
}

const unitsMs: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['min', 60_000],
  ['h', 3_600_000],
]);

function readNumber({ field, dialect }: Context, token: Token): number {
  const text = token.kind === 'string' ? token.value.trim() : token.source;
  let number = token.kind === 'number' ? token.value : text === '' ? Number.NaN : Number(text) + 0;
  const isDuration = field.of === 'trace' && field.name === 'execution_time_ms';
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([a-z]+)$/i.exec(text) ?? [];
  if (dialect === 'app' && isDuration && amount !== undefined && unit !== undefined) {
    number = Number(amount) * (unitsMs.get(unit.toLowerCase()) ?? Number.NaN);
  }
  if (Number.isFinite(number)) return number;
  const hint = isDuration && dialect === 'app' ? ' Write 500, 500ms or 2s.' : '';
  throw new FilterSyntaxError(token, `${token.source} is no number.${hint}`);
}

function readText(context: Context, operator: Operator, token: Token): string {
  const { field, type, dialect } = context;
  let text = token.source;
  if (token.kind === 'string') text = token.value;
  else if (dialect === 'mlflow') {
    const message = unquotedText(token.source, token.kind === 'number', nameOf(context));
    throw new FilterSyntaxError(token, message);
  } else if (token.kind === 'name' && token.parts.some(({ isQuoted }) => isQuoted)) {
    text = token.parts.map((part) => part.text).join('.');
  }
  if (type === 'prompt' && !/[^/]\/[^/]+$/.test(text)) {
    const message = `Invalid prompts filter value '${text}'. Expected format: prompt = "name/version"`;
    throw new FilterSyntaxError(token, message);
  }
  if (dialect === 'mlflow') return text;
  if (operator === 'RLIKE' && !isRegex(text)) {
    throw new FilterSyntaxError(token, 'This is no regular expression.');
  }
  if (isPattern(operator)) return text;
  if (field.of === 'trace' && field.name === 'trace_id')
    return text.replace(/^tr-/, '').toLowerCase();
  if (field.of === 'trace' && field.name === 'status') return oneOf(traceStatuses, text, token);
  if (field.of === 'span' && field.name === 'status') return oneOf(spanStatuses, text, token);
  if (field.of === 'span' && field.name === 'type') {
    return spanTypes.find((each) => each === text.toUpperCase()) ?? text;
  }
  return text;
}

/** Words for a status, in capitals, and the one that is stored. */
const traceStatuses: ReadonlyMap<string, string> = new Map([
  ['OK', 'OK'],
  ['ERROR', 'ERROR'],
  ['IN_PROGRESS', 'IN_PROGRESS'],
  ['RUNNING', 'IN_PROGRESS'],
]);
const spanStatuses: ReadonlyMap<string, string> = new Map([
  ['OK', 'OK'],
  ['ERROR', 'ERROR'],
  ['UNSET', 'UNSET'],
]);

function oneOf(words: ReadonlyMap<string, string>, text: string, token: Token): string {
  const word = words.get(text.toUpperCase());
  if (word !== undefined) return word;
  const names = [...new Set(words.values())].join(', ');
  throw new FilterSyntaxError(token, `There is no status ${text}. There are ${names}.`);
}

/** In MLflow's words. */
function nameOf({ field }: Context): string {
  switch (field.of) {
    case 'metadata':
      return 'request_metadata';
    case 'spanAttribute':
      return 'span';
    case 'trace':
      return field.name;
    default:
      return field.of;
  }
}
