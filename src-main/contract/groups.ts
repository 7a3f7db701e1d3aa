/** Results of comparing a set of good runs with a set of bad ones. */
import type { GroupColumns, GroupEntries } from '../domain/diff/groups/group-table';
import type { StoreKey, TraceRow } from './traces';

/** Of more runs the newest are compared. */
export const MAX_GROUP_RUNS = 200;

export interface GroupRunKeys {
  /** Of the runs that are compared, the newest first. */
  readonly keys: readonly StoreKey[];
  /** Runs that match, or that were chosen and are in the store. */
  readonly total: number;
}

export interface GroupsRuns {
  readonly good: GroupRunKeys;
  readonly bad: GroupRunKeys;
}

/** How far reading has come, then a header, then rows in preorder. */
export type GroupsChunk = GroupsProgressChunk | GroupsHeaderChunk | GroupsRowsChunk;

export interface GroupsProgressChunk {
  readonly type: 'progress';
  readonly done: number;
  readonly total: number;
}

export interface GroupsHeaderChunk {
  readonly type: 'header';
  /** The runs that are compared, the newest first. */
  readonly good: readonly TraceRow[];
  readonly bad: readonly TraceRow[];
  /** Runs there are, compared or not. */
  readonly goodTotal: number;
  readonly badTotal: number;
  /** False while spans of any wait to be understood. */
  readonly isComplete: boolean;
  readonly names: readonly string[];
  readonly rowCount: number;
  readonly entryCount: number;
}

export interface GroupsRowsChunk {
  readonly type: 'rows';
  readonly from: number;
  readonly count: number;
  readonly columns: GroupColumns;
  /** Of the first entry, and how many. */
  readonly entriesFrom: number;
  readonly entryCount: number;
  readonly entries: GroupEntries;
}
