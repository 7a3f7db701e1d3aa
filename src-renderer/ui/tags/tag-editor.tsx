import { useState, type ReactNode, type Ref } from 'react';

import { TagBox } from './tag-box';
import { suggestedBy } from './tag-options';
import { useTags } from './use-tags';
import { useEngineQuery } from '../../lib/engine-queries';
import styles from './tag-box.module.css';

/** More than are shown: some are had already, or have another value. */
const MAX_SUGGESTIONS = 30;
/** The engine gives no more. */
const MOST_SUGGESTIONS = 100;

export interface TagEditorProps {
  /** Keys of the traces whose tags are edited. The same list while they are the same. */
  readonly keys: readonly number[];
  /** Whose tags are suggested; null for those of all projects. */
  readonly experiment: number | null;
  readonly label?: string;
  /** Enter or Escape in the empty field. */
  readonly onClose?: () => void;
  readonly ref?: Ref<HTMLInputElement> | undefined;
}

/** The tags of one or many traces, read and saved as they are changed. */
export function TagEditor({ keys, experiment, label, onClose, ref }: TagEditorProps): ReactNode {
  const [text, setText] = useState('');
  const { tags, problem, add, remove } = useTags(keys);
  const hadCount = tags.filter(({ traceKeys }) => traceKeys.length >= keys.length).length;
  const { data: suggestions } = useEngineQuery(
    'tags.suggest',
    {
      text: suggestedBy(text),
      // What all of them have already is asked for beyond what is shown.
      limit: Math.min(MOST_SUGGESTIONS, MAX_SUGGESTIONS + hadCount),
      experiment,
    },
    { keepPrevious: true },
  );
  return (
    <>
      <TagBox
        ref={ref}
        tags={tags.map(({ key, value, traceKeys }) => ({
          key,
          value,
          traceCount: traceKeys.length,
        }))}
        traceCount={keys.length}
        suggestions={suggestions ?? []}
        onText={setText}
        onAdd={add}
        onRemove={remove}
        {...(label === undefined ? {} : { label })}
        {...(onClose === undefined ? {} : { onClose })}
      />
      {problem !== '' && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </>
  );
}
