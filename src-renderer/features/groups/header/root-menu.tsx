import type { ReactNode } from 'react';

import { newestFirst } from '@domain/route';

import { useEngineQuery } from '../../../lib/engine-queries';
import { Button } from '../../../ui/button';
import { ChevronDownIcon } from '../../../ui/icons';
import { Menu } from '../../../ui/menu';
import styles from './groups-header.module.css';

/** Roots of this many of the newest traces are offered. */
const LOOKED_AT = 500;
const MAX_ROOTS = 30;

export interface RootMenuProps {
  readonly root: string | null;
  readonly onRoot: (root: string | null) => void;
}

/** Limits both sets to the runs of one root. */
export function RootMenu({ root, onRoot }: RootMenuProps): ReactNode {
  const { data } = useEngineQuery(
    'traces.window',
    { text: '', sort: newestFirst, offset: 0, limit: LOOKED_AT, snapshot: null, experiment: null },
    { keepPrevious: true },
  );
  const names = (data?.rows ?? []).flatMap(({ rootName }) => rootName ?? []);
  const roots = [...new Set(root === null ? names : [root, ...names])].slice(0, MAX_ROOTS);
  return (
    <Menu
      label="Root of the runs"
      trigger={
        <Button size="small" className={styles.root} title={root ?? undefined}>
          <span className="t3">Root</span>
          <span className="ellipsis">{root ?? 'any'}</span>
          <ChevronDownIcon size={12} />
        </Button>
      }
      entries={[
        { label: 'Any root', checked: root === null, onSelect: () => onRoot(null) },
        ...(roots.length > 0 ? (['line'] as const) : []),
        ...roots.map((name) => ({
          label: name === '' ? '(no name)' : name,
          checked: name === root,
          onSelect: () => onRoot(name),
        })),
      ]}
    />
  );
}
