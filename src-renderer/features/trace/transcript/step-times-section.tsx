import { useMemo, type ReactNode } from 'react';

import { categoryOfKind } from '@domain/facets/facet-kind';
import { formatCount, formatDurationNs } from '@domain/format';

import { classNames } from '../../../ui/class-names';
import { KindIcon } from '../../../ui/kind-icon';
import type { TraceModel } from '../model/trace-model';
import { isPartial } from '../model/trace-usage';
import { Share } from './share';
import { stepLabel } from './step-label';
import type { Step } from './steps';
import { timeByStep, type StepTime } from './time-by-step';
import styles from './transcript.module.css';

const SHOWN_ROWS = 12;

export interface StepTimesSectionProps {
  readonly model: TraceModel;
  readonly steps: readonly Step[];
  readonly onStep: (at: number) => void;
}

/** Where time went: shares of the duration, all of it. */
export function StepTimesSection({ model, steps, onStep }: StepTimesSectionProps): ReactNode {
  const { rows, own, outsideNs } = useMemo(
    () => timeByStep(steps, model.table, ({ span }) => stepLabel(model, span)),
    [steps, model],
  );
  if (rows.length === 0) return null;
  const totalNs = Math.max(1, model.table.durationNs);
  const more = rows.slice(SHOWN_ROWS);
  const moreNs = more.reduce((sum, { shareNs }) => sum + shareNs, 0);
  return (
    <section aria-label="Time by step">
      <h2 className={styles.caption}>
        {isPartial(model) ? 'Time by step so far' : 'Time by step'}
      </h2>
      {rows.slice(0, SHOWN_ROWS).map((row) => (
        <TimeRow
          key={`${row.kind} ${row.label}`}
          row={row}
          name={row.label}
          title={titleOf(row)}
          totalNs={totalNs}
          onStep={onStep}
        />
      ))}
      {more.length > 0 && (
        <Rest name={`${formatCount(more.length)} more`} ns={moreNs} totalNs={totalNs} />
      )}
      {own !== null && own.shareNs >= 1 && (
        <TimeRow
          row={own}
          name="own time"
          title={`Time of ${own.label} in which no step within it ran`}
          totalNs={totalNs}
          onStep={onStep}
        />
      )}
      {outsideNs >= 1 && <Rest name="not in any step" ns={outsideNs} totalNs={totalNs} />}
    </section>
  );
}

interface TimeRowProps {
  readonly row: StepTime;
  readonly name: string;
  readonly title: string;
  readonly totalNs: number;
  readonly onStep: (at: number) => void;
}

function TimeRow({ row, name, title, totalNs, onStep }: TimeRowProps): ReactNode {
  const kind = categoryOfKind(row.kind);
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.total}
      title={title}
      onClick={() => onStep(row.at)}
    >
      <KindIcon kind={kind} />
      <span className={classNames('ellipsis', styles.totalName)}>{name}</span>
      <span className="num">{formatDurationNs(row.shareNs)}</span>
      <Share kind={kind} share={row.shareNs / totalNs} />
    </button>
  );
}

interface RestProps {
  readonly name: string;
  readonly ns: number;
  readonly totalNs: number;
}

function Rest({ name, ns, totalNs }: RestProps): ReactNode {
  return (
    <div className={styles.total}>
      <span className={classNames('ellipsis t3', styles.totalName)}>{name}</span>
      <span className="num t3">{formatDurationNs(ns)}</span>
      <Share kind="other" share={ns / totalNs} />
    </div>
  );
}

/** Where several ran at once, a step took longer than its share. */
function titleOf({ label, durationNs, shareNs }: StepTime): string {
  if (durationNs - shareNs < 1) return label;
  return `${label}: ${formatDurationNs(durationNs)} in all; time at which several steps ran is divided among them`;
}
