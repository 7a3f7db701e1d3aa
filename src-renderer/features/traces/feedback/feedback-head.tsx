import { useState, type ReactNode } from 'react';

import type { FeedbackField } from '@domain/annotations/feedback-filter';

import { Button } from '../../../ui/button';
import { Distribution } from '../../../ui/feedback/distribution';
import { ChevronDownIcon } from '../../../ui/icons';
import { Popover } from '../../../ui/popover';
import styles from '../trace-list.module.css';

/** What the heads of columns of feedback do. */
export interface FeedbackHeadActions {
  /** What the list shows: those of a project, or all, by its filter. */
  readonly project: number | null;
  readonly text: string;
  readonly onFilter: (condition: string) => void;
  readonly onHide: (field: FeedbackField) => void;
}

export interface FeedbackHeadProps extends FeedbackHeadActions {
  readonly field: FeedbackField;
}

/** The name of a column of feedback; a press shows how its values are spread. */
export function FeedbackHead({
  field,
  project,
  text,
  onFilter,
  onHide,
}: FeedbackHeadProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      title={field.name}
      open={isOpen}
      onOpen={setOpen}
      trigger={
        <button
          type="button"
          title={`How the values of ${field.name} are spread`}
          className={styles.sortButton}
        >
          <span className="ellipsis">{field.name}</span>
          <ChevronDownIcon size={10} />
        </button>
      }
    >
      <Distribution
        field={field}
        text={text}
        experiment={project}
        onFilter={(condition) => {
          setOpen(false);
          onFilter(condition);
        }}
      />
      <Button
        size="small"
        variant="ghost"
        onClick={() => {
          setOpen(false);
          onHide(field);
        }}
      >
        Hide the column
      </Button>
    </Popover>
  );
}
