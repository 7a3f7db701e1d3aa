/** 'mlflow.traceKeys': which traces are to be deleted. */
import type { InternalQuery } from '../internal-queries';
import type { QueryHost } from '../query';
import { VISIBLE } from '../trace-row';

const MS_NS = 1_000_000n;

export function traceKeys({ db }: QueryHost): InternalQuery<'mlflow.traceKeys'> {
  const findOne = db
    .prepare<[Uint8Array, number | null], number>(
      `SELECT id FROM trace WHERE trace_id = ? AND ${VISIBLE} AND experiment = coalesce(?, experiment)`,
    )
    .pluck();
  const oldest = db
    .prepare<[number, bigint | null, number], number>(/* sql */ `
      SELECT id FROM trace
      WHERE experiment = ? AND start_ns <= coalesce(?, start_ns) AND ${VISIBLE}
      ORDER BY start_ns, id LIMIT ?`)
    .pluck();
  return (choice) => {
    if ('traceIds' in choice) {
      const { traceIds, experimentId } = choice;
      const bytes = traceIds.map((traceId) => Buffer.from(traceId, 'hex'));
      return bytes.flatMap((id) => findOne.get(id, experimentId) ?? []);
    }
    const { experimentId, maxStartMs, maxTraces } = choice;
    // The last nanosecond of that millisecond.
    const maxStartNs = maxStartMs === null ? null : (BigInt(maxStartMs) + 1n) * MS_NS - 1n;
    return oldest.all(experimentId, maxStartNs, maxTraces ?? -1);
  };
}
