/** 'trace.logs': log records of a trace or of one span, in time order. */
import type { LogDetail } from '@contract/traces';
import { decodeResource } from '@domain/otlp/decode-container';
import { decodeLog } from '@domain/otlp/decode-log';
import type { KeyValue } from '@domain/otlp/model';
import type { Query, QueryHost } from './query';

interface LogRow {
  readonly key: number;
  readonly payload: Uint8Array;
  readonly resourceKey: number;
  readonly resource: Uint8Array;
  readonly serviceName: string;
  readonly scopeName: string;
}

export function traceLogs({ db }: QueryHost): Query<'trace.logs'> {
  // Records of a trace that was deleted are hidden with it; those that came later are not.
  const matching = (bySpan: string) => /* sql */ `
    FROM log_record WHERE trace_id = :traceId ${bySpan} AND id > (
      SELECT coalesce(max(deleted_logs_upto), 0) FROM trace
      WHERE trace_id = :traceId AND deleted_at_ms IS NOT NULL)`;
  const prepare = (bySpan: string) => ({
    count: db.prepare<[object], number>(`SELECT count(*) ${matching(bySpan)}`).pluck(),
    // Payloads are fetched after sorting, so that the sorter carries keys alone.
    select: db.prepare<[object], LogRow>(/* sql */ `
      WITH first AS MATERIALIZED (
        SELECT id, coalesce(nullif(time_ns, 0), observed_time_ns) AS at_ns ${matching(bySpan)}
        ORDER BY at_ns, id LIMIT :limit)
      SELECT l.id AS key, p.bytes AS payload, l.resource AS resourceKey, r.bytes AS resource,
        r.service_name AS serviceName, c.name AS scopeName
      FROM first
        JOIN log_record l ON l.id = first.id
        JOIN log_payload p ON p.log = l.id
        JOIN resource r ON r.id = l.resource
        JOIN scope c ON c.id = l.scope
      ORDER BY first.at_ns, first.id`),
  });
  const ofTrace = prepare('');
  const ofSpan = prepare('AND span_id = :spanId');

  return ({ traceId, spanId, limit }) => {
    const { count, select } = spanId === null ? ofTrace : ofSpan;
    const values = {
      traceId: Buffer.from(traceId, 'hex'),
      spanId: spanId === null ? null : Buffer.from(spanId, 'hex'),
      limit,
    };
    const attributesOfResource = new Map<number, readonly KeyValue[]>();
    const logs = select.all(values).map((row): LogDetail => {
      const resourceAttributes =
        attributesOfResource.get(row.resourceKey) ?? decodeResource(row.resource).attributes;
      attributesOfResource.set(row.resourceKey, resourceAttributes);
      return {
        key: row.key,
        log: decodeLog(row.payload),
        serviceName: row.serviceName,
        resourceAttributes,
        scopeName: row.scopeName,
      };
    });
    return { total: count.get(values) ?? 0, logs };
  };
}
