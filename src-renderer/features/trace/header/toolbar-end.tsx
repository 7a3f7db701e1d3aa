import type { ReactNode } from 'react';

import { commandKeyLabel } from '../../../lib/keyboard';
import { isMac } from '../../../lib/shell';
import { Button } from '../../../ui/button';
import { IconButton } from '../../../ui/icon-button';
import { CollapseIcon, ErrorIcon, ExpandIcon } from '../../../ui/icons';
import { CommandKey } from '../../../ui/kbd';
import styles from './trace-toolbar.module.css';

export interface ToolbarEndProps {
  readonly errorCount: number;
  readonly onNextError: () => void;
  readonly onFoldAll: (fold: boolean) => void;
}

/** What the toolbars of a trace's views end with: the next error, and folding all. */
export function ToolbarEnd({ errorCount, onNextError, onFoldAll }: ToolbarEndProps): ReactNode {
  return (
    <>
      <Button size="small" icon={ErrorIcon} disabled={errorCount === 0} onClick={onNextError}>
        <span className={styles.long}>Next error</span> <CommandKey id="trace.nextError" />
      </Button>
      <span className={styles.pair}>
        <IconButton
          icon={ExpandIcon}
          label="Expand all"
          keyLabel={commandKeyLabel('tree.expandAll', isMac())}
          onClick={() => onFoldAll(false)}
        />
        <IconButton
          icon={CollapseIcon}
          label="Collapse all"
          keyLabel={commandKeyLabel('tree.collapseAll', isMac())}
          onClick={() => onFoldAll(true)}
        />
      </span>
    </>
  );
}
