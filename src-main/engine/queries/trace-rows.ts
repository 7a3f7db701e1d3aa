/** 'traces.rows' and 'trace.previousRun': traces by what is known of them. */
import { ContractError } from '@contract/errors';
import type { TraceId } from '@domain/units';
import type { Query, QueryHost } from './query';
import { selectTraceRows, VISIBLE } from './trace-row';

/** Rows of the list by key. */
export function traceRows(host: QueryHost): Query<'traces.rows'> {
  const byKey = selectTraceRows<[number]>(host.db, `WHERE id = ? AND ${VISIBLE}`);
  return ({ keys }) =>
    keys.flatMap((key) => {
      const row = byKey.get(key);
      return row === undefined ? [] : [row];
    });
}

/**
 * The newest trace that began before this one and whose root has the same name and service.
 * Of two that began together the one that arrived first is the earlier.
 */
export function previousRun({ db }: QueryHost): Query<'trace.previousRun'> {
  const select = db.prepare<[Uint8Array], { readonly found: TraceId | null }>(/* sql */ `
    SELECT (
      SELECT lower(hex(earlier.trace_id)) FROM trace earlier
      WHERE earlier.deleted_at_ms IS NULL AND earlier.root_name = this.root_name
        AND earlier.service_name = this.service_name
        AND (earlier.start_ns, earlier.id) < (this.start_ns, this.id)
      ORDER BY earlier.start_ns DESC, earlier.id DESC LIMIT 1
    ) AS found
    FROM trace this WHERE this.trace_id = ? AND this.deleted_at_ms IS NULL`);
  return ({ traceId }) => {
    const row = select.get(Buffer.from(traceId, 'hex'));
    if (row === undefined) throw new ContractError('not_found', `There is no trace ${traceId}.`);
    return row.found;
  };
}
