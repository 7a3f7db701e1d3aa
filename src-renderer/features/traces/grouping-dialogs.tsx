import { useRef, type ReactNode } from 'react';

import { formatCount } from '@domain/format';

import { Dialog } from '../../ui/dialog';
import { TagEditor } from '../../ui/tags/tag-editor';
import { MoveDialog } from '../projects';
import styles from './traces-page.module.css';

/** What is asked of some traces, by key. */
export interface GroupingTask {
  readonly what: 'tags' | 'project';
  readonly keys: readonly number[];
}

export interface GroupingDialogsProps {
  readonly task: GroupingTask | null;
  readonly onClose: () => void;
  readonly onMoved: () => void;
}

/** Editing the tags of traces, and moving them to a project. */
export function GroupingDialogs({ task, onClose, onMoved }: GroupingDialogsProps): ReactNode {
  const field = useRef<HTMLInputElement>(null);
  const tagged = task?.what === 'tags' ? task.keys : null;
  const count = tagged?.length ?? 0;
  return (
    <>
      <Dialog
        open={tagged !== null}
        onClose={onClose}
        title={count === 1 ? 'Tags' : `Tags of ${formatCount(count)} traces`}
        className={styles.tagsDialog ?? ''}
        initialFocus={field}
      >
        {tagged !== null && (
          <div className={styles.tagsBody}>
            <TagEditor ref={field} keys={tagged} onClose={onClose} />
          </div>
        )}
      </Dialog>
      <MoveDialog
        keys={task?.what === 'project' ? task.keys : null}
        onClose={onClose}
        onMoved={onMoved}
      />
    </>
  );
}
