import { useRef, type ReactNode } from 'react';

import { formatCount } from '@domain/format';

import { Dialog } from '../../ui/dialog';
import { WarningIcon } from '../../ui/icons';
import { MAX_UNDONE } from './move-traces';
import { ProjectPicker } from './project-picker';
import styles from './project-picker.module.css';
import { useProjectActions } from './use-project-actions';

export interface MoveDialogProps {
  /** Keys of the traces to move; null while none are to be. */
  readonly keys: readonly number[] | null;
  readonly onClose: () => void;
  /** They are in the other project. */
  readonly onMoved: () => void;
  /** They are where they were. */
  readonly onMovedBack: () => void;
}

/** Asks for the project that traces are to be moved to, and moves them. */
export function MoveDialog({ keys, onClose, onMoved, onMovedBack }: MoveDialogProps): ReactNode {
  const field = useRef<HTMLInputElement>(null);
  const { move } = useProjectActions();
  const count = keys?.length ?? 0;
  return (
    <Dialog
      open={keys !== null}
      onClose={onClose}
      title={
        count === 1
          ? 'Move the trace to a project'
          : `Move ${formatCount(count)} traces to a project`
      }
      className={styles.dialog ?? ''}
      initialFocus={field}
    >
      {count > MAX_UNDONE && (
        <p className={styles.warning}>
          <WarningIcon size={14} />
          {`More than ${formatCount(MAX_UNDONE)} traces at once: this cannot be undone.`}
        </p>
      )}
      <ProjectPicker
        ref={field}
        label="Find a project to move to"
        current={undefined}
        isSwitcher={false}
        onChoose={(project) => {
          onClose();
          if (project !== null && keys !== null)
            void move(keys, project, onMovedBack).then(onMoved);
        }}
      />
    </Dialog>
  );
}
