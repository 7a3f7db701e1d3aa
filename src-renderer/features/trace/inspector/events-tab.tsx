import { useCallback, useState, type ReactNode } from 'react';

import { formatCount, formatDurationNs, formatOffsetNs } from '@domain/format';
import type { KeyValue, Span, SpanEvent } from '@domain/otlp/model';

import { ErrorSolidIcon } from '../../../ui/icons';
import { Highlight } from '../../../ui/highlight';
import { AttributeList } from './attribute-list';
import { useCopyTarget } from '../../../ui/content/copy-target';
import styles from './card-list.module.css';
import { formatNode, nodeOfAttributes } from '../../../ui/content/json-node';
import { DroppedNote, Note } from '../../../ui/content/notes';
import { StackTrace } from '../../../ui/content/stack-trace';
import { attributeContains, stringOf } from './value-text';

const PAGE = 100;
const exceptionKeys = new Set(['exception.type', 'exception.message', 'exception.stacktrace']);

export interface EventsTabProps {
  readonly span: Span;
  readonly find: string;
}

/** What happened during the span, in the order it was recorded. */
export function EventsTab({ span, find }: EventsTabProps): ReactNode {
  const [shown, setShown] = useState(PAGE);
  const matching = span.events.filter((event) => contains(event, find));
  return (
    <div className={styles.list}>
      {span.events.length === 0 && (
        <Note>
          No events recorded. Exceptions appear here when the SDK records them, e.g. with{' '}
          <code className="mono">recordException</code>.
        </Note>
      )}
      {span.events.length > 0 && matching.length === 0 && (
        <Note>No event contains “{find.trim()}”.</Note>
      )}
      {matching.length > 0 && (
        <div role="list" aria-label="Events" className={styles.list}>
          {matching.slice(0, shown).map((event, at) => (
            <EventCard key={at} event={event} startNs={span.startNs} find={find} />
          ))}
        </div>
      )}
      {matching.length > shown && (
        <button type="button" className={styles.more} onClick={() => setShown(shown + PAGE)}>
          Show {formatCount(Math.min(PAGE, matching.length - shown))} more of{' '}
          {formatCount(matching.length - shown)}
        </button>
      )}
      <DroppedNote
        count={span.droppedEventsCount}
        what="event"
        limit="OTEL_SPAN_EVENT_COUNT_LIMIT"
      />
    </div>
  );
}

interface EventCardProps {
  readonly event: SpanEvent;
  readonly startNs: bigint;
  readonly find: string;
}

function EventCard({ event, startNs, find }: EventCardProps): ReactNode {
  const { attributes } = event;
  const getText = useCallback(() => formatNode(nodeOfAttributes(attributes), 2), [attributes]);
  const copy = useCopyTarget(getText);
  const isException = event.name === 'exception';
  const rest = isException ? attributes.filter(({ key }) => !exceptionKeys.has(key)) : attributes;
  return (
    <div role="listitem" data-item="" tabIndex={-1} className={styles.card} {...copy}>
      <header className={styles.head}>
        {isException && <ErrorSolidIcon size={13} className={styles.errorIcon ?? ''} />}
        <b className="ellipsis selectable">
          {event.name === '' ? '(no name)' : <Highlight text={event.name} find={find} />}
        </b>
        <span className={styles.time}>{eventTime(event, startNs)}</span>
      </header>
      {isException && <Exception attributes={attributes} find={find} />}
      {rest.length > 0 && (
        <div className={styles.attributes}>
          <AttributeList
            attributes={rest}
            label={`Attributes of ${event.name}`}
            find=""
            order="original"
          />
        </div>
      )}
      <DroppedNote
        count={event.droppedAttributesCount}
        what="attribute"
        limit="OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT"
      />
    </div>
  );
}

function Exception({
  attributes,
  find,
}: {
  readonly attributes: readonly KeyValue[];
  readonly find: string;
}): ReactNode {
  const type = stringOf(attributes, 'exception.type');
  const message = stringOf(attributes, 'exception.message');
  const stack = stringOf(attributes, 'exception.stacktrace');
  return (
    <div className={styles.exception}>
      <p className="selectable">
        {type !== '' && (
          <span className={styles.exceptionType}>
            <Highlight text={type} find={find} />
            {message !== '' && ': '}
          </span>
        )}
        <Highlight text={message} find={find} />
      </p>
      {stack === '' ? <Note>No stack trace recorded.</Note> : <StackTrace text={stack} />}
    </div>
  );
}

/** Offset from the span's start; an event without time says so. */
function eventTime(event: SpanEvent, startNs: bigint): string {
  if (event.timeNs === 0n) return 'no time';
  const offsetNs = Number(event.timeNs - startNs);
  return offsetNs < 0 ? `${formatDurationNs(-offsetNs)} before the span` : formatOffsetNs(offsetNs);
}

function contains(event: SpanEvent, find: string): boolean {
  return (
    event.name.toLowerCase().includes(find.trim().toLowerCase()) ||
    event.attributes.some((attribute) => attributeContains(attribute, find))
  );
}
