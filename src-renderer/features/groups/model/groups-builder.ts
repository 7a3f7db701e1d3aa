/** Puts a comparison of two sets together again from the chunks of the `diff.groups` stream. */
import type { GroupsHeaderChunk, GroupsRowsChunk } from '@contract/groups';
import type { GroupColumns, GroupEntries, GroupTable } from '@domain/diff/groups/group-table';

const SPAN_ID_BYTES = 8;

export type GroupsHeader = Omit<GroupsHeaderChunk, 'type' | 'names' | 'rowCount' | 'entryCount'>;

export interface LoadedGroups {
  readonly header: GroupsHeader;
  readonly table: GroupTable;
}

export class GroupsBuilder {
  #header: GroupsHeaderChunk | null = null;
  readonly #chunks: GroupsRowsChunk[] = [];

  /** Takes a header or rows. */
  add(chunk: GroupsHeaderChunk | GroupsRowsChunk): void {
    if (chunk.type === 'header') this.#header = chunk;
    else this.#chunks.push(chunk);
  }

  /** The comparison; throws where the stream ended early. */
  finish(): LoadedGroups {
    if (this.#header === null) {
      throw new Error('The stream of the comparison ended before its header');
    }
    const { type: _, names, rowCount, entryCount, ...header } = this.#header;
    const rows = this.#chunks.reduce((sum, { count }) => sum + count, 0);
    if (rows !== rowCount) throw new Error(`The stream ended after ${rows} of ${rowCount} rows`);
    const [columns, entries] = [allocateColumns(rowCount), allocateEntries(entryCount)];
    for (const chunk of this.#chunks) {
      for (const name of Object.keys(columns) as (keyof GroupColumns)[]) {
        columns[name].set(chunk.columns[name], chunk.from);
      }
      for (const name of Object.keys(entries) as (keyof GroupEntries)[]) {
        const from = chunk.entriesFrom * (name === 'spanIds' ? SPAN_ID_BYTES : 1);
        entries[name].set(chunk.entries[name], from);
      }
    }
    const entryStarts = new Int32Array(rowCount + 1);
    for (let row = 0; row < rowCount; row++) {
      entryStarts[row + 1] = (entryStarts[row] ?? 0) + (columns.entryCounts[row] ?? 0);
    }
    const [goodCount, badCount] = [header.good.length, header.bad.length];
    return {
      header,
      table: { count: rowCount, goodCount, badCount, names, columns, entryStarts, entries },
    };
  }
}

function allocateColumns(count: number): GroupColumns {
  return {
    parents: new Int32Array(count),
    depths: new Int32Array(count),
    kinds: new Uint8Array(count),
    nameIds: new Int32Array(count),
    labelIds: new Int32Array(count),
    entryCounts: new Int32Array(count),
  };
}

function allocateEntries(count: number): GroupEntries {
  return {
    runs: new Uint16Array(count),
    times: new Int32Array(count),
    durationsNs: new Float64Array(count),
    tokens: new Float64Array(count),
    costsUsd: new Float64Array(count),
    errors: new Int32Array(count),
    spanIds: new Uint8Array(count * SPAN_ID_BYTES),
    nameIds: new Int32Array(count),
    modelIds: new Int32Array(count),
  };
}
