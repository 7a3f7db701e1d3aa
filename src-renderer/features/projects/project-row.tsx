import type { ReactNode } from 'react';

import { DEFAULT_EXPERIMENT_ID, type Experiment } from '@domain/annotations/experiment';
import { formatCount } from '@domain/format';
import { isolateText } from '@domain/isolate-text';

import { classNames } from '../../ui/class-names';
import { Highlight } from '../../ui/highlight';
import { IconButton } from '../../ui/icon-button';
import { CheckIcon, PencilIcon, TrashIcon, type Icon } from '../../ui/icons';
import styles from './project-picker.module.css';

export interface ProjectRowProps {
  readonly id: string;
  readonly name: string;
  /** In place of the tick. */
  readonly icon?: Icon;
  /** Marked in the name. */
  readonly find?: string;
  readonly traceCount?: number;
  readonly isCurrent?: boolean;
  /** The line that Enter takes. */
  readonly isActive: boolean;
  /** The pointer came to it. */
  readonly onPoint: () => void;
  readonly onChoose: () => void;
  /** With it the line offers to rename and to delete it. */
  readonly project?: Experiment;
  readonly onRename?: () => void;
  readonly onDelete?: () => void;
}

/** A line of the list of projects. */
export function ProjectRow(props: ProjectRowProps): ReactNode {
  const { id, name, icon: Drawing, find = '', traceCount, isCurrent = false, isActive } = props;
  const { project, onPoint, onChoose, onRename, onDelete } = props;
  const isDefault = project?.id === DEFAULT_EXPERIMENT_ID;
  return (
    <div
      id={id}
      role="row"
      aria-selected={isActive}
      aria-current={isCurrent || undefined}
      className={classNames(styles.row, isActive && styles.active)}
      onPointerMove={isActive ? undefined : onPoint}
    >
      {/* The field keeps the focus and handles the keys. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus */}
      <div role="gridcell" className={styles.cell} onClick={onChoose}>
        <span className={styles.tick}>
          {Drawing !== undefined ? <Drawing size={14} /> : isCurrent && <CheckIcon size={14} />}
        </span>
        <bdi className="ellipsis" title={name}>
          <Highlight text={name} find={find} />
        </bdi>
      </div>
      {project !== undefined && (
        <div role="gridcell" className={styles.actions}>
          {/* One stop with the field: those of the line that the arrows are at. */}
          <IconButton
            icon={PencilIcon}
            size="small"
            label={`Rename ${isolateText(name)}`}
            tabIndex={isActive ? 0 : -1}
            onClick={onRename}
          />
          <IconButton
            icon={TrashIcon}
            size="small"
            label={
              isDefault ? `${isolateText(name)} cannot be deleted` : `Delete ${isolateText(name)}`
            }
            tabIndex={isActive ? 0 : -1}
            disabled={isDefault}
            onClick={onDelete}
          />
        </div>
      )}
      {traceCount !== undefined && (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
        <div role="gridcell" className={styles.count} onClick={onChoose}>
          {formatCount(traceCount)}
          <span className="srOnly">{traceCount === 1 ? ' trace' : ' traces'}</span>
        </div>
      )}
    </div>
  );
}
