/** MLflow's order as SQL. Source: mlflow.md §3. */
import type { OrderField, OrderKey } from '@domain/filter-language/order-by';
import { metadataColumn, tagColumn } from './annotation-test';
import type { Binder } from './binder';
import { traceColumn } from './trace-fields';

/** What follows ORDER BY; traces without a value come last either way. */
export function compileOrderBy(keys: readonly OrderKey[], binder: Binder): string {
  return keys
    .map(({ field, isDescending }) => {
      const direction = isDescending ? 'DESC' : 'ASC';
      return `${columnOf(field, binder)} ${direction} NULLS LAST`;
    })
    .join(', ');
}

function columnOf(field: OrderField, binder: Binder): string {
  switch (field.of) {
    case 'trace':
      return traceColumn(field.name);
    case 'tag':
      return tagColumn(field.key, binder);
    case 'metadata':
      return metadataColumn(field.key, binder);
    case 'experimentId':
      return 'trace.experiment';
  }
}
