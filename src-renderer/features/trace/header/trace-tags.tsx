import { useState, type ReactNode } from 'react';

import type { TraceRow } from '@contract/traces';
import { isolatedTag } from '@domain/annotations/tag-text';
import { tagFilter } from '@domain/filter-language/tag-filter';
import { formatCount } from '@domain/format';

import { useEngineQuery } from '../../../lib/engine-queries';
import { commandKeyLabel, useCommands } from '../../../lib/keyboard';
import { hrefOf } from '../../../lib/router';
import { isMac } from '../../../lib/shell';
import { useFreshListRoute } from '../../../stores/list-route';
import { Chip } from '../../../ui/chip';
import { TagIcon } from '../../../ui/icons';
import { Popover } from '../../../ui/popover';
import { TagEditor } from '../../../ui/tags/tag-editor';
import { TagName } from '../../../ui/tags/tag-name';
import styles from './trace-header.module.css';

/** More tags than this are counted; where there is less room all but the first, or all, by the style sheet. */
const SHOWN_TAGS = 3;

/** The tags of a trace, each a link to the traces that have it, and the way to edit them. */
export function TraceTags({ row }: { readonly row: TraceRow }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const list = useFreshListRoute();
  const keys = [row.key];
  // What is said of a trace changes without its spans being read anew.
  const { data } = useEngineQuery('traces.rows', { keys });
  const tags = (data?.[0] ?? row).tags;
  useCommands({ 'tags.edit': () => setOpen(true) });
  const all = tags.map(isolatedTag).join(', ');
  return (
    <>
      {tags.length > 0 && (
        <span aria-hidden="true" className={styles.beforeTags}>
          ·
        </span>
      )}
      <span className={styles.tags}>
        {tags.slice(0, SHOWN_TAGS).map((tag) => (
          <a
            key={tag.key}
            className={styles.tag}
            href={hrefOf({ ...list, text: tagFilter(tag) })}
            aria-label={`Traces with tag ${isolatedTag(tag)}`}
          >
            <Chip className={styles.tagChip ?? ''}>
              <TagName tag={tag} tip={`Show traces with ${isolatedTag(tag)}`} />
            </Chip>
          </a>
        ))}
        <MoreTags className={styles.moreWide} count={tags.length - SHOWN_TAGS} all={all} />
        <MoreTags className={styles.moreNarrow} count={tags.length - 1} all={all} />
      </span>
      <Popover
        title="Tags"
        align="start"
        open={isOpen}
        onOpen={setOpen}
        className={styles.tagsPopover}
        trigger={
          <button
            type="button"
            className={styles.editTags}
            aria-label="Edit tags"
            title={`Edit tags (${commandKeyLabel('tags.edit', isMac())})`}
          >
            <TagIcon size={12} />
            {tags.length === 0 ? (
              'Tags'
            ) : (
              <MoreTags className={styles.moreNone} count={tags.length} all={all} isAll />
            )}
          </button>
        }
      >
        <TagEditor keys={keys} experiment={row.experimentId} onClose={() => setOpen(false)} />
      </Popover>
    </>
  );
}

interface MoreTagsProps {
  readonly className: string | undefined;
  /** Of those that are not shown. */
  readonly count: number;
  /** All of them, in words. */
  readonly all: string;
  /** None is shown beside it. */
  readonly isAll?: boolean;
}

function MoreTags({ className, count, all, isAll = false }: MoreTagsProps): ReactNode {
  return count <= 0 ? null : (
    <span className={className} title={all}>
      {isAll ? '' : '+'}
      {formatCount(count)}
    </span>
  );
}
