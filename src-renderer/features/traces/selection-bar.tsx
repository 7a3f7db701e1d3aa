import type { ReactNode } from 'react';

import { formatCount } from '@domain/format';

import { runCommand } from '../../lib/keyboard';
import { Button } from '../../ui/button';
import { CompareIcon, ExportIcon, FolderIcon, TagIcon, TrashIcon } from '../../ui/icons';
import { CommandKey } from '../../ui/kbd';
import { keepClearOfToasts } from '../../ui/toast-room';
import styles from './traces-page.module.css';
import type { GroupChoice } from './use-group-choice';

export interface SelectionBarProps {
  /** Of ticked traces; 0 while only groups are being picked. */
  readonly count: number;
  readonly groups: GroupChoice;
  readonly isDeleting: boolean;
  readonly onCompare: () => void;
  readonly onSave: () => void;
  readonly onDelete: () => void;
  readonly onClear: () => void;
}

/** What can be done with the ticked traces. */
export function SelectionBar({
  count,
  groups,
  isDeleting,
  onCompare,
  onSave,
  onDelete,
  onClear,
}: SelectionBarProps): ReactNode {
  const hasGroups = groups.goodCount + groups.badCount > 0;
  return (
    <div
      ref={keepClearOfToasts}
      role="toolbar"
      aria-label="Selected traces"
      className={styles.selection}
    >
      {count > 0 && (
        <>
          <b role="status">{formatCount(count)} selected</b>
          <span className={styles.separator} />
        </>
      )}
      {count > 0 && count <= 2 && (
        <Button size="small" icon={CompareIcon} onClick={onCompare}>
          {count === 2 ? 'Compare' : 'Compare with…'} <CommandKey id="compare.open" />
        </Button>
      )}
      {count > 0 && (
        <>
          <Button size="small" icon={TagIcon} onClick={() => runCommand('tags.edit')}>
            Tag <CommandKey id="tags.edit" />
          </Button>
          <Button size="small" icon={FolderIcon} onClick={() => runCommand('project.move')}>
            Move to…
          </Button>
          <Button size="small" onClick={() => groups.add('good')}>
            Add to good runs <CommandKey id="groups.addGood" />
          </Button>
          <Button size="small" onClick={() => groups.add('bad')}>
            Add to bad runs <CommandKey id="groups.addBad" />
          </Button>
        </>
      )}
      {hasGroups && (
        <>
          {count > 0 && <span className={styles.separator} />}
          <span role="status">
            {formatCount(groups.goodCount)} good, {formatCount(groups.badCount)} bad
          </span>
          <Button
            variant="primary"
            size="small"
            icon={CompareIcon}
            disabled={groups.goodCount === 0 || groups.badCount === 0}
            onClick={groups.open}
          >
            Compare as groups <CommandKey id="groups.open" />
          </Button>
        </>
      )}
      {count > 0 && (
        <Button size="small" icon={ExportIcon} onClick={onSave}>
          Save as MLflow JSON…
        </Button>
      )}
      {count > 0 && (
        <Button variant="danger" size="small" icon={TrashIcon} busy={isDeleting} onClick={onDelete}>
          Delete <CommandKey id="row.delete" />
        </Button>
      )}
      <Button
        variant="ghost"
        size="small"
        className={styles.clear}
        onClick={count > 0 ? onClear : groups.clear}
      >
        {count > 0 ? 'Clear selection' : 'Clear groups'} <CommandKey id="escape" />
      </Button>
    </div>
  );
}
