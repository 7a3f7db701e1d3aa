/** 'sessions.context': the context of every model call of a conversation, in order. */
import type { ContextPoint } from '@contract/facets';
import { ContextWindow } from '@domain/facets/context-window';
import { foldTrace } from '@domain/facets/fold-trace';
import type { TraceId } from '@domain/units';
import { foldSpanReader, foldSpansOf } from '../facets/fold-spans';
import type { Query, QueryHost } from './query';
import { OF_SESSION, type SessionPart } from './session-part';

/** Of the newest traces; as many as 'sessions.open' gives. */
const MAX_TURNS = 2000;

/** Times are bigints. */
interface TurnRecord {
  readonly key: bigint;
  readonly traceId: TraceId;
  readonly startNs: bigint;
}

export function sessionContext(host: QueryHost): Query<'sessions.context'> {
  const { db, checkpoint } = host;
  const select = db
    .prepare<[SessionPart], TurnRecord>(/* sql */ `
      SELECT t.id AS key, lower(hex(t.trace_id)) AS traceId, t.start_ns AS startNs
      FROM trace_facet f JOIN trace t ON t.id = f.trace AND t.deleted_at_ms IS NULL
      WHERE ${OF_SESSION} ORDER BY t.start_ns, t.id`)
    .safeIntegers();
  const readSpans = foldSpanReader(db, checkpoint);

  return (part) => {
    const turns = select.all(part);
    const skipped = Math.max(0, turns.length - MAX_TURNS);
    const window = new ContextWindow();
    return turns.slice(skipped).flatMap(({ key, traceId, startNs }, at): ContextPoint[] => {
      checkpoint();
      const spans = foldSpansOf(readSpans(Number(key)));
      const { spans: folds } = foldTrace(spans, host.prices.entries);
      return window.addTrace(spans, folds).map(({ key: spanKey, startNs: offset, ...call }) => ({
        ...call,
        traceId,
        spanKey,
        turn: skipped + at + 1,
        startNs: startNs + BigInt(Number.isNaN(offset) ? 0 : Math.round(offset)),
      }));
    });
  };
}
