import { useEffect, useRef, useState, type FocusEvent, type ReactNode } from 'react';

import {
  scopeOf,
  type AssessmentEntry,
  type AssessmentScope,
} from '@domain/annotations/override-chain';
import { formatCount } from '@domain/format';

import type { MenuEntry } from '../menu';
import { Segmented } from '../segmented';
import { FeedbackCard } from './feedback-card';
import styles from './feedback-list.module.css';
import type { AssessmentSource } from './use-assessments';

type Shown = AssessmentScope | 'all';

export interface FeedbackListProps {
  readonly source: AssessmentSource;
  /** Parts that are offered to look at alone. */
  readonly scopes: readonly AssessmentScope[];
  /** Where an entry stands among the others; in order of arrival without. */
  readonly rankOf?: (entry: AssessmentEntry) => number;
  readonly aboutOf: (entry: AssessmentEntry) => ReactNode;
  readonly menuOf: (entry: AssessmentEntry) => readonly MenuEntry[];
  readonly onEdit: (entry: AssessmentEntry) => void;
  /** Id of the one that was saved last. */
  readonly newId: string | null;
  readonly empty: string;
}

const scopeWords: Readonly<Record<AssessmentScope, string>> = {
  trace: 'Trace',
  span: 'Spans',
  session: 'Session',
};

/** All that was said, or a part of it. */
export function FeedbackList(props: FeedbackListProps): ReactNode {
  const { source, scopes, rankOf, newId } = props;
  const [chosen, setChosen] = useState<Shown>('all');
  const shown = chosen !== 'all' && source.counts[chosen] > 0 ? chosen : 'all';
  const entries = source.entries
    .filter(({ assessment }) => shown === 'all' || scopeOf(assessment) === shown)
    .map((entry, at) => ({ entry, rank: rankOf?.(entry) ?? 0, at }))
    .sort((a, b) => a.rank - b.rank || a.at - b.at);
  const { heading, cards, noteFocus } = useKeptFocus(
    entries.map(({ entry }) => entry.assessment.id),
  );
  return (
    <section className={styles.section} aria-label="Feedback">
      <h2 ref={heading} tabIndex={-1} className={styles.title}>
        Feedback <span className={styles.count}>{formatCount(source.count)}</span>
        {scopes.length > 1 && source.count > 0 && (
          <span className="push">
            <Segmented
              size="small"
              label="Show"
              value={shown}
              onChange={setChosen}
              options={[
                { value: 'all', label: 'All' },
                ...scopes.map((scope) => ({
                  value: scope,
                  label: `${scopeWords[scope]} ${formatCount(source.counts[scope])}`,
                })),
              ]}
            />
          </span>
        )}
      </h2>
      <span role="status" className="srOnly">
        {newId !== null && 'Saved'}
      </span>
      {source.problem !== '' && (
        <p role="alert" className={styles.problem}>
          {source.problem}
        </p>
      )}
      {entries.length === 0 && source.problem === '' && !source.isLoading && (
        <p className={styles.empty}>{props.empty}</p>
      )}
      <div ref={cards} className={styles.cards} onFocus={noteFocus}>
        {entries.map(({ entry }) => (
          <FeedbackCard
            key={entry.assessment.id}
            entry={entry}
            about={props.aboutOf(entry)}
            menu={props.menuOf(entry)}
            onEdit={() => props.onEdit(entry)}
            isNew={entry.assessment.id === newId}
          />
        ))}
      </div>
    </section>
  );
}

/** Where the card with the focus goes, the one in its place takes it, else the heading. */
function useKeptFocus(ids: readonly string[]) {
  const heading = useRef<HTMLHeadingElement>(null);
  const cards = useRef<HTMLDivElement>(null);
  const focused = useRef<{ readonly id: string; readonly at: number } | null>(null);
  const key = ids.join(' ');
  useEffect(() => {
    const { id, at } = focused.current ?? { id: '', at: 0 };
    const now = key === '' ? [] : key.split(' ');
    if (id === '' || now.includes(id)) return undefined;
    focused.current = null;
    // A menu that closes may give the focus back to what is gone.
    const frame = requestAnimationFrame(() => {
      if (document.activeElement !== document.body && document.activeElement !== null) return;
      const all = cards.current?.querySelectorAll<HTMLElement>('[data-assessment]') ?? [];
      (all[Math.min(at, all.length - 1)] ?? heading.current)?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [key]);
  const noteFocus = (event: FocusEvent): void => {
    // The menu of a card is elsewhere in the document: then it is the card that opened it.
    const card = event.target.closest('[data-assessment]');
    const id = card?.getAttribute('data-assessment') ?? '';
    if (id !== '') focused.current = { id, at: ids.indexOf(id) };
  };
  return { heading, cards, noteFocus };
}
