import type { ReactNode } from 'react';

import { formatCount } from '@domain/format';

import { Button } from '../../ui/button';
import { CompareIcon, TrashIcon } from '../../ui/icons';
import { CommandKey } from '../../ui/kbd';
import styles from './traces-page.module.css';

export interface SelectionBarProps {
  readonly count: number;
  readonly isDeleting: boolean;
  readonly onCompare: () => void;
  readonly onDelete: () => void;
  readonly onClear: () => void;
}

/** What can be done with the ticked traces. */
export function SelectionBar({
  count,
  isDeleting,
  onCompare,
  onDelete,
  onClear,
}: SelectionBarProps): ReactNode {
  return (
    <div role="toolbar" aria-label="Selected traces" className={styles.selection}>
      <b role="status">{formatCount(count)} selected</b>
      <span className={styles.separator} />
      {count <= 2 && (
        <Button size="small" icon={CompareIcon} onClick={onCompare}>
          {count === 2 ? 'Compare' : 'Compare with…'} <CommandKey id="compare.open" />
        </Button>
      )}
      <Button variant="danger" size="small" icon={TrashIcon} busy={isDeleting} onClick={onDelete}>
        Delete <CommandKey id="row.delete" />
      </Button>
      <Button variant="ghost" size="small" className={styles.clear} onClick={onClear}>
        Clear selection <CommandKey id="escape" />
      </Button>
    </div>
  );
}
