import type { ReactNode } from 'react';

import { formatCount } from '@domain/format';
import type { CompareMode } from '@domain/route';

import { commandKeyLabel } from '../../../lib/keyboard';
import { isMac } from '../../../lib/shell';
import { CopyButton } from '../../../ui/copy-button';
import { IconButton } from '../../../ui/icon-button';
import { ExportIcon, SwapIcon } from '../../../ui/icons';
import { Segmented } from '../../../ui/segmented';
import type { DiffHeader } from '../model/diff-builder';
import { rowFilters, type FilterCounts, type RowFilter } from '../model/row-filter';
import type { Report } from '../report/use-report';
import styles from './compare-header.module.css';
import { RunCard } from './run-card';

const filterLabels: Readonly<Record<RowFilter, string>> = {
  all: 'All',
  changed: 'Changed',
  onlyA: 'Only A',
  onlyB: 'Only B',
};

export interface CompareHeaderProps {
  readonly header: DiffHeader;
  readonly counts: FilterCounts;
  readonly filter: RowFilter;
  readonly mode: CompareMode;
  readonly onFilter: (filter: RowFilter) => void;
  readonly onMode: (mode: CompareMode) => void;
  readonly onSwap: () => void;
  readonly onChoose: (side: 'a' | 'b') => void;
  readonly report: Pick<Report, 'markdown' | 'saveAsHtml'>;
}

/** The two runs, what of them is shown, and how. */
export function CompareHeader(props: CompareHeaderProps): ReactNode {
  const { header, counts, filter, mode, onFilter, onMode, onSwap, onChoose, report } = props;
  return (
    <header className={styles.header}>
      <h1 className="srOnly">Compare</h1>
      <RunCard side="a" run={header.a} onChoose={() => onChoose('a')} />
      <IconButton
        icon={SwapIcon}
        label="Swap A and B"
        keyLabel={commandKeyLabel('compare.swap', isMac())}
        onClick={onSwap}
      />
      <RunCard side="b" run={header.b} onChoose={() => onChoose('b')} />
      <span className={styles.push} />
      {(mode === 'tree' || mode === 'transcript') && (
        <Segmented
          label="Show rows"
          size="small"
          value={filter}
          onChange={onFilter}
          options={rowFilters.map((value) => ({
            value,
            label: `${filterLabels[value]} ${formatCount(counts[value])}`,
          }))}
        />
      )}
      <Segmented
        label="View"
        size="small"
        value={mode}
        onChange={onMode}
        options={[
          { value: 'tree', label: 'Tree' },
          { value: 'transcript', label: 'Transcript' },
          { value: 'table', label: 'Table' },
          { value: 'icicle', label: 'Icicle' },
        ]}
      />
      <CopyButton text={report.markdown} label="Copy report as Markdown" caption="Copy report" />
      <IconButton
        icon={ExportIcon}
        size="small"
        label="Save report as HTML…"
        keyLabel={commandKeyLabel('compare.saveReport', isMac())}
        onClick={report.saveAsHtml}
      />
    </header>
  );
}
