import type { ReactNode, Ref } from 'react';

import { formatCount } from '@domain/format';

import { Button } from '../../../ui/button';
import { BulbIcon } from '../../../ui/icons';
import { toggleReasoning, useShowReasoning } from '../../../stores/content-preferences';
import { CommandKey } from '../../../ui/kbd';
import { Segmented } from '../../../ui/segmented';
import { FindField, matchesText } from '../header/find-field';
import { ModeSwitch } from '../header/mode-switch';
import { ToolbarEnd } from '../header/toolbar-end';
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
  const { foundCount, foundNumber, progress } = props;
  const isReasoningShown = useShowReasoning();
  return (
    <div className={toolbarStyles.toolbar}>
      <ModeSwitch mode="transcript" />
      <FindField
        ref={ref}
        label="Find in transcript"
        placeholder="Find in transcript"
        value={props.find}
        onChange={props.onFind}
        onLeave={props.onLeaveFind}
        onMatch={props.onMatch}
        found={
          progress === null
            ? matchesText(foundCount, foundNumber, 'Nothing found')
            : `${Math.round(progress * 100)}%, ${formatCount(foundCount)} so far`
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
      <ToolbarEnd
        errorCount={props.errorCount}
        onNextError={props.onNextError}
        onFoldAll={props.onFoldAll}
      />
    </div>
  );
}
