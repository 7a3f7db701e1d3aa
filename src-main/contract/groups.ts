/** Results of comparing a set of good runs with a set of bad ones. */
import type { GroupColumns, GroupEntries } from '../domain/diff/groups/group-table';
import type { StoreKey, TraceRow } from './traces';

/** Of more runs the newest are compared. */
export const MAX_GROUP_RUNS = 200;

/** A run in the state in which it was found: with more spans, or more understood, it has another. */
export interface GroupRunState {
  readonly key: StoreKey;
  readonly revision: number;
  readonly facetRevision: number;
}

export interface GroupRunStates {
  /** Of the newest runs, the newest first. */
  readonly runs: readonly GroupRunState[];
  /** Runs that match, or that were chosen and are in the store. */
  readonly total: number;
}

export interface GroupsRuns {
  readonly good: GroupRunStates;
  readonly bad: GroupRunStates;
}

/** How far reading and aligning have come, then a header, then rows in preorder. */
export type GroupsChunk = GroupsProgressChunk | GroupsHeaderChunk | GroupsRowsChunk;

export type GroupsPhase = 'read' | 'align';

export interface GroupsProgressChunk {
  readonly type: 'progress';
  readonly phase: GroupsPhase;
  /** Runs. */
  readonly done: number;
  readonly total: number;
}

export interface GroupsHeaderChunk {
  readonly type: 'header';
  /** The runs that are compared, the newest first. */
  readonly good: readonly TraceRow[];
  readonly bad: readonly TraceRow[];
  /** All runs that were found, to tell later what has changed; some may have been too many steps. */
  readonly found: GroupsRuns;
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
