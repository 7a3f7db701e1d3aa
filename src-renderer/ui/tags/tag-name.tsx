import type { ReactNode } from 'react';

import { tagText } from '@domain/annotations/tag-text';
import type { TraceTag } from '@domain/annotations/trace-tag';

import { classNames } from '../class-names';
import { Highlight } from '../highlight';
import styles from './tag-box.module.css';

export interface TagNameProps {
  readonly tag: TraceTag;
  /** Marked in it; '' for nothing. */
  readonly find?: string;
  /** Shown on hover; the tag itself unless told. */
  readonly tip?: string;
}

/** A tag in words: the key of one with a value is quieter. Whatever runs right to left stays in it. */
export function TagName({ tag, find = '', tip }: TagNameProps): ReactNode {
  const { key, value } = tag;
  return (
    <span className="ellipsis" title={tip ?? tagText(tag)}>
      <bdi className={classNames(value !== '' && styles.key)}>
        <Highlight text={key} find={find} />
      </bdi>
      {value !== '' && (
        <>
          <span className={styles.key}>=</span>
          <bdi>
            <Highlight text={value} find={find} />
          </bdi>
        </>
      )}
    </span>
  );
}
