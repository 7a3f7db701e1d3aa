import type { ReactNode } from 'react';

import type { GroupSide } from '@domain/diff/groups/group-table';

import { classNames } from '../../../ui/class-names';
import { sideTitles } from '../side-words';
import styles from './side-tag.module.css';

/** The name of a set on its colour. */
export function SideTag({ side }: { readonly side: GroupSide }): ReactNode {
  return <span className={classNames(styles.tag, styles[side])}>{sideTitles[side]}</span>;
}
