import type { ReactNode } from 'react';

import type { TraceRow } from '@contract/traces';
import { isolatedTag } from '@domain/annotations/tag-text';
import type { TraceTag } from '@domain/annotations/trace-tag';

import { Chip } from '../../ui/chip';
import { TagName } from '../../ui/tags/tag-name';
import styles from './trace-list.module.css';

/** More tags than this are counted. */
const SHOWN_TAGS = 1;

/** The first tags of a trace, and how many more there are. */
export function TagsCell({ tags }: { readonly tags: readonly TraceTag[] }): ReactNode {
  const rest = tags.length - SHOWN_TAGS;
  return (
    <>
      {tags.slice(0, SHOWN_TAGS).map((tag, at) => (
        <span key={tag.key} className={styles.tag} data-tag={at}>
          <Chip className={styles.tagChip ?? ''}>
            <TagName tag={tag} tip={`${isolatedTag(tag)} (Alt+click filters by it)`} />
          </Chip>
        </span>
      ))}
      {rest > 0 && (
        <span className={styles.more} title={tags.map(isolatedTag).join(', ')}>
          +{rest}
        </span>
      )}
    </>
  );
}

/** The tag of a row that was pressed; null where something else was. */
export function tagAt(target: EventTarget, row: TraceRow | null): TraceTag | null {
  const chip = target instanceof Element ? target.closest<HTMLElement>('[data-tag]') : null;
  return chip === null ? null : (row?.tags[Number(chip.dataset.tag)] ?? null);
}
