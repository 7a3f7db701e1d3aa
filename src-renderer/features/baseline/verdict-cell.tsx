import type { ReactNode } from 'react';

import type { TraceRow } from '@contract/traces';
import { runTotals } from '@domain/diff/compare-figures';
import { failureCount, shownSpanCount } from '@domain/facets/shown-counts';

import { hrefOf } from '../../lib/router';
import { useTolerances } from '../../stores/tolerances';
import { BaselineMark } from '../../ui/baseline/baseline-mark';
import { classNames } from '../../ui/class-names';
import { CheckIcon, EqualIcon, NotEqualIcon } from '../../ui/icons';
import type { TraceProgress } from '../../ui/trace-progress';
import { WithNames } from '../../ui/with-names';
import { baselineRoute } from './compare-with-baseline';
import { standingWords, type Standing, type StandingWords } from './model/standing';
import styles from './verdict-cell.module.css';

export interface VerdictProps {
  readonly run: TraceRow;
  readonly standing: Standing | null;
  readonly progress: TraceProgress;
}

/** What a run is against its baseline, and the way to the comparison. */
export function Verdict({ run, standing, progress }: VerdictProps): ReactNode {
  const tolerances = useTolerances();
  if (standing === null) return null;
  const { durationNs, facets } = run;
  const [spanCount, errorCount] = [shownSpanCount(run), failureCount(run)];
  const totals = runTotals({ durationNs, spanCount, errorCount, facets });
  const words = standingWords(standing, progress, { totals, tolerances });
  const route = baselineRoute(run, standing);
  if (route === null) return <BaselineMark />;
  if (words.text === '') return null;
  return (
    <a
      className={classNames(styles.verdict, styles[words.tone])}
      href={hrefOf(route)}
      title={words.title}
      tabIndex={-1}
      draggable={false}
      // The row would open the trace.
      onClick={(event) => event.stopPropagation()}
    >
      <Glyph tone={words.tone} />
      <span className="ellipsis">
        <WithNames text={words.text} />
      </span>
      {words.count !== '' && (
        <span className={styles.count}>
          <span aria-hidden="true">{words.count}</span>
          <span className="srOnly">
            {words.count === '1' ? '1 step differs' : `${words.count} steps differ`}
          </span>
        </span>
      )}
    </a>
  );
}

function Glyph({ tone }: { readonly tone: StandingWords['tone'] }): ReactNode {
  switch (tone) {
    case 'parted':
      return <NotEqualIcon size={12} />;
    case 'same':
      return <CheckIcon size={12} />;
    case 'soFar':
      return <EqualIcon size={12} />;
    default:
      return null;
  }
}
