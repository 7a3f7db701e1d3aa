import type { ReactNode } from 'react';

import { commandKeyLabel, runCommand } from '../../../lib/keyboard';
import { isMac } from '../../../lib/shell';
import { IconButton } from '../../../ui/icon-button';
import { CompareIcon } from '../../../ui/icons';
import { Menu } from '../../../ui/menu';

/** From this trace to its comparison with another. */
export function CompareMenu(): ReactNode {
  return (
    <Menu
      label="Compare"
      align="end"
      trigger={<IconButton icon={CompareIcon} label="Compare" />}
      entries={[
        {
          label: 'Compare with…',
          keyLabel: commandKeyLabel('compare.open', isMac()),
          onSelect: () => runCommand('compare.open'),
        },
        {
          label: 'Compare with the previous run',
          keyLabel: commandKeyLabel('compare.previousRun', isMac()),
          onSelect: () => runCommand('compare.previousRun'),
        },
        'line',
        {
          label: 'Runs of this root, with errors against without',
          keyLabel: commandKeyLabel('groups.ofRoot', isMac()),
          onSelect: () => runCommand('groups.ofRoot'),
        },
      ]}
    />
  );
}
