import { useState, type ReactNode } from 'react';

import { useEngineQuery } from '../../lib/engine-queries';
import { IconButton } from '../../ui/icon-button';
import { ChartIcon, ColumnsIcon } from '../../ui/icons';
import { Menu, type MenuEntry } from '../../ui/menu';
import { choosable, choose, isChosen, type ColumnChoice } from './columns';
import { DistributionsDialog } from './feedback/distributions-dialog';
import { useListStore } from './list-store';
import styles from './traces-page.module.css';
import { feedbackColumnId } from './feedback/feedback-column';

/** More names than this are in the dialog alone. */
const MAX_NAMES = 30;

export interface ColumnsMenuProps {
  readonly choice: ColumnChoice;
  /** A run is pinned. */
  readonly hasBaseline: boolean;
  /** The traces of one project are listed. */
  readonly isOneProject: boolean;
  readonly onChoice: (choice: ColumnChoice) => void;
  /** What the list shows: those of a project, or all, by its filter. */
  readonly project: number | null;
  readonly text: string;
  readonly onFilter: (condition: string) => void;
}

/** Which columns the list shows, those of feedback by name, and how feedback is spread. */
export function ColumnsMenu(props: ColumnsMenuProps): ReactNode {
  const { choice, hasBaseline, isOneProject, onChoice, project, text, onFilter } = props;
  const leftOut = useListStore((store) => store.leftOut);
  const noRoom = leftOut.length === 0 ? undefined : `No room for ${leftOut.join(', ')}`;
  const [isOpen, setOpen] = useState(false);
  const [isDialogOpen, setDialogOpen] = useState(false);
  const { data = [] } = useEngineQuery(
    'assessments.names',
    { experiment: project },
    { enabled: isOpen || isDialogOpen },
  );
  const names = data.filter(({ kind }) => kind !== 'issue');
  const offered = choosable.filter(({ needsBaseline }) => hasBaseline || needsBaseline !== true);
  const columns: readonly MenuEntry[] = offered.map((column) => {
    const isShown = isChosen(column, choice, { isOneProject });
    return {
      label: column.title,
      checked: isShown,
      onSelect: () => onChoice(choose(choice, column.id, !isShown)),
    };
  });
  const ofFeedback: readonly MenuEntry[] = [
    {
      heading: 'Feedback',
      items: names.slice(0, MAX_NAMES).map((one) => {
        const id = feedbackColumnId(one);
        const isShown = choice.shown.includes(id);
        return {
          id,
          label: one.kind === 'expectation' ? `${one.name} (expected)` : one.name,
          checked: isShown,
          onSelect: () => onChoice(choose(choice, id, !isShown)),
        };
      }),
    },
    { label: 'Distributions…', icon: ChartIcon, onSelect: () => setDialogOpen(true) },
  ];
  return (
    <>
      <Menu
        label="Columns"
        align="end"
        onOpen={setOpen}
        note="Columns that do not fit are left out, so that the list never scrolls sideways."
        trigger={<IconButton icon={ColumnsIcon} label="Columns" aria-description={noRoom} />}
        entries={names.length === 0 ? columns : [...columns, 'line', ...ofFeedback]}
      />
      {leftOut.length > 0 && (
        <span className={styles.leftOut} title={noRoom} aria-hidden="true">
          +{leftOut.length}
        </span>
      )}
      {isDialogOpen && (
        <DistributionsDialog
          names={names}
          project={project}
          text={text}
          onFilter={(condition) => {
            setDialogOpen(false);
            onFilter(condition);
          }}
          onClose={() => setDialogOpen(false)}
        />
      )}
    </>
  );
}
