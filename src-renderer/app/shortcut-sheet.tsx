import type { ReactNode } from 'react';

import { commands, type Command, type CommandGroup } from '@contract/commands';

import { keyLabel, keysOf } from '../lib/keyboard';
import { isMac } from '../lib/shell';
import { Dialog } from '../ui/dialog';
import { Kbd } from '../ui/kbd';
import { ScrollRegion } from '../ui/scroll-region';
import styles from './shortcut-sheet.module.css';

export interface ShortcutSheetProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

const groups: readonly CommandGroup[] = [
  'General',
  'Go',
  'List and tree',
  'Trace',
  'Feedback',
  'Compare',
  'Inspector',
];

/** Every command that has a key. */
export function ShortcutSheet({ open, onClose }: ShortcutSheetProps): ReactNode {
  return (
    <Dialog open={open} onClose={onClose} title="All keys" className={styles.sheet ?? ''}>
      <ScrollRegion label="Keys by group" className={styles.columns ?? ''}>
        {groups.map((group) => (
          <Group key={group} group={group} />
        ))}
      </ScrollRegion>
    </Dialog>
  );
}

function Group({ group }: { readonly group: CommandGroup }): ReactNode {
  const all: readonly Command[] = commands;
  const mac = isMac();
  return (
    <section className={styles.group}>
      <h3>{group}</h3>
      <dl>
        {all
          .filter((command) => command.group === group && command.keys.length > 0)
          .map((command) => (
            <div key={command.id} className={styles.row}>
              <dt>{command.title}</dt>
              <dd>
                {keysOf(command, mac).map((key) => (
                  <Kbd key={key}>{keyLabel(key, mac)}</Kbd>
                ))}
              </dd>
            </div>
          ))}
      </dl>
    </section>
  );
}
