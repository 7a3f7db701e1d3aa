import { traceRoute } from '@domain/route';
import { useCallback, type ReactNode } from 'react';

import type { Span, SpanLink } from '@domain/otlp/model';
import { parseSpanId, parseTraceId, type SpanId, type TraceId } from '@domain/units';

import { useEngineQuery } from '../../../lib/engine-queries';
import { navigate } from '../../../lib/router';
import { Button } from '../../../ui/button';
import { CopyButton } from '../../../ui/copy-button';
import type { SpanRowIndex } from '../../../lib/span-row-index';
import { AttributeList } from './attribute-list';
import styles from './card-list.module.css';
import { useCopyTarget } from '../../../ui/content/copy-target';
import { DroppedNote, Note } from '../../../ui/content/notes';

export interface LinksTabProps {
  readonly span: Span;
  readonly ids: SpanRowIndex;
  readonly find: string;
}

/** Spans this one refers to, in this trace or another. */
export function LinksTab({ span, ids, find }: LinksTabProps): ReactNode {
  const wanted = find.trim().toLowerCase();
  const matching = span.links.filter(
    (link) => link.traceId.includes(wanted) || link.spanId.includes(wanted),
  );
  return (
    <div className={styles.list}>
      {span.links.length === 0 && <Note>No links recorded.</Note>}
      {span.links.length > 0 && matching.length === 0 && (
        <Note>No link has an id with “{find.trim()}”.</Note>
      )}
      {matching.length > 0 && (
        <div role="list" aria-label="Links" className={styles.list}>
          {matching.map((link, at) => (
            <LinkCard key={at} link={link} traceId={span.traceId} ids={ids} />
          ))}
        </div>
      )}
      <DroppedNote count={span.droppedLinksCount} what="link" limit="OTEL_SPAN_LINK_COUNT_LIMIT" />
    </div>
  );
}

interface LinkCardProps {
  readonly link: SpanLink;
  /** Trace of the span that has the link. */
  readonly traceId: TraceId;
  readonly ids: SpanRowIndex;
}

function LinkCard({ link, traceId, ids }: LinkCardProps): ReactNode {
  const targetTrace = parseTraceId(link.traceId);
  const targetSpan = parseSpanId(link.spanId);
  const getText = useCallback(() => `${link.traceId} ${link.spanId}`, [link]);
  const copy = useCopyTarget(getText);
  return (
    <div role="listitem" data-item="" tabIndex={-1} className={styles.card} {...copy}>
      <header className={styles.head}>
        <b className="ellipsis">
          {targetTrace === traceId ? 'Span of this trace' : 'Span of another trace'}
        </b>
        <span className="push">
          {targetTrace === null ? (
            <span className={styles.time}>not a valid trace id</span>
          ) : targetTrace === traceId ? (
            <OwnTarget traceId={traceId} spanId={targetSpan} ids={ids} />
          ) : (
            <OtherTarget traceId={targetTrace} spanId={targetSpan} />
          )}
        </span>
      </header>
      <div className={styles.ids}>
        <span className="mono selectable">{link.traceId === '' ? '(no id)' : link.traceId}</span>
        <span className="mono selectable">{link.spanId === '' ? '(no id)' : link.spanId}</span>
        <CopyButton text={getText} label="Copy ids" tabIndex={-1} />
        {link.traceState !== '' && (
          <span className="selectable">
            trace state <span className="mono">{link.traceState}</span>
          </span>
        )}
      </div>
      {link.attributes.length > 0 && (
        <div className={styles.attributes}>
          <AttributeList
            attributes={link.attributes}
            label="Attributes of the link"
            find=""
            order="original"
          />
        </div>
      )}
      <DroppedNote
        count={link.droppedAttributesCount}
        what="attribute"
        limit="OTEL_LINK_ATTRIBUTE_COUNT_LIMIT"
      />
    </div>
  );
}

function OwnTarget({
  traceId,
  spanId,
  ids,
}: {
  readonly traceId: TraceId;
  readonly spanId: SpanId | null;
  readonly ids: SpanRowIndex;
}): ReactNode {
  if (spanId === null || ids.find(spanId) < 0) {
    return <span className={styles.time}>not in the store</span>;
  }
  return <FollowButton traceId={traceId} spanId={spanId} />;
}

function OtherTarget({
  traceId,
  spanId,
}: {
  readonly traceId: TraceId;
  readonly spanId: SpanId | null;
}): ReactNode {
  const { data } = useEngineQuery('traces.search', { text: traceId, limit: 1 });
  if (data === undefined) return <span className={styles.time}>…</span>;
  if (!data.some((hit) => hit.traceId === traceId)) {
    return <span className={styles.time}>not in the store</span>;
  }
  return <FollowButton traceId={traceId} spanId={spanId} />;
}

function FollowButton({
  traceId,
  spanId,
}: {
  readonly traceId: TraceId;
  readonly spanId: SpanId | null;
}): ReactNode {
  return (
    <Button size="small" variant="ghost" onClick={() => navigate(traceRoute(traceId, spanId))}>
      Go to span
    </Button>
  );
}
