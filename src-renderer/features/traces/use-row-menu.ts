import type { TraceRow } from '@contract/traces';
import { isolatedTag } from '@domain/annotations/tag-text';
import type { TraceTag } from '@domain/annotations/trace-tag';
import { formatCount } from '@domain/format';
import { compareRoute } from '@domain/route';

import { commandKeyLabel, runCommand } from '../../lib/keyboard';
import { navigate } from '../../lib/router';
import { isMac } from '../../lib/shell';
import { baselineOf, isBaseline, possibleBaselines, useBaselines } from '../../stores/baselines';
import { togglePin, unpin } from '../../ui/baseline/pin-baseline';
import type { MenuEntry, MenuItem } from '../../ui/menu';
import { useCompareWithBaseline } from '../baseline';
import { filterEntries } from './feedback/filter-entries';
import { feedbackRoute } from './feedback/use-list-feedback';

/** More tags than this are not offered to filter by. */
const MAX_FILTERS = 5;
const MAX_TAG_LENGTH = 40;

export interface RowActions {
  /** How many traces are ticked. */
  readonly ticked: number;
  readonly onOpen: () => void;
  readonly onTick: () => void;
  /** Columns that the reader chose beside the usual ones. */
  readonly columnIds: readonly string[];
  /** Adds a condition to the filter. */
  readonly onCondition: (condition: string) => void;
  /** Deletes what is ticked, else the row. */
  readonly onDelete: () => void;
  readonly onFilter: (tag: TraceTag) => void;
}

/** The menu of the row at the cursor. */
export function useRowMenu(row: TraceRow | null, actions: RowActions): readonly MenuEntry[] {
  const baselines = useBaselines();
  const compareWithBaseline = useCompareWithBaseline();
  const { ticked, onOpen, onTick, onDelete, onFilter } = actions;
  const { columnIds, onCondition } = actions;
  if (row === null) return [];
  const mac = isMac();
  const baseline = baselineOf(baselines, row);
  const isPinned = isBaseline(baselines, row.traceId);
  const pin: readonly MenuItem[] = [
    {
      label: isPinned ? 'Unpin baseline' : 'Pin as baseline',
      keyLabel: commandKeyLabel('baseline.pin', mac),
      onSelect: () => togglePin(row),
    },
    // The pinned run may be gone, or far away.
    ...(baseline === null || isPinned
      ? []
      : [{ label: 'Unpin the baseline of this root', onSelect: () => unpin(baseline) }]),
  ];
  return [
    { label: 'Open', keyLabel: commandKeyLabel('row.open', mac), onSelect: onOpen },
    { label: 'Tick', keyLabel: commandKeyLabel('row.tick', mac), onSelect: onTick },
    'line',
    {
      label: 'Compare with…',
      ...(ticked === 0 ? { keyLabel: commandKeyLabel('compare.open', mac) } : {}),
      onSelect: () => navigate(compareRoute(row.traceId, null)),
    },
    {
      label: 'Compare with the baseline',
      keyLabel: commandKeyLabel('baseline.compare', mac),
      disabled: isPinned || possibleBaselines(baselines, row).length === 0,
      onSelect: () => compareWithBaseline(row),
    },
    ...pin,
    'line',
    { label: 'Feedback…', onSelect: () => navigate(feedbackRoute(row.traceId)) },
    ...filterEntries(row, columnIds, onCondition),
    'line',
    {
      label:
        ticked > 0
          ? `Save ${formatCount(ticked)} selected as MLflow JSON…`
          : 'Save as MLflow JSON…',
      onSelect: () => runCommand('trace.saveMlflow'),
    },
    { label: 'Copy as MLflow JSON', onSelect: () => runCommand('trace.copyMlflow') },
    'line',
    {
      label: ticked > 0 ? `Edit tags of ${formatCount(ticked)} selected…` : 'Edit tags…',
      keyLabel: commandKeyLabel('tags.edit', mac),
      onSelect: () => runCommand('tags.edit'),
    },
    {
      label:
        ticked > 0 ? `Move ${formatCount(ticked)} selected to a project…` : 'Move to a project…',
      onSelect: () => runCommand('project.move'),
    },
    ...row.tags.slice(0, MAX_FILTERS).map((tag) => ({
      label: `Filter by tag ${short(isolatedTag(tag))}`,
      onSelect: () => onFilter(tag),
    })),
    'line',
    {
      label: ticked > 0 ? `Delete ${formatCount(ticked)} selected` : 'Delete',
      keyLabel: commandKeyLabel('row.delete', mac),
      danger: true,
      onSelect: onDelete,
    },
  ];
}

function short(text: string): string {
  return text.length > MAX_TAG_LENGTH ? `${text.slice(0, MAX_TAG_LENGTH - 1)}…` : text;
}
