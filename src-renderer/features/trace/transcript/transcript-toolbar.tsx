import type { KeyboardEvent, ReactNode, Ref } from 'react';

import { formatCount } from '@domain/format';

import { commandKeyLabel } from '../../../lib/keyboard';
import { isMac } from '../../../lib/shell';
import { Button } from '../../../ui/button';
import { BulbIcon, CollapseIcon, ErrorIcon, ExpandIcon } from '../../../ui/icons';
import { toggleReasoning, useShowReasoning } from '../../../stores/content-preferences';
import { IconButton } from '../../../ui/icon-button';
import { CommandKey } from '../../../ui/kbd';
import { Segmented } from '../../../ui/segmented';
import { SearchField } from '../../../ui/text-field';
import { ModeSwitch } from '../header/mode-switch';
import toolbarStyles from '../header/trace-toolbar.module.css';
import type { StepChoice } from './steps';
import styles from './transcript.module.css';

const choices: readonly { readonly value: StepChoice; readonly label: string }[] = [
  { value: 'chat', label: 'Chat only' },
  { value: 'tools', label: 'Chat and tools' },
  { value: 'all', label: 'Every span' },
];

export interface TranscriptToolbarProps {
  readonly find: string;
  readonly onFind: (text: string) => void;
  readonly onLeaveFind: () => void;
  readonly foundCount: number;
  /** Which of the found steps is current, from 1; 0 for none. */
  readonly foundNumber: number;
  /** Share of the steps that have been looked through; null when the search is over. */
  readonly progress: number | null;
  readonly onMatch: (direction: -1 | 1) => void;
  readonly choice: StepChoice;
  readonly onChoice: (choice: StepChoice) => void;
  readonly errorCount: number;
  readonly onNextError: () => void;
  readonly onFoldAll: (fold: boolean) => void;
  readonly ref: Ref<HTMLInputElement>;
}

/** Finding, and how much of the run is told. */
export function TranscriptToolbar({ ref, ...props }: TranscriptToolbarProps): ReactNode {
  const { find, foundCount, foundNumber, progress, onMatch } = props;
  const isReasoningShown = useShowReasoning();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    onMatch(event.shiftKey ? -1 : 1);
  };
  const found =
    foundCount === 0
      ? 'Nothing found'
      : `${foundNumber === 0 ? '' : `${formatCount(foundNumber)} of `}${formatCount(foundCount)}`;
  return (
    <div className={toolbarStyles.toolbar}>
      <ModeSwitch mode="transcript" />
      <SearchField
        ref={ref}
        label="Find in transcript"
        placeholder="Find in transcript"
        value={find}
        onChange={props.onFind}
        onLeave={props.onLeaveFind}
        onKeyDown={onKeyDown}
        fieldClassName={toolbarStyles.find ?? ''}
        trailing={
          find.trim() === '' ? (
            <CommandKey id="view.find" />
          ) : (
            <span role="status" className={toolbarStyles.matches}>
              {progress === null
                ? found
                : `${Math.round(progress * 100)}%, ${formatCount(foundCount)} so far`}
            </span>
          )
        }
      />
      <span className={toolbarStyles.push} />
      <span className={styles.choice}>
        <span className={styles.choiceName}>Show</span>
        <Segmented
          label="Show"
          size="small"
          options={choices}
          value={props.choice}
          onChange={props.onChoice}
        />
      </span>
      <Button size="small" icon={BulbIcon} pressed={isReasoningShown} onClick={toggleReasoning}>
        <span className={toolbarStyles.long}>Reasoning</span> <CommandKey id="content.reasoning" />
      </Button>
      <Button
        size="small"
        icon={ErrorIcon}
        disabled={props.errorCount === 0}
        onClick={props.onNextError}
      >
        <span className={toolbarStyles.long}>Next error</span> <CommandKey id="trace.nextError" />
      </Button>
      <span className={toolbarStyles.pair}>
        <IconButton
          icon={ExpandIcon}
          label="Expand all"
          keyLabel={commandKeyLabel('tree.expandAll', isMac())}
          onClick={() => props.onFoldAll(false)}
        />
        <IconButton
          icon={CollapseIcon}
          label="Collapse all"
          keyLabel={commandKeyLabel('tree.collapseAll', isMac())}
          onClick={() => props.onFoldAll(true)}
        />
      </span>
    </div>
  );
}
