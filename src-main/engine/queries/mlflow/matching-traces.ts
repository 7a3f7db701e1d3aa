/** SQL of the traces of experiments that filters of MLflow match (mlflow.md §3). */
import { ContractError } from '@contract/errors';
import { parseFilter } from '@domain/filter-language/parse';
import type { Binder } from '../filter-sql/binder';
import { compileFilter } from '../filter-sql/compile-filter';
import { unlessCancelled } from '../query';
import { VISIBLE } from '../trace-row';
import { WITH_FACETS } from '../trace-window';

/** A condition. @throws ContractError `bad_params` with MLflow's words for what is wrong */
export function matching(filter: string, binder: Binder): string {
  const parsed = parseFilter(filter, 'mlflow');
  if (parsed.isValid) return compileFilter(parsed.tree, binder);
  const [error] = parsed.errors;
  throw new ContractError('bad_params', error?.message ?? 'Invalid filter string');
}

/** `FROM … WHERE …`, to be followed by further conditions. */
export function fromTracesOf(experimentIds: readonly number[], binder: Binder): string {
  return `FROM trace ${WITH_FACETS}
    WHERE ${unlessCancelled('trace.id')} AND ${VISIBLE} AND trace.experiment IN
      (SELECT value FROM json_each(${binder.add(JSON.stringify(experimentIds))}))`;
}
