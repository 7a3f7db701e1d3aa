/** Columns of the trace list, in order. */
import type { TraceSortKey } from '@domain/route';

export interface Column {
  readonly id:
    | 'tick'
    | 'status'
    | 'name'
    | 'service'
    | 'started'
    | 'duration'
    | 'spans'
    | 'logs'
    | 'id';
  readonly title: string;
  /** Shown in the head; the title alone is read aloud. */
  readonly heading: string;
  readonly sortKey?: TraceSortKey;
  readonly isNumber?: boolean;
}

export const columns: readonly Column[] = [
  { id: 'tick', title: 'Select', heading: '' },
  { id: 'status', title: 'Status', heading: '', sortKey: 'errors' },
  { id: 'name', title: 'Name', heading: 'Name', sortKey: 'name' },
  { id: 'service', title: 'Service', heading: 'Service', sortKey: 'service' },
  { id: 'started', title: 'Started', heading: 'Started', sortKey: 'start', isNumber: true },
  { id: 'duration', title: 'Duration', heading: 'Duration', sortKey: 'duration' },
  { id: 'spans', title: 'Spans', heading: 'Spans', sortKey: 'spans', isNumber: true },
  { id: 'logs', title: 'Log records', heading: 'Logs', isNumber: true },
  { id: 'id', title: 'Trace id', heading: 'Trace id' },
];

/** Words start at A, figures at the greatest. */
export function isDescendingFirst(key: TraceSortKey): boolean {
  return key !== 'name' && key !== 'service';
}
