import type { ReactNode, Ref } from 'react';

import { Button } from '../../../ui/button';
import { Checkbox } from '../../../ui/checkbox';
import { ChevronDownIcon, ExportIcon } from '../../../ui/icons';
import { CommandKey } from '../../../ui/kbd';
import { FindField, matchesText } from '../header/find-field';
import { ModeSwitch } from '../header/mode-switch';
import type { TraceToolbarProps } from '../header/trace-toolbar';
import toolbarStyles from '../header/trace-toolbar.module.css';
import styles from './feedback-toolbar.module.css';

export interface FeedbackToolbarProps extends Pick<
  TraceToolbarProps,
  'find' | 'onFind' | 'onLeaveFind' | 'matchCount' | 'matchNumber' | 'onMatch'
> {
  readonly isOnly: boolean;
  readonly onOnly: (isOnly: boolean) => void;
  /** Spans with feedback. */
  readonly spanCount: number;
  readonly onNext: () => void;
  /** Of feedback that could be saved. */
  readonly count: number;
  readonly onExport: () => void;
  readonly ref: Ref<HTMLInputElement>;
}

/** Finding, and going from one span with feedback to the next. */
export function FeedbackToolbar({ ref, ...props }: FeedbackToolbarProps): ReactNode {
  const isOff = props.spanCount === 0;
  return (
    <div className={toolbarStyles.toolbar}>
      <ModeSwitch mode="feedback" />
      <FindField
        ref={ref}
        label="Find in trace"
        placeholder="Find span by name, service or id"
        value={props.find}
        onChange={props.onFind}
        onLeave={props.onLeaveFind}
        onMatch={props.onMatch}
        found={matchesText(props.matchCount, props.matchNumber, 'No span matches')}
      />
      <span className={toolbarStyles.push} />
      {(!isOff || props.isOnly) && (
        <span className={styles.only}>
          <Checkbox
            checked={props.isOnly}
            onChange={props.onOnly}
            label="Only spans with feedback"
          />
          {/* The box says it to those who hear it. */}
          <button
            type="button"
            tabIndex={-1}
            aria-hidden="true"
            onClick={() => props.onOnly(!props.isOnly)}
          >
            <span className={toolbarStyles.long}>Only spans with feedback</span>
            <span className={styles.short}>Only these</span>
          </button>
        </span>
      )}
      <Button size="small" icon={ChevronDownIcon} disabled={isOff} onClick={props.onNext}>
        <span className={toolbarStyles.long}>Next with feedback</span>
        <span className={styles.short} aria-hidden="true">
          Next
        </span>{' '}
        <CommandKey id="feedback.next" />
      </Button>
      <Button
        size="small"
        icon={ExportIcon}
        disabled={props.count === 0}
        onClick={props.onExport}
        title="Save as JSON, as MLflow has assessments"
      >
        <span className={toolbarStyles.long}>Export feedback</span>
      </Button>
    </div>
  );
}
