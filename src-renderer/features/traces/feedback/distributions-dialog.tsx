import { useState, type ReactNode } from 'react';

import type { AssessmentName } from '@contract/annotations';
import { formatCount } from '@domain/format';

import { Dialog } from '../../../ui/dialog';
import { Distribution } from '../../../ui/feedback/distribution';
import { ScrollRegion } from '../../../ui/scroll-region';
import { feedbackColumnId } from './feedback-column';
import styles from './distributions-dialog.module.css';

export interface DistributionsDialogProps {
  readonly names: readonly AssessmentName[];
  /** What the list shows: those of a project, or all, by its filter. */
  readonly project: number | null;
  readonly text: string;
  readonly onFilter: (condition: string) => void;
  readonly onClose: () => void;
}

/** How the values of any name are spread over the traces of the list. */
export function DistributionsDialog(props: DistributionsDialogProps): ReactNode {
  const { names, project, text, onFilter, onClose } = props;
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = names.find((one) => feedbackColumnId(one) === chosen) ?? names[0];
  return (
    <Dialog open onClose={onClose} title="Feedback in the list" className={styles.dialog ?? ''}>
      <div className={styles.body}>
        <ul className={styles.names} aria-label="Names">
          {names.map((one) => {
            const id = feedbackColumnId(one);
            return (
              <li key={id}>
                <button
                  type="button"
                  aria-pressed={one === shown}
                  className={styles.name}
                  onClick={() => setChosen(id)}
                >
                  <span className="grow ellipsis">{one.name}</span>
                  {one.kind === 'expectation' && <span className="t3">expected</span>}
                  <span className="t3">{formatCount(one.count)}</span>
                </button>
              </li>
            );
          })}
        </ul>
        <ScrollRegion label="Distribution" className={styles.shown ?? ''}>
          {shown !== undefined && (
            <Distribution field={shown} text={text} experiment={project} onFilter={onFilter} />
          )}
        </ScrollRegion>
      </div>
    </Dialog>
  );
}
