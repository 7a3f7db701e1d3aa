import type { ReactNode } from 'react';

import type { CommandId } from '@contract/commands';

import { commandKeyLabel } from '../lib/keyboard';
import { isMac } from '../lib/shell';
import styles from './kbd.module.css';

/** A key cap. */
export function Kbd({ children }: { readonly children: ReactNode }): ReactNode {
  return <kbd className={styles.kbd}>{children}</kbd>;
}

/** The first key of a command, or nothing where it has none. */
export function CommandKey({ id }: { readonly id: CommandId }): ReactNode {
  const label = commandKeyLabel(id, isMac());
  return label === '' ? null : <Kbd>{label}</Kbd>;
}
