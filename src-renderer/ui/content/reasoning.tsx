import type { ReactNode } from 'react';

import type { ReasoningPart } from '@domain/messages';
import { formatShortCount } from '@domain/format';
import { estimateTokens } from '@domain/facets/estimate-tokens';

import { toggleReasoning, useShowReasoning } from '../../stores/content-preferences';
import { BulbIcon } from '../icons';
import { useContentScope } from './content-scope';
import styles from './reasoning.module.css';
import { TextView } from './text-view';

/** What a model thought before it answered; `r` shows or hides it everywhere. */
export function Reasoning({ part }: { readonly part: ReasoningPart }): ReactNode {
  const isShown = useShowReasoning();
  const { find } = useContentScope();
  if (part.isHidden && part.text === '') {
    return <p className={styles.hidden}>Reasoning was sent encrypted or left out.</p>;
  }
  const isFound = find.trim() !== '' && part.text.toLowerCase().includes(find.trim().toLowerCase());
  const isOpen = isShown || isFound;
  return (
    <div className={styles.reasoning}>
      <button
        type="button"
        aria-expanded={isOpen}
        className={styles.head}
        onClick={toggleReasoning}
      >
        <BulbIcon size={12} />
        Reasoning · {formatShortCount(estimateTokens(part.text))} tok
      </button>
      {isOpen && <TextView text={part.text} label="Reasoning" find={find} />}
    </div>
  );
}
