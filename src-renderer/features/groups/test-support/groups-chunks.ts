/** A comparison of three good runs and three bad ones, as the engine streams it. */
import type { GroupRunState, GroupsChunk, GroupsHeaderChunk } from '@contract/groups';
import type { TraceRow } from '@contract/traces';
import { facetKinds } from '@domain/facets/facet-kind';
import type { SpanId, TraceId } from '@domain/units';

export const traceIdOf = (run: number): TraceId => String(run).padStart(32, '0') as TraceId;
export const spanIdOfRow = (row: number, run: number): SpanId =>
  `${row.toString(16)}${run.toString(16)}`.padStart(16, '0') as SpanId;

const runOf = (run: number): TraceRow =>
  ({
    key: run + 1,
    traceId: traceIdOf(run),
    rootName: 'root',
    firstSpanName: 'root',
    startNs: 0n,
    durationNs: 1,
    spanCount: 1,
    errorCount: 0,
    facets: null,
  }) as TraceRow;

export const stateOf = (run: number, revision = 1): GroupRunState => ({
  key: run + 1,
  revision,
  facetRevision: 1,
});

export interface RowSketch {
  readonly name: string;
  readonly parent: number;
  /** By run, ms; null for a run without the step. */
  readonly ms: readonly (number | null)[];
}

export const rootRow: RowSketch = { name: 'root', parent: -1, ms: [9, 9, 9, 9, 9, 9] };

/** A header, then each row in a chunk of its own. */
export function groupsChunks(
  rows: readonly RowSketch[],
  changes: Partial<GroupsHeaderChunk> = {},
): readonly Exclude<GroupsChunk, { readonly type: 'progress' }>[] {
  let entriesFrom = 0;
  const chunks = rows.map(({ parent, ms }, row) => {
    const having = ms.flatMap((each, run) => (each === null ? [] : [{ run, ns: each * 1e6 }]));
    const count = having.length;
    const from = entriesFrom;
    entriesFrom += count;
    return {
      type: 'rows' as const,
      from: row,
      count: 1,
      columns: {
        parents: Int32Array.of(parent),
        depths: Int32Array.of(parent + 1),
        kinds: Uint8Array.of(facetKinds.indexOf('tool')),
        nameIds: Int32Array.of(row),
        labelIds: Int32Array.of(-1),
        entryCounts: Int32Array.of(count),
      },
      entriesFrom: from,
      entryCount: count,
      entries: {
        runs: Uint16Array.from(having, ({ run }) => run),
        times: new Int32Array(count).fill(1),
        durationsNs: Float64Array.from(having, ({ ns }) => ns),
        tokens: new Float64Array(count).fill(Number.NaN),
        costsUsd: new Float64Array(count).fill(Number.NaN),
        errors: new Int32Array(count),
        spanIds: Uint8Array.from(having.flatMap(({ run }) => [...bytesOf(spanIdOfRow(row, run))])),
        nameIds: new Int32Array(count).fill(row),
        modelIds: new Int32Array(count).fill(-1),
      },
    };
  });
  const header: GroupsHeaderChunk = {
    type: 'header',
    good: [0, 1, 2].map(runOf),
    bad: [3, 4, 5].map(runOf),
    found: {
      good: { runs: [0, 1, 2].map((run) => stateOf(run)), total: 3 },
      bad: { runs: [3, 4, 5].map((run) => stateOf(run)), total: 3 },
    },
    isComplete: true,
    names: rows.map(({ name }) => name),
    rowCount: rows.length,
    entryCount: entriesFrom,
    ...changes,
  };
  return [header, ...chunks];
}

export function bytesOf(id: SpanId): Uint8Array {
  return Uint8Array.from({ length: 8 }, (_, at) =>
    Number.parseInt(id.slice(at * 2, at * 2 + 2), 16),
  );
}
