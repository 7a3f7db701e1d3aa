import { useRef, useState, type ReactNode } from 'react';

import { formatCount } from '@domain/format';

import { useCommands } from '../../lib/keyboard';
import { Dialog } from '../../ui/dialog';
import { TagEditor } from '../../ui/tags/tag-editor';
import { MoveDialog } from '../projects';
import styles from './traces-page.module.css';

/** Most traces the engine changes at once. */
const MAX_KEYS = 100_000;

interface Task {
  readonly what: 'tags' | 'project';
  readonly keys: readonly number[];
}

export interface GroupingDialogsProps {
  /** Keys of the traces that a command means now. */
  readonly keysOf: () => readonly number[];
  /** The project that is listed; null for all. */
  readonly project: number | null;
  readonly onMoved: () => void;
  readonly onMovedBack: () => void;
}

/** The commands that edit the tags of traces and move them to a project, with their dialogs. */
export function GroupingDialogs({
  keysOf,
  project,
  onMoved,
  onMovedBack,
}: GroupingDialogsProps): ReactNode {
  const [task, setTask] = useState<Task | null>(null);
  const onClose = (): void => setTask(null);
  const ask = (what: Task['what']) => (): boolean => {
    const keys = keysOf().slice(0, MAX_KEYS);
    if (keys.length > 0) setTask({ what, keys });
    return keys.length > 0;
  };
  useCommands({ 'tags.edit': ask('tags'), 'project.move': ask('project') });
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
            <TagEditor ref={field} keys={tagged} experiment={project} onClose={onClose} />
          </div>
        )}
      </Dialog>
      <MoveDialog
        keys={task?.what === 'project' ? task.keys : null}
        onClose={onClose}
        onMoved={onMoved}
        onMovedBack={onMovedBack}
      />
    </>
  );
}
