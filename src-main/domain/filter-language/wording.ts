/** What is wrong with a filter, in words: those of MLflow where they are known, plain ones else. */
import type { Dialect, Operator } from './ast';
import type { UnknownField } from './fields';

/** More names than an answer can list. */
const MAX_NAMED = 16;

/** MLflow's answer to what has no shape it knows. Source: mlflow.md §3. */
export function invalidClause(sources: readonly string[]): string {
  return `Invalid clause(s) in filter string: ${sources.map((source) => `'${source}'`).join(', ')}`;
}

/** A name that is no field. */
export function unknownField({ unknown, name, valid }: UnknownField, dialect: Dialect): string {
  if (dialect === 'mlflow') {
    const kind = unknown === 'entity' ? 'entity type' : 'attribute key';
    const specified = unknown === 'entity' ? '' : ' specified';
    const names = unknown === 'entity' ? 'values' : 'keys';
    return `Invalid ${kind} '${name}'${specified}. Valid ${names} are ${quotedList(valid)}`;
  }
  if (name === '') return 'A name is missing after the dot.';
  const near = nearestOf(name, valid);
  const some = valid.length > MAX_NAMED ? 'Some are status, name, duration, model, cost' : null;
  const names = some ?? `There are ${valid.join(', ')}`;
  return `There is no field ${name}. ${near === null ? `${names}.` : `Did you mean ${near}?`}`;
}

/** An operator that a field does not take. */
export function wrongOperator(
  operator: string,
  valid: readonly Operator[],
  field: string,
  dialect: Dialect,
): string {
  if (dialect === 'mlflow') {
    return `Invalid comparator '${operator}' not one of ${quotedList(valid)}`;
  }
  return `${field} cannot be compared with ${operator}. It takes ${valid.join(', ')}.`;
}

/** A value that should stand in quotes. */
export function unquotedText(source: string, isNumber: boolean, field: string): string {
  if (isNumber)
    return `Expected a quoted string value for ${field} (e.g. 'my-value'). Got value ${source}`;
  return `Parameter value is either not quoted or unidentified quote types used for string value ${source}. Use either single or double quotes.`;
}

function quotedList(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}

/** The name that differs in the fewest letters; null where none is near. */
export function nearestOf(name: string, names: readonly string[]): string | null {
  const limit = name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 3));
  let nearest: string | null = null;
  let least = limit + 1;
  for (const other of names) {
    const distance = editDistance(name.toLowerCase(), other);
    if (distance < least) [nearest, least] = [other, distance];
  }
  return nearest;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
