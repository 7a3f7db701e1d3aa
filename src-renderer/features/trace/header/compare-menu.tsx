import type { ReactNode } from 'react';

import type { TraceRow } from '@contract/traces';

import { commandKeyLabel, runCommand } from '../../../lib/keyboard';
import { isMac } from '../../../lib/shell';
import { baselineOf, isBaseline, useBaselines } from '../../../stores/baselines';
import { IconButton } from '../../../ui/icon-button';
import { CompareIcon } from '../../../ui/icons';
import { Menu } from '../../../ui/menu';

/** From this trace to its comparison with another, and whether others are compared with it. */
export function CompareMenu({ row }: { readonly row: TraceRow }): ReactNode {
  const baselines = useBaselines();
  const isPinned = isBaseline(baselines, row.traceId);
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
        {
          label: 'Compare with the baseline',
          keyLabel: commandKeyLabel('baseline.compare', isMac()),
          disabled: isPinned || baselineOf(baselines, row) === null,
          onSelect: () => runCommand('baseline.compare'),
        },
        'line',
        {
          label: isPinned ? 'Unpin baseline' : 'Pin as baseline',
          keyLabel: commandKeyLabel('baseline.pin', isMac()),
          onSelect: () => runCommand('baseline.pin'),
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
