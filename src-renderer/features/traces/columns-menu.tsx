import type { ReactNode } from 'react';

import { IconButton } from '../../ui/icon-button';
import { ColumnsIcon } from '../../ui/icons';
import { Menu } from '../../ui/menu';
import { choosable, choose, isChosen, type ColumnChoice } from './columns';

export interface ColumnsMenuProps {
  readonly choice: ColumnChoice;
  /** A run is pinned. */
  readonly hasBaseline: boolean;
  /** The traces of one project are listed. */
  readonly isOneProject: boolean;
  readonly onChoice: (choice: ColumnChoice) => void;
}

/** Which columns the list shows. */
export function ColumnsMenu(props: ColumnsMenuProps): ReactNode {
  const { choice, hasBaseline, isOneProject, onChoice } = props;
  const offered = choosable.filter(({ needsBaseline }) => hasBaseline || needsBaseline !== true);
  return (
    <Menu
      label="Columns"
      align="end"
      note="Columns that do not fit are left out, so that the list never scrolls sideways."
      trigger={<IconButton icon={ColumnsIcon} label="Columns" />}
      entries={offered.map((column) => {
        const isShown = isChosen(column, choice, { isOneProject });
        return {
          label: column.title,
          checked: isShown,
          onSelect: () => onChoice(choose(choice, column.id, !isShown)),
        };
      })}
    />
  );
}
