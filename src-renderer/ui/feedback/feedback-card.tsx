import { useEffect, useRef, useState, type ReactNode } from 'react';

import { SESSION_METADATA, type Assessment } from '@domain/annotations/assessment';
import type { AssessmentEntry } from '@domain/annotations/override-chain';
import { formatCount, formatDateTime, formatRelative } from '@domain/format';

import { useNow } from '../../lib/now';
import { Chip } from '../chip';
import { classNames } from '../class-names';
import { nodeOfJson } from '../content/json-node';
import { JsonTree } from '../content/json-tree';
import { StackTrace } from '../content/stack-trace';
import { IconButton } from '../icon-button';
import { ChevronDownIcon, ChevronRightIcon, MoreIcon, PencilIcon, TextIcon } from '../icons';
import { Menu, type MenuEntry } from '../menu';
import { isLongText, isNote } from './assessment-words';
import styles from './feedback-card.module.css';
import { SourceChip } from './source-chip';
import { ValuePill } from './value-pill';

export interface FeedbackCardProps {
  readonly entry: AssessmentEntry;
  /** What it is about, where that does not go without saying. */
  readonly about: ReactNode;
  readonly menu: readonly MenuEntry[];
  readonly onEdit: () => void;
  /** It came just now: the card shows itself. */
  readonly isNew: boolean;
}

/** One assessment: value, name, who said it of what, why, and what it stands in place of. */
export function FeedbackCard({ entry, about, menu, onEdit, isNew }: FeedbackCardProps): ReactNode {
  const { assessment, earlier } = entry;
  const { name, value, error, rationale, kind, metadata, isValid } = assessment;
  const note = isNote(assessment);
  const title = note ? 'Note' : name;
  const isTree = typeof value === 'object' && value !== null;
  // That it is of the session stands beside its source.
  const pairs = Object.entries(metadata).filter(([key]) => key !== SESSION_METADATA);
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isNew) card.current?.scrollIntoView({ block: 'nearest' });
  }, [isNew]);
  return (
    <article
      ref={card}
      tabIndex={-1}
      aria-label={title}
      data-assessment={assessment.id}
      className={classNames(styles.card, isNew && styles.fresh, !isValid && styles.invalid)}
    >
      <header className={styles.head}>
        <span className={styles.facts}>
          {note ? (
            <TextIcon size={14} className={styles.noteIcon ?? ''} />
          ) : (
            !isLongText(value) && <ValuePill name={name} value={value} hasError={error !== null} />
          )}
          <b className={styles.name}>{title}</b>
          {kind === 'expectation' && <Chip tone="accent">Expected</Chip>}
          {kind === 'issue' && <Chip tone="warn">Issue</Chip>}
          {!isValid && <Chip>Set invalid</Chip>}
          <SourceChip source={assessment.source} />
          {about}
        </span>
        <When assessment={assessment} />
        <span className={styles.actions}>
          <IconButton size="small" icon={PencilIcon} label={`Edit ${title}`} onClick={onEdit} />
          <Menu
            label={`Actions of ${title}`}
            align="end"
            trigger={<IconButton size="small" icon={MoreIcon} label={`More of ${title}`} />}
            entries={menu}
          />
        </span>
      </header>
      {typeof value === 'string' && (note || isLongText(value)) && (
        <p className={styles.text}>{value}</p>
      )}
      {isTree && (
        <Fold label={Array.isArray(value) ? 'List' : 'Object'}>
          <JsonTree node={nodeOfJson(value)} find="" />
        </Fold>
      )}
      {error !== null && <ErrorPart error={error} />}
      {rationale !== null && rationale !== '' && <p className={styles.text}>{rationale}</p>}
      {pairs.length > 0 && (
        <Fold label={pairs.length === 1 ? '1 metadata entry' : `${pairs.length} metadata entries`}>
          <dl className={styles.pairs}>
            {pairs.map(([key, text]) => (
              <div key={key}>
                <dt>{key}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </Fold>
      )}
      {earlier.length > 0 && (
        <Fold label={`${formatCount(earlier.length)} earlier`}>
          <ol className={styles.earlier}>
            {earlier.map((before) => (
              <Earlier key={before.id} assessment={before} />
            ))}
          </ol>
        </Fold>
      )}
    </article>
  );
}

function Earlier({ assessment }: { readonly assessment: Assessment }): ReactNode {
  const { name, value, error, rationale, source } = assessment;
  return (
    <li>
      <span className={styles.head}>
        <span className={styles.facts}>
          <ValuePill name={name} value={value} hasError={error !== null} />
          <SourceChip source={source} />
        </span>
        <When assessment={assessment} />
      </span>
      {rationale !== null && rationale !== '' && <p className={styles.text}>{rationale}</p>}
    </li>
  );
}

function ErrorPart({ error }: { readonly error: NonNullable<Assessment['error']> }): ReactNode {
  const { code, message, stackTrace } = error;
  return (
    <>
      <p className={classNames(styles.text, styles.error)}>
        {[code, message].filter((part) => part !== null && part !== '').join(': ')}
      </p>
      {stackTrace !== null && stackTrace !== '' && (
        <Fold label="Stack trace">
          <StackTrace text={stackTrace} />
        </Fold>
      )}
    </>
  );
}

function When({ assessment }: { readonly assessment: Assessment }): ReactNode {
  const nowMs = useNow();
  const { createdMs, updatedMs } = assessment;
  const changed = updatedMs === createdMs ? '' : `, changed ${formatDateTime(updatedMs, false)}`;
  return (
    <time className={styles.when} title={`${formatDateTime(createdMs, true)}${changed}`}>
      {formatRelative(createdMs, Math.max(nowMs, createdMs)) ?? formatDateTime(createdMs, false)}
    </time>
  );
}

/** Something that is unfolded by a press on its name. */
function Fold({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const Chevron = isOpen ? ChevronDownIcon : ChevronRightIcon;
  return (
    <div className={styles.fold}>
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Chevron size={12} />
        {label}
      </button>
      {isOpen && children}
    </div>
  );
}
