import type { ReactNode } from 'react';

import { ChevronDownIcon, ChevronRightIcon } from '../../icons';
import { classNames } from '../../class-names';
import { CommandKey } from '../../kbd';
import { useDraft, useDraftStore } from './draft-store';
import { FeedbackForm, type FeedbackFormProps } from './feedback-form';
import styles from './feedback-form.module.css';

/** Where a window is lower than this the form waits until it is asked for, in px. */
const ROOMY_PX = 760;

/** The form below what was said; folds away. */
export function FormSection(props: Omit<FeedbackFormProps, 'title'>): ReactNode {
  const { isOpen: chosen, isAsked } = useDraftStore();
  const isOpen = isAsked || (chosen ?? window.innerHeight >= ROOMY_PX);
  const leave = (): void => {
    useDraftStore.setState({ isAsked: false });
    props.onLeave();
  };
  const { edited } = useDraft(props.place);
  const Chevron = isOpen ? ChevronDownIcon : ChevronRightIcon;
  const title = (
    <h2>
      <button
        type="button"
        aria-expanded={isOpen}
        className={styles.toggle}
        onClick={() => useDraftStore.setState({ isOpen: !isOpen, isAsked: false })}
      >
        <Chevron size={12} />
        {edited === null ? 'Add feedback' : `Edit ${edited.name}`}
        {!isOpen && <CommandKey id="feedback.add" />}
      </button>
    </h2>
  );
  return (
    <section
      className={classNames(styles.section, isOpen && styles.open)}
      aria-label="Write feedback"
    >
      {isOpen ? <FeedbackForm {...props} onLeave={leave} title={title} /> : title}
    </section>
  );
}
