/**
 * The traces that spans of a trace link to as their remote side (`link.type` `parent_of`), e.g.
 * the API's own trace of a request. Source: conventions reference §8.4.
 */
import type { StoreKey } from '@contract/traces';
import { decodeSpan } from '@domain/otlp/decode-span';
import type { Span } from '@domain/otlp/model';
import type { TraceId } from '@domain/units';
import type { QueryHost } from './query';

/** Spans that are looked at for links; more are no agent's requests. */
const MAX_LINKING_SPANS = 1000;
const MAX_TRACES = 50;
/** Spans of all linked traces together. */
const MAX_SPANS = 5000;

export interface LinkedPart {
  readonly key: StoreKey;
  readonly traceId: TraceId;
  readonly idBytes: Uint8Array;
  /** How many of its spans are shown, the first by start. */
  readonly spanLimit: number;
  readonly spanCount: number;
  readonly links: readonly RemoteLink[];
}

export interface RemoteLink {
  /** Of the span that links. */
  readonly fromSpanId: Uint8Array;
  /** Hex id of the span it links to. */
  readonly toSpanId: string;
}

export interface LinkedParts {
  readonly parts: readonly LinkedPart[];
  readonly missingCount: number;
  readonly cutTraceCount: number;
  readonly cutSpanCount: number;
}

export interface LinkedTraceFinder {
  ofTrace(key: StoreKey): LinkedParts;
  /** The same, where the spans that have links are known. @param spanKeys by start */
  ofSpans(spanKeys: readonly StoreKey[]): LinkedParts;
}

interface LinkingSpan {
  readonly spanId: Uint8Array;
  readonly bytes: Uint8Array;
}

/** Prepares finding them; those that are linked first come first. */
export function linkedTraceFinder({ db }: QueryHost): LinkedTraceFinder {
  const linking = /* sql */ `
    SELECT s.span_id AS spanId, p.bytes FROM span s JOIN span_payload p ON p.span = s.id`;
  const selectLinking = db.prepare<[number, number], LinkingSpan>(
    `${linking} WHERE s.trace = ? AND s.link_count > 0 ORDER BY s.start_ns, s.id LIMIT ?`,
  );
  const selectSpan = db.prepare<[number], LinkingSpan>(`${linking} WHERE s.id = ?`);
  const findTrace = db.prepare<[Uint8Array], { key: number; spanCount: number }>(/* sql */ `
    SELECT id AS key, span_count AS spanCount FROM trace
    WHERE trace_id = ? AND deleted_at_ms IS NULL`);

  const find = (spans: readonly LinkingSpan[]): LinkedParts => {
    const linksByTrace = new Map<string, RemoteLink[]>();
    for (const { spanId, bytes } of spans) {
      for (const { traceId, spanId: toSpanId } of remoteLinks(decodeSpan(bytes))) {
        const links = linksByTrace.get(traceId);
        if (links === undefined) linksByTrace.set(traceId, [{ fromSpanId: spanId, toSpanId }]);
        else links.push({ fromSpanId: spanId, toSpanId });
      }
    }
    const parts: LinkedPart[] = [];
    let room = MAX_SPANS;
    let missingCount = 0;
    let cutTraceCount = 0;
    let cutSpanCount = 0;
    for (const [traceId, links] of linksByTrace) {
      const idBytes = Buffer.from(traceId, 'hex');
      const found = findTrace.get(idBytes);
      if (found === undefined) missingCount += 1;
      else if (parts.length === MAX_TRACES || room === 0) {
        cutTraceCount += 1;
        cutSpanCount += found.spanCount;
      } else {
        const spanLimit = Math.min(room, found.spanCount);
        room -= spanLimit;
        cutSpanCount += found.spanCount - spanLimit;
        parts.push({ ...found, traceId: traceId as TraceId, idBytes, spanLimit, links });
      }
    }
    return { parts, missingCount, cutTraceCount, cutSpanCount };
  };
  return {
    ofTrace: (key) => find(selectLinking.all(key, MAX_LINKING_SPANS)),
    ofSpans: (keys) =>
      find(keys.slice(0, MAX_LINKING_SPANS).flatMap((key) => selectSpan.get(key) ?? [])),
  };
}

function remoteLinks({ links, traceId: own }: Span): Span['links'] {
  return links.filter(({ traceId, attributes }) => {
    const type = attributes.find(({ key }) => key === 'link.type')?.value;
    const isRemote = type?.type === 'string' && type.value === 'parent_of';
    return isRemote && traceId !== own && /^(?!0+$)[0-9a-f]{32}$/.test(traceId);
  });
}
