import type { ReactNode } from 'react';

import type { SpanDetail } from '@contract/traces';
import { formatDurationNs, formatOffsetNs } from '@domain/format';
import type { StatusCode } from '@domain/otlp/model';
import { SpanFlag } from '@domain/span-table';
import type { SpanIndex } from '@domain/units';

import { ErrorSolidIcon } from '../../../ui/icons';
import { isRunning, STATUS_ERROR, type TraceModel } from '../model/trace-model';
import { durationText, serviceOf } from '../waterfall/describe-span';
import { Fact } from './fact';
import { kindName, statusName } from './otlp-words';
import styles from './span-facts.module.css';

export interface PlainFactsProps {
  readonly model: TraceModel;
  readonly span: SpanIndex;
  /** Null while it is read; the table knows most of it. */
  readonly detail: SpanDetail | null;
}

/** The figures that every span has. */
export function PlainFacts({ model, span, detail }: PlainFactsProps): ReactNode {
  const { table } = model;
  const flags = table.flags[span] ?? 0;
  const hasStart = (flags & SpanFlag.zeroStart) === 0;
  const status = (table.statuses[span] ?? 0) as StatusCode;
  const scope = detail?.scope;
  return (
    <dl className={styles.facts}>
      <Fact name="Duration" value={hasStart ? durationText(table, span) : '—'} isStrong />
      <Fact
        name="Self time"
        value={hasStart && !isRunning(flags) ? formatDurationNs(table.selfNs[span] ?? 0) : '—'}
      />
      <Fact name="Started" value={startedText(table.startNs[span] ?? 0, flags)} />
      <Fact name="Kind" value={kindName(table.kinds[span] ?? 0)} />
      <Fact name="Status" value={statusName(status)} isError={status === STATUS_ERROR} />
      <Fact name="Service" value={serviceOf(table, span) || '—'} />
      <Fact
        name="Scope"
        value={scope === undefined ? '' : scope.name === '' ? '—' : scope.name}
        title={scope === undefined ? '' : `${scope.name} ${scope.version}`.trim()}
      />
      <Fact name="Trace share" value={hasStart ? shareText(model, span) : '—'} />
    </dl>
  );
}

/** What the span says of its end, and what is odd about it. */
export function SpanRemarks({
  model,
  span,
  detail,
  hasMessage,
}: PlainFactsProps & { readonly hasMessage: boolean }): ReactNode {
  const flags = model.table.flags[span] ?? 0;
  const message = detail?.span.statusMessage ?? '';
  return (
    <>
      {hasMessage && message !== '' && (
        <p className={styles.message}>
          <ErrorSolidIcon size={13} />
          <span className="selectable">{message}</span>
        </p>
      )}
      {oddities(flags).map((text) => (
        <p key={text} className={styles.oddity}>
          {text}
        </p>
      ))}
    </>
  );
}

function startedText(startNs: number, flags: number): string {
  return flags & SpanFlag.zeroStart ? 'no start sent' : formatOffsetNs(startNs);
}

/** Share of the trace's time that the span was there. */
function shareText({ table, endsNs }: TraceModel, span: SpanIndex): string {
  if (table.durationNs === 0) return '—';
  const share = ((endsNs[span] ?? 0) - (table.startNs[span] ?? 0)) / table.durationNs;
  return share < 0.01 ? 'under 1%' : `${Math.round(share * 100)}%`;
}

/** What is odd about the span's times and place, as it was sent. */
function oddities(flags: number): string[] {
  const texts: string[] = [];
  if (flags & SpanFlag.orphan) texts.push('Its parent has not been received.');
  if (flags & SpanFlag.cycle) texts.push('Its parents form a circle, so it stands at the top.');
  if (flags & SpanFlag.clockSkew) {
    texts.push('It lies outside of its parent: the clocks of the two processes differ.');
  }
  if (flags & SpanFlag.endBeforeStart) texts.push('It ends before it starts, as sent.');
  if (flags & SpanFlag.zeroStart) texts.push('It was sent without a start time.');
  if (isRunning(flags)) texts.push('No end has been received: it is running, or never ended.');
  return texts;
}
