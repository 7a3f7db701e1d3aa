/** Columns of the trace list, in order, and which of them a width has room for. */
import type { TraceSortKey } from '@domain/route';

import { fieldOfColumn, isFeedbackColumn, type FeedbackColumnId } from './feedback/feedback-column';

export type FixedColumnId =
  | 'tick'
  | 'status'
  | 'name'
  | 'service'
  | 'project'
  | 'started'
  | 'duration'
  | 'baseline'
  | 'spans'
  | 'agents'
  | 'modelCalls'
  | 'toolCalls'
  | 'tokensIn'
  | 'tokensOut'
  | 'tokensCached'
  | 'cost'
  | 'input'
  | 'output'
  | 'session'
  | 'user'
  | 'tags'
  | 'logs'
  | 'id';
export type ColumnId = FixedColumnId | FeedbackColumnId;

export interface Column {
  readonly id: ColumnId;
  readonly title: string;
  /** Shown in the head; the title alone is read aloud. */
  readonly heading: string;
  readonly sortKey?: TraceSortKey;
  readonly isNumber?: boolean;
  readonly minPx: number;
  /** Share of the room that is left over; 0 keeps the width. */
  readonly grow?: number;
  /** Where room is scarce the highest goes first; a column without one always stays. */
  readonly dropOrder?: number;
  /** Not shown until it is chosen. */
  readonly isOptional?: true;
  /** There while a run is pinned. */
  readonly needsBaseline?: true;
  /** Says the same in every row of one project: not shown there until it is chosen. */
  readonly differsInAll?: true;
}

/** What is listed. */
export interface ListedKind {
  readonly hasBaseline: boolean;
  readonly isOneProject: boolean;
}
const noKind: ListedKind = { hasBaseline: false, isOneProject: false };

export const columns: readonly Column[] = [
  { id: 'tick', title: 'Select', heading: '', minPx: 34 },
  { id: 'status', title: 'Status', heading: '', sortKey: 'errors', minPx: 24 },
  { id: 'name', title: 'Name', heading: 'Name', sortKey: 'name', minPx: 170, grow: 1.5 },
  {
    id: 'service',
    title: 'Service',
    heading: 'Service',
    sortKey: 'service',
    minPx: 100,
    grow: 0.7,
    dropOrder: 4,
  },
  {
    id: 'project',
    title: 'Project',
    heading: 'Project',
    minPx: 90,
    grow: 0.5,
    dropOrder: 11.5,
    differsInAll: true,
  },
  {
    id: 'started',
    title: 'Started',
    heading: 'Started',
    sortKey: 'start',
    isNumber: true,
    minPx: 120,
  },
  { id: 'duration', title: 'Duration', heading: 'Duration', sortKey: 'duration', minPx: 116 },
  {
    id: 'baseline',
    title: 'Against the baseline',
    heading: 'Baseline',
    minPx: 190,
    grow: 2,
    dropOrder: 0,
    needsBaseline: true,
  },
  {
    id: 'spans',
    title: 'Spans',
    heading: 'Spans',
    sortKey: 'spans',
    isNumber: true,
    minPx: 50,
    dropOrder: 6,
  },
  { id: 'agents', title: 'Agents', heading: 'Agents', isNumber: true, minPx: 50, dropOrder: 11 },
  {
    id: 'modelCalls',
    title: 'LLM calls',
    heading: 'LLM',
    sortKey: 'modelCalls',
    isNumber: true,
    minPx: 42,
    dropOrder: 5,
  },
  {
    id: 'toolCalls',
    title: 'Tools called',
    heading: 'Tools',
    sortKey: 'toolCalls',
    isNumber: true,
    minPx: 44,
    dropOrder: 7,
  },
  {
    id: 'tokensIn',
    title: 'Tokens in',
    heading: 'In',
    sortKey: 'tokens',
    isNumber: true,
    minPx: 54,
    dropOrder: 1,
  },
  {
    id: 'tokensOut',
    title: 'Tokens out',
    heading: 'Out',
    isNumber: true,
    minPx: 50,
    dropOrder: 2,
  },
  {
    id: 'tokensCached',
    title: 'Tokens cached',
    heading: 'Cached',
    isNumber: true,
    minPx: 56,
    dropOrder: 13,
  },
  { id: 'cost', title: 'Cost', heading: 'Cost', sortKey: 'cost', isNumber: true, minPx: 66 },
  { id: 'input', title: 'First input', heading: 'Input', minPx: 150, grow: 1.6, dropOrder: 3 },
  { id: 'output', title: 'Last output', heading: 'Output', minPx: 130, grow: 1.4, dropOrder: 8 },
  { id: 'session', title: 'Session', heading: 'Session', minPx: 84, grow: 0.4, dropOrder: 9 },
  { id: 'user', title: 'User', heading: 'User', minPx: 64, grow: 0.3, dropOrder: 12 },
  { id: 'tags', title: 'Tags', heading: 'Tags', minPx: 84, grow: 0.4, dropOrder: 10 },
  {
    id: 'logs',
    title: 'Logs',
    heading: 'Logs',
    isNumber: true,
    minPx: 50,
    dropOrder: 14,
    isOptional: true,
  },
  {
    id: 'id',
    title: 'Trace id',
    heading: 'Trace id',
    minPx: 86,
    dropOrder: 15,
    isOptional: true,
  },
];

/** Columns of the names of feedback that were chosen, in the order they were. */
function feedbackColumns({ shown }: ColumnChoice): Column[] {
  return shown.filter(isFeedbackColumn).map((id) => {
    const { name } = fieldOfColumn(id);
    return {
      id,
      title: name,
      heading: name,
      minPx: 92,
      grow: 0.3,
      dropOrder: 16,
      isOptional: true,
    };
  });
}

function allColumns(choice: ColumnChoice): readonly Column[] {
  const at = columns.findIndex(({ id }) => id === 'session');
  return [...columns.slice(0, at), ...feedbackColumns(choice), ...columns.slice(at)];
}

/** Columns a reader may show or hide; those of feedback are chosen by their names. */
export const choosable: readonly Column[] = columns.filter(
  ({ dropOrder }) => dropOrder !== undefined,
);

/** What the reader chose; ids that are in neither list are as they are by default. */
export interface ColumnChoice {
  readonly shown: readonly string[];
  readonly hidden: readonly string[];
}

export function isChosen(
  { id, isOptional, differsInAll }: Column,
  { shown, hidden }: ColumnChoice,
  { isOneProject }: Pick<ListedKind, 'isOneProject'> = noKind,
): boolean {
  if (hidden.includes(id)) return false;
  return shown.includes(id) || (isOptional !== true && !(isOneProject && differsInAll === true));
}

/** The choice with one column turned on or off. */
export function choose(choice: ColumnChoice, id: ColumnId, isShown: boolean): ColumnChoice {
  const without = (ids: readonly string[]): string[] => ids.filter((other) => other !== id);
  return {
    shown: isShown ? [...without(choice.shown), id] : without(choice.shown),
    hidden: isShown ? without(choice.hidden) : [...without(choice.hidden), id],
  };
}

/**
 * The chosen columns that `widthPx` has room for, so that the list never scrolls sideways:
 * those that matter least give way first. A width of 0 is one that is not known yet.
 */
export function fitColumns(
  widthPx: number,
  choice: ColumnChoice,
  kind: ListedKind = noKind,
): readonly Column[] {
  const chosen = allColumns(choice).filter(
    (column) =>
      isChosen(column, choice, kind) && (kind.hasBaseline || column.needsBaseline !== true),
  );
  if (widthPx <= 0) return chosen;
  let neededPx = chosen.reduce((sum, { minPx }) => sum + minPx, 0);
  const dropped = new Set<ColumnId>();
  // What the reader asked for gives way last.
  const rank = ({ id, dropOrder = 0 }: Column): number =>
    dropOrder - (choice.shown.includes(id) ? columns.length : 0);
  const droppable = chosen
    .filter((column) => column.dropOrder !== undefined)
    .sort((a, b) => rank(b) - rank(a));
  for (const column of droppable) {
    if (neededPx <= widthPx) break;
    dropped.add(column.id);
    neededPx -= column.minPx;
  }
  return chosen.filter(({ id }) => !dropped.has(id));
}

/** Titles of the columns that are chosen and that the width has no room for. */
export function leftOutColumns(
  shown: readonly Column[],
  choice: ColumnChoice,
  kind: ListedKind = noKind,
): readonly string[] {
  const ids = new Set(shown.map(({ id }) => id));
  return fitColumns(0, choice, kind).flatMap(({ id, title }) => (ids.has(id) ? [] : [title]));
}

/** `grid-template-columns` for these columns. */
export function gridTemplate(shown: readonly Column[]): string {
  return shown
    .map(({ minPx, grow = 0 }) => (grow === 0 ? `${minPx}px` : `minmax(${minPx}px, ${grow}fr)`))
    .join(' ');
}

/** Words start at A, figures at the greatest. */
export function isDescendingFirst(key: TraceSortKey): boolean {
  return key !== 'name' && key !== 'service';
}
