/** 'trace.info': what was told of a trace as a whole, and nothing that its spans say. */
import type { TraceId } from '@domain/units';
import type { Query, QueryHost } from './query';
import { toldInfoReader } from '../store/told-info';
import { VISIBLE } from './trace-row';

export function traceInfo({ db }: QueryHost): Query<'trace.info'> {
  const findExperiment = db
    .prepare<[Uint8Array], number>(
      `SELECT trace.experiment FROM trace WHERE trace.trace_id = ? AND ${VISIBLE}`,
    )
    .pluck();
  const readTold = toldInfoReader(db);
  return ({ traceId }) => {
    const id = Buffer.from(traceId, 'hex');
    const experimentId = findExperiment.get(id);
    const told = experimentId === undefined ? null : readTold(id);
    if (experimentId === undefined || told === null) return { info: null };
    return { info: { traceId: traceId as TraceId, experimentId, ...told } };
  };
}
