/** 'trace.spanDetail' and 'trace.spanOtlpJson': all of one span, from its stored bytes. */
import { ContractError } from '@contract/errors';
import type { KeptHeader, ReceivedVia } from '@contract/traces';
import { decodeResource, decodeScope } from '@domain/otlp/decode-container';
import { decodeSpan } from '@domain/otlp/decode-span';
import { tracesToJson } from '@domain/otlp/to-otlp-json';
import type { Query, QueryHost } from './query';

export function spanDetail({ db }: QueryHost): Query<'trace.spanDetail'> {
  const find = findSpan(db);
  return ({ spanKey }) => {
    const record = find(spanKey);
    return {
      key: spanKey,
      span: decodeSpan(record.payload),
      resource: decodeResource(record.resource),
      scope: decodeScope(record.scope),
      received: {
        atMs: record.receivedMs,
        transport: record.transport,
        agent: record.agent,
        headers: JSON.parse(record.headers) as KeptHeader[],
      },
      payloadBytes: record.payload.length,
    };
  };
}

export function spanOtlpJson({ db }: QueryHost): Query<'trace.spanOtlpJson'> {
  const find = findSpan(db);
  return ({ spanKey }) => {
    const { resource, scope, payload } = find(spanKey);
    return tracesToJson({
      resources: [{ bytes: resource }],
      scopes: [{ bytes: scope }],
      spans: [{ resource: 0, scope: 0, payload }],
    });
  };
}

interface SpanRecord {
  readonly payload: Uint8Array;
  readonly resource: Uint8Array;
  readonly scope: Uint8Array;
  readonly transport: ReceivedVia['transport'];
  readonly agent: string;
  readonly headers: string;
  readonly receivedMs: number;
}

function findSpan(db: QueryHost['db']): (spanKey: number) => SpanRecord {
  const select = db.prepare<[number], SpanRecord>(/* sql */ `
    SELECT p.bytes AS payload, r.bytes AS resource, c.bytes AS scope, o.transport, o.agent,
      o.headers, s.received_ms AS receivedMs
    FROM span s
      JOIN trace t ON t.id = s.trace AND t.deleted_at_ms IS NULL
      JOIN span_payload p ON p.span = s.id
      JOIN resource r ON r.id = s.resource
      JOIN scope c ON c.id = s.scope
      JOIN source o ON o.id = s.source
    WHERE s.id = ?`);
  return (spanKey) => {
    const record = select.get(spanKey);
    if (record === undefined) {
      throw new ContractError(
        'not_found',
        'This span is no longer in the store. Its trace may have been deleted.',
      );
    }
    return record;
  };
}
