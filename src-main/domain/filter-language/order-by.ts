/** MLflow's `order_by`. Source: mlflow.md §3. */
import { resolveField } from './fields';
import { tokenize, wordOf } from './tokens';

const traceNames = [
  'timestamp_ms',
  'execution_time_ms',
  'end_time_ms',
  'status',
  'request_id',
  'name',
] as const;
type TraceName = (typeof traceNames)[number];

export type OrderField =
  | { readonly of: 'trace'; readonly name: TraceName }
  | { readonly of: 'tag' | 'metadata'; readonly key: string }
  | { readonly of: 'experimentId' };

export interface OrderKey {
  readonly field: OrderField;
  readonly isDescending: boolean;
}

export type ParsedOrder =
  | { readonly isValid: true; readonly keys: readonly OrderKey[] }
  | { readonly isValid: false; readonly message: string };

const names = [
  'timestamp_ms',
  'timestamp',
  'execution_time_ms',
  'execution_time',
  'end_time_ms',
  'end_time',
  'status',
  'request_id',
  'experiment_id',
  'name',
  'run_id',
];

const newestFirst: OrderKey = {
  field: { of: 'trace', name: 'timestamp_ms' },
  isDescending: true,
};
const byId: OrderKey = { field: { of: 'trace', name: 'request_id' }, isDescending: false };

/**
 * Reads clauses such as `timestamp_ms DESC`. Ties are always settled: by time, newest first, and
 * then by id. A key that comes again has no say. Never throws.
 */
export function parseOrderBy(clauses: readonly string[]): ParsedOrder {
  const keys: OrderKey[] = [];
  for (const clause of clauses) {
    const key = readClause(clause);
    if (typeof key === 'string') return { isValid: false, message: key };
    keys.push(key);
  }
  const unique = new Map<string, OrderKey>();
  for (const key of [...keys, newestFirst, byId]) {
    const name = JSON.stringify(key.field);
    if (!unique.has(name)) unique.set(name, key);
  }
  return { isValid: true, keys: [...unique.values()] };
}

/** The key, or what is wrong. */
function readClause(clause: string): OrderKey | string {
  const [token, direction, rest] = tokenize(clause);
  const invalid = `Invalid ordering key in order_by clause '${clause}'.`;
  if (token?.kind !== 'name') return invalid;
  const word = wordOf(direction);
  const isDescending = word === 'DESC';
  const isDirected = isDescending || word === 'ASC';
  if ((isDirected ? rest : direction)?.kind !== 'end') return invalid;
  const key = (field: OrderField): OrderKey => ({ field, isDescending });
  const name = token.parts.map((part) => part.text).join('.');
  if (name === 'experiment_id') return key({ of: 'experimentId' });
  const resolved = resolveField(token.parts, 'mlflow');
  if ('unknown' in resolved && resolved.unknown === 'entity') {
    return `Invalid identifier type '${resolved.name}'`;
  }
  if (!('unknown' in resolved)) {
    const { field } = resolved;
    if (field.of === 'tag' || field.of === 'metadata') return key(field);
    const traceName = traceNames.find((each) => field.of === 'trace' && field.name === each);
    if (traceName !== undefined) return key({ of: 'trace', name: traceName });
    if (field.of !== 'trace' && field.of !== 'prompt' && field.of !== 'text') {
      return `Invalid identifier type '${token.parts[0]?.text ?? ''}'`;
    }
  }
  const valid = names.map((each) => `'${each}'`).join(', ');
  return `Invalid attribute key '${name}' specified. Valid keys are ${valid}`;
}
