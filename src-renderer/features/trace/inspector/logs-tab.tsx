import { useCallback, useState, type ReactNode } from 'react';

import type { LogDetail } from '@contract/traces';
import { formatCount, formatOffsetNs } from '@domain/format';
import type { SpanId, TraceId, UnixNs } from '@domain/units';

import { useEngineQuery } from '../../../lib/engine-queries';
import { classNames } from '../../../ui/class-names';
import { ErrorState } from '../../../ui/empty-state';
import { ChevronDownIcon, ChevronRightIcon } from '../../../ui/icons';
import { Highlight } from '../../../ui/highlight';
import { AttributeList } from './attribute-list';
import styles from './card-list.module.css';
import { useCopyTarget } from '../../../ui/content/copy-target';
import { Bones } from './bones';
import { Note } from '../../../ui/content/notes';
import { severityOf, severityText } from './otlp-words';
import { attributeContains, lineText, valueText } from './value-text';
import { ValueView } from './value-view';

const PAGE = 100;
const MAX_RECORDS = 1000;

export interface LogsTabProps {
  readonly traceId: TraceId;
  /** Null for the records of the whole trace. */
  readonly spanId: SpanId | null;
  readonly baseNs: UnixNs;
  readonly find: string;
  readonly onSpan: (spanId: SpanId) => void;
}

/** Log records that carry the ids of the span or the trace, by time. */
export function LogsTab({ traceId, spanId, baseNs, find, onSpan }: LogsTabProps): ReactNode {
  const query = useEngineQuery('trace.logs', { traceId, spanId, limit: MAX_RECORDS });
  const [shown, setShown] = useState(PAGE);
  if (query.isError) {
    return <ErrorState message={query.error.message} onRetry={() => void query.refetch()} />;
  }
  if (query.data === undefined) return <Bones rows={4} />;
  const { logs, total } = query.data;
  const matching = logs.filter((record) => contains(record, find));
  return (
    <div className={styles.list}>
      {total === 0 && (
        <Note>
          No log records recorded for this {spanId === null ? 'trace' : 'span'}. They appear when
          logs are exported over OTLP with the trace context.
        </Note>
      )}
      {total > 0 && matching.length === 0 && <Note>No log record contains “{find.trim()}”.</Note>}
      {matching.length > 0 && (
        <div role="list" aria-label="Log records" className={styles.list}>
          {matching.slice(0, shown).map((record) => (
            <LogCard
              key={record.key}
              record={record}
              baseNs={baseNs}
              find={find}
              // Only where the records are of several spans.
              onSpan={spanId === null ? onSpan : null}
            />
          ))}
        </div>
      )}
      {matching.length > shown && (
        <button type="button" className={styles.more} onClick={() => setShown(shown + PAGE)}>
          Show {formatCount(Math.min(PAGE, matching.length - shown))} more of{' '}
          {formatCount(matching.length - shown)}
        </button>
      )}
      {total > logs.length && (
        <Note>
          The first {formatCount(logs.length)} of {formatCount(total)} records are shown.
        </Note>
      )}
    </div>
  );
}

interface LogCardProps {
  readonly record: LogDetail;
  readonly baseNs: UnixNs;
  readonly find: string;
  readonly onSpan: ((spanId: SpanId) => void) | null;
}

function LogCard({ record, baseNs, find, onSpan }: LogCardProps): ReactNode {
  const { log, serviceName, scopeName } = record;
  const [isOpen, setOpen] = useState(false);
  const getText = useCallback(() => valueText(log.body), [log]);
  const copy = useCopyTarget(getText);
  const severity = severityOf(log.severityNumber);
  const line = lineText(log.body);
  const Chevron = isOpen ? ChevronDownIcon : ChevronRightIcon;
  const { spanId } = log;
  return (
    <div role="listitem" data-item="" tabIndex={-1} className={styles.card} {...copy}>
      <header className={styles.head}>
        <button
          type="button"
          tabIndex={-1}
          aria-expanded={isOpen}
          aria-label={isOpen ? 'Fold log record' : 'Unfold log record'}
          className={styles.twist}
          onClick={() => setOpen(!isOpen)}
        >
          <Chevron size={12} />
        </button>
        <span className={classNames(styles.severity, severity !== null && styles[severity])}>
          {severityText(log.severityNumber, log.severityText)}
        </span>
        <span className="ellipsis small">{log.eventName || scopeName || serviceName}</span>
        {onSpan !== null && spanId !== null && (
          <button type="button" className={styles.where} onClick={() => onSpan(spanId)}>
            Go to span
          </button>
        )}
        <span className={styles.time}>{logTime(record, baseNs)}</span>
      </header>
      {isOpen ? (
        <>
          <div className={styles.body}>
            <ValueView name="Body" value={log.body} find={find} />
          </div>
          {log.attributes.length > 0 && (
            <div className={styles.attributes}>
              <AttributeList
                attributes={log.attributes}
                label="Attributes of the log record"
                find=""
                order="original"
              />
            </div>
          )}
        </>
      ) : (
        <p className={classNames(styles.body, styles.folded)}>
          {line === '' ? '(empty)' : <Highlight text={line.slice(0, 600)} find={find} />}
        </p>
      )}
    </div>
  );
}

function logTime({ log }: LogDetail, baseNs: UnixNs): string {
  const atNs = log.timeNs === 0n ? log.observedTimeNs : log.timeNs;
  return atNs === 0n ? 'no time' : formatOffsetNs(Number(atNs - baseNs));
}

function contains({ log }: LogDetail, find: string): boolean {
  const wanted = find.trim().toLowerCase();
  return (
    wanted === '' ||
    lineText(log.body).toLowerCase().includes(wanted) ||
    log.severityText.toLowerCase().includes(wanted) ||
    log.attributes.some((attribute) => attributeContains(attribute, find))
  );
}
