import { useState, type ReactNode } from 'react';

import type { TraceInfo, TraceState } from '@domain/annotations/trace-info';
import { formatBytes, formatDateTime, formatDurationNs } from '@domain/format';
import { isolateText } from '@domain/isolate-text';
import type { TraceId } from '@domain/units';

import { useEngineQuery } from '../../../../lib/engine-queries';
import { useContentScope } from '../../../../ui/content/content-scope';
import { FoldCard } from '../../../../ui/content/fold-card';
import { oneLine } from '../../../../ui/content/message-text';
import { LongText } from '../../../../ui/content/long-text';
import { CopyButton } from '../../../../ui/copy-button';
import { Highlight } from '../../../../ui/highlight';
import styles from './content.module.css';

const NS_PER_MS = 1e6;
/** Longer values are cut until all of them is asked for. */
const SHORT_CHARS = 240;
/** Rows drawn before all are asked for. */
const MAX_ROWS = 200;

interface Row {
  readonly name: string;
  readonly value: string;
}

/** What was told of the trace as a whole, beside its spans; nothing where nothing was. */
export function ToldSection({ traceId }: { readonly traceId: TraceId }): ReactNode {
  const { data } = useEngineQuery('trace.info', { traceId });
  return data?.info == null ? null : <Told info={data.info} />;
}

function Told({ info }: { readonly info: TraceInfo }): ReactNode {
  const { find } = useContentScope();
  const [isWhole, setWhole] = useState(false);
  const facts = factsOf(info);
  const metadata = metadataOf(info);
  const rows = [...facts, ...metadata];
  if (rows.length === 0) return null;
  const wanted = find.trim().toLowerCase();
  const isFound =
    wanted !== '' &&
    rows.some(({ name, value }) => `${name}\n${value}`.toLowerCase().includes(wanted));
  const shown = isWhole || isFound ? metadata : metadata.slice(0, MAX_ROWS);
  return (
    <FoldCard
      title="Told of the trace"
      preview={oneLine(rows.map(({ value }) => isolateText(value.slice(0, 80))).join(', '))}
      isOpenAtFirst={info.clientRequestId !== null || metadata.some(({ name }) => isOwn(name))}
      isHeldOpen={isFound}
      getText={() => rows.map(({ name, value }) => `${name}: ${value}`).join('\n')}
    >
      <Rows rows={facts} />
      {metadata.length > 0 && (
        <>
          <h3 className={styles.heading}>Metadata</h3>
          <Rows rows={shown} />
        </>
      )}
      {shown.length < metadata.length && (
        <button type="button" className={styles.more} onClick={() => setWhole(true)}>
          Show all {metadata.length}
        </button>
      )}
    </FoldCard>
  );
}

function Rows({ rows }: { readonly rows: readonly Row[] }): ReactNode {
  const { find } = useContentScope();
  if (rows.length === 0) return null;
  return (
    <dl className={styles.rows}>
      {rows.map(({ name, value }) => (
        <div key={name} className={styles.toldRow}>
          <dt className={styles.toldKey}>
            <bdi>{name === '' ? '(empty name)' : <Highlight text={name} find={find} />}</bdi>
          </dt>
          <dd className={styles.told}>
            <Value name={name} value={value} />
            <CopyButton text={value} label={`Copy ${isolateText(name)}`} tabIndex={-1} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Always text, never markup. */
function Value({ name, value }: Row): ReactNode {
  const { find } = useContentScope();
  const [isWhole, setWhole] = useState(false);
  const isLong = value.length > SHORT_CHARS;
  const wanted = find.trim().toLowerCase();
  // What is searched for is not left in the part that is cut.
  if (isLong && (isWhole || (wanted !== '' && value.toLowerCase().includes(wanted)))) {
    return <LongText text={value} find={find} label={name} />;
  }
  return (
    <div>
      <bdi className={styles.toldText}>
        {value === '' ? (
          <span className="t3">(empty)</span>
        ) : (
          <Highlight text={isLong ? `${value.slice(0, SHORT_CHARS)}…` : value} find={find} />
        )}
      </bdi>
      {isLong && (
        <>
          {' '}
          <button type="button" className={styles.link} onClick={() => setWhole(true)}>
            Show all, {formatBytes(new TextEncoder().encode(value).length)}
          </button>
        </>
      )}
    </div>
  );
}

const stateNames: Readonly<Record<TraceState, string>> = {
  STATE_UNSPECIFIED: '',
  OK: 'OK',
  ERROR: 'Error',
  IN_PROGRESS: 'In progress',
};

function factsOf(info: TraceInfo): Row[] {
  const { requestTimeMs, executionDurationMs } = info;
  const rows: readonly (readonly [name: string, value: string | null])[] = [
    ['Client request id', info.clientRequestId],
    ['Request preview', info.requestPreview],
    ['Response preview', info.responsePreview],
    ['State', stateNames[info.state]],
    ['Request time', requestTimeMs === null ? null : formatDateTime(requestTimeMs, true)],
    [
      'Duration',
      executionDurationMs === null ? null : formatDurationNs(executionDurationMs * NS_PER_MS),
    ],
  ];
  return rows.flatMap(([name, value]) => (value === null || value === '' ? [] : { name, value }));
}

/** What the program itself told comes before what its tracing library did. */
function metadataOf({ metadata }: TraceInfo): Row[] {
  const rows = Object.entries(metadata).map(([name, value]) => ({ name, value }));
  return [...rows.filter(({ name }) => isOwn(name)), ...rows.filter(({ name }) => !isOwn(name))];
}

function isOwn(key: string): boolean {
  return !key.startsWith('mlflow.');
}
