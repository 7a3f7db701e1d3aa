import type { ReactNode } from 'react';

import { formatCount } from '@domain/format';

import { Progress } from '../../ui/progress';
import styles from './groups-page.module.css';
import type { GroupsProgress } from './use-groups';

/** How far the runs were read and compared, before the first comparison is there. */
export function Reading({ progress }: { readonly progress: GroupsProgress | null }): ReactNode {
  return (
    <div className={styles.reading} aria-busy="true">
      <p role="status">{progressWords(progress)}</p>
      <Progress label="Runs compared" value={shareOf(progress)} />
    </div>
  );
}

/** The same while an older comparison is shown: over it, so that nothing moves. */
export function Rereading({ progress }: { readonly progress: GroupsProgress }): ReactNode {
  return (
    <div className={styles.rereading}>
      <span className="srOnly" role="status">
        Reading the runs again
      </span>
      <Progress label={progressWords(progress)} value={shareOf(progress)} />
    </div>
  );
}

function progressWords(progress: GroupsProgress | null): string {
  if (progress?.phase === 'rank') return 'Finding what tells them apart';
  if (progress === null || progress.total === 0) return 'Reading the runs';
  const { phase, done, total } = progress;
  return `${formatCount(done)} of ${formatCount(total)} runs ${phase === 'read' ? 'read' : 'aligned'}`;
}

/** Reading and aligning take about as long; what is left then is short. */
function shareOf(progress: GroupsProgress | null): number {
  if (progress === null) return 0;
  const { phase, done, total } = progress;
  if (phase === 'rank') return 0.95;
  const share = total === 0 ? 0 : done / total;
  return phase === 'read' ? 0.45 * share : 0.45 + 0.45 * share;
}
