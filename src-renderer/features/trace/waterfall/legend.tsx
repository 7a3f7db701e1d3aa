import type { ReactNode } from 'react';

import { classNames } from '../../../ui/class-names';
import { SpeechIcon } from '../../../ui/icons';
import { CommandKey } from '../../../ui/kbd';
import { keepClearOfToasts } from '../../../ui/toast-room';
import type { TraceModel } from '../model/trace-model';
import styles from './legend.module.css';

export interface LegendProps {
  readonly model: TraceModel;
  readonly showCritical: boolean;
  /** For the tree beside feedback: other keys come first. */
  readonly isFeedback: boolean;
}

/** What the marks mean, and the keys one needs first. */
export function Legend({ model, showCritical, isFeedback }: LegendProps): ReactNode {
  if (isFeedback) return <FeedbackLegend />;
  return (
    <div ref={keepClearOfToasts} className={styles.legend}>
      <span>
        <i className={classNames(styles.swatch, styles.waiting)} />
        waiting on children
      </span>
      <span>
        <i className={classNames(styles.swatch, styles.own)} />
        own time
      </span>
      {model.facets?.hasFirstToken === true && (
        <span>
          <i className={classNames(styles.swatch, styles.firstToken)} />
          first token
        </span>
      )}
      {model.runningCount > 0 && (
        <span>
          <i className={classNames(styles.swatch, styles.running)} />
          running
        </span>
      )}
      {showCritical && (
        <span>
          <u className={styles.critical} />
          critical path
        </span>
      )}
      <span>
        <i className={styles.exception} />
        exception
      </span>
      {model.serviceCount > 1 && (
        <span>
          <i className={styles.stripe} />
          service
        </span>
      )}
      <span className={styles.keys}>
        <CommandKey id="row.next" /> <CommandKey id="row.previous" /> move
      </span>
      <span>
        <CommandKey id="tree.previousSibling" /> <CommandKey id="tree.nextSibling" /> siblings
      </span>
      <span>
        <CommandKey id="sheet.open" /> all keys
      </span>
    </div>
  );
}

function FeedbackLegend(): ReactNode {
  return (
    <div ref={keepClearOfToasts} className={styles.legend}>
      <span>
        <SpeechIcon size={12} />
        how much feedback a span has
      </span>
      <span className={styles.keys}>
        <CommandKey id="tags.edit" /> tags
      </span>
      <span>
        <CommandKey id="feedback.add" /> add feedback
      </span>
      <span>
        <CommandKey id="feedback.thumbUp" /> <CommandKey id="feedback.thumbDown" /> thumbs
      </span>
      <span>
        <CommandKey id="feedback.next" /> next with feedback
      </span>
    </div>
  );
}
