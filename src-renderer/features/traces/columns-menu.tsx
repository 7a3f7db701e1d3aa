import type { ReactNode } from 'react';

import { IconButton } from '../../ui/icon-button';
import { ColumnsIcon } from '../../ui/icons';
import { Menu } from '../../ui/menu';
import { choosable, choose, isChosen, type ColumnChoice } from './columns';

export interface ColumnsMenuProps {
  readonly choice: ColumnChoice;
  readonly onChoice: (choice: ColumnChoice) => void;
}

/** Which columns the list shows. */
export function ColumnsMenu({ choice, onChoice }: ColumnsMenuProps): ReactNode {
  return (
    <Menu
      label="Columns"
      align="end"
      note="Columns that do not fit are left out, so that the list never scrolls sideways."
      trigger={<IconButton icon={ColumnsIcon} label="Columns" />}
      entries={choosable.map((column) => {
        const isShown = isChosen(column, choice);
        return {
          label: column.title,
          checked: isShown,
          onSelect: () => onChoice(choose(choice, column.id, !isShown)),
        };
      })}
    />
  );
}
