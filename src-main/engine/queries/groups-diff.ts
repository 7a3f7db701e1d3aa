/** 'diff.groups': two sets of runs aligned, as one tree of rows with what each run did in columns. */
import { MAX_CHUNK_BYTES } from '@contract/columns';
import type {
  GroupRunStates,
  GroupsChunk,
  GroupsPhase,
  GroupsRowsChunk,
  GroupsRuns,
} from '@contract/groups';
import type { StoreKey, TraceRow } from '@contract/traces';
import { diffTraceOf } from '@domain/diff/diff-spans-of';
import {
  buildConsensus,
  groupRun,
  type Consensus,
  type GroupRun,
} from '@domain/diff/groups/consensus';
import { GroupBudget } from '@domain/diff/groups/group-budget';
import {
  groupSides,
  type GroupColumns,
  type GroupEntries,
  type GroupSide,
} from '@domain/diff/groups/group-table';
import type { StepFigures } from '@domain/diff/groups/step-figures';
import { facetKinds } from '@domain/facets/facet-kind';
import { hasPassedOn } from '@domain/facets/trace-facets';
import { Dictionary } from './dictionary';
import { foldedTraces, type FoldedTrace } from './folded-trace';
import { groupRunFinder } from './group-runs';
import type { Query, QueryHost } from './query';
import { costOf, tokensOf } from './diff-rows';
import { selectTraceRows } from './trace-row';

const SPAN_ID_BYTES = 8;
/** Upper bounds of what a row and an entry take in all columns. */
const ROW_BYTES = 32;
const ENTRY_BYTES = 56;
const MAX_PROGRESS_CHUNKS = 50;

export function groupsDiff(host: QueryHost): Query<'diff.groups'> {
  const find = groupRunFinder(host);
  const readRun = runReader(host);
  const rowOf = selectTraceRows<[number]>(host.db, 'WHERE id = ?');

  return (params, emit: (chunk: GroupsChunk) => void) => {
    const found = find(params);
    const progress = progressOf(emit);
    const rows = new Map<StoreKey, TraceRow>();
    const readOf = (key: StoreKey): ReadRun => {
      host.checkpoint();
      const row = rowFor(rowOf.get(key));
      rows.set(key, row);
      return readRun(row);
    };
    const { good, bad } = readSets(found, readOf, progress('read'));
    const read = [...good, ...bad];
    const consensus = buildConsensus(
      read.map(({ run }) => run),
      { checkpoint: host.checkpoint, onAligned: progress('align') },
    );
    host.checkpoint();
    const names = new Dictionary();
    const chunks = chunksOf(consensus, names);
    const rowsOf = ({ runs }: GroupRunStates, count: number): readonly TraceRow[] =>
      runs.slice(0, count).map(({ key }) => rowFor(rows.get(key)));
    emit({
      type: 'header',
      good: rowsOf(found.good, good.length),
      bad: rowsOf(found.bad, bad.length),
      found,
      isComplete: read.every(({ isComplete }) => isComplete),
      names: names.texts,
      rowCount: consensus.count,
      entryCount: consensus.entries.reduce((sum, { size }) => sum + size, 0),
    });
    for (const chunk of chunks) {
      host.checkpoint();
      emit(chunk);
    }
    return { rows: consensus.count };
  };
}

/**
 * The newest runs of both sets, in turns, as many as can be compared: a set ends with the first run
 * that would be too much.
 */
function readSets(
  found: GroupsRuns,
  readOf: (key: StoreKey) => ReadRun,
  onRead: (done: number, total: number) => void,
): Readonly<Record<GroupSide, readonly ReadRun[]>> {
  const budget = new GroupBudget();
  const taken: Record<GroupSide, ReadRun[]> = { good: [], bad: [] };
  const isOver = { good: false, bad: false };
  const total = found.good.runs.length + found.bad.runs.length;
  for (let at = 0; !(isOver.good && isOver.bad); at++) {
    for (const side of groupSides) {
      const state = found[side].runs[at];
      isOver[side] ||= state === undefined;
      if (isOver[side] || state === undefined) continue;
      onRead(taken.good.length + taken.bad.length, total);
      const read = readOf(state.key);
      if (budget.takes(read.run)) taken[side].push(read);
      else isOver[side] = true;
    }
  }
  return taken;
}

/** Tells how far a phase has come, a few times in all. */
function progressOf(
  emit: (chunk: GroupsChunk) => void,
): (phase: GroupsPhase) => (done: number, total: number) => void {
  return (phase) => {
    let next = 0;
    return (done, total) => {
      if (done < next) return;
      next = done + Math.ceil(total / MAX_PROGRESS_CHUNKS);
      emit({ type: 'progress', phase, done, total });
    };
  };
}

function rowFor(row: TraceRow | undefined): TraceRow {
  if (row === undefined) throw new Error('A trace has lost its row.');
  return row;
}

interface ReadRun {
  readonly run: GroupRun;
  readonly isComplete: boolean;
}

/** Steps of runs that are kept, more than one read takes: the next one finds most of them again. */
const MAX_KEPT_STEPS = 80_000;

/** Reads a run and keeps of it what is compared. */
function runReader(host: QueryHost): (row: TraceRow) => ReadRun {
  const traces = foldedTraces(host);
  const kept = new Map<string, ReadRun>();
  let keptSteps = 0;
  return ({ traceId }) => {
    const stored = traces.trace(traceId);
    const { key, revision, facetRevision } = stored;
    const state = [key, revision, facetRevision, host.prices.stamp].join(' ');
    const known = kept.get(state);
    if (known !== undefined) return known;
    const read = runOf(traceId, traces.fold(stored));
    keptSteps += read.run.steps.length;
    if (keptSteps > MAX_KEPT_STEPS) {
      kept.clear();
      keptSteps = read.run.steps.length;
    }
    kept.set(state, read);
    return read;
  };
}

function runOf(traceId: string, folded: FoldedTrace): ReadRun {
  const { spans, keys } = diffTraceOf(folded.spans, folded.fold.spans);
  const figures = spans.map(({ startNs, endNs, isError, model }, at): StepFigures => {
    const found = folded.find(keys[at] ?? -1);
    const isOrigin = found === undefined || !hasPassedOn(found.fold);
    return {
      times: 1,
      durationNs: endNs - startNs,
      tokens: tokensOf(found),
      costUsd: costOf(found),
      errors: isError && isOrigin ? 1 : 0,
      spanId: found?.span.spanId ?? '',
      name: found?.span.name ?? '',
      label: found?.span.facets.label ?? '',
      model: model ?? '',
    };
  });
  return { run: groupRun(traceId, spans, figures), isComplete: folded.isComplete };
}

/** As many rows a chunk as fit, with all their entries. */
function chunksOf(
  { count, steps, entries }: Consensus,
  names: Dictionary,
): readonly GroupsRowsChunk[] {
  const chunks: GroupsRowsChunk[] = [];
  const depths = new Int32Array(count);
  steps.forEach(({ parent }, row) => {
    depths[row] = parent === -1 ? 0 : (depths[parent] ?? 0) + 1;
  });
  let entriesFrom = 0;
  for (let from = 0; from < count;) {
    let to = from;
    let entryCount = 0;
    for (let bytes = 0; to < count; to++) {
      const size = entries[to]?.size ?? 0;
      bytes += ROW_BYTES + size * ENTRY_BYTES;
      if (bytes > MAX_CHUNK_BYTES && to > from) break;
      entryCount += size;
    }
    const ofRows = entries.slice(from, to);
    const columns: GroupColumns = {
      parents: Int32Array.from(steps.slice(from, to), ({ parent }) => parent),
      depths: depths.slice(from, to),
      kinds: Uint8Array.from(steps.slice(from, to), ({ kind }) => facetKinds.indexOf(kind)),
      nameIds: Int32Array.from(ofRows, (ofRow) => names.idOf(firstOf(ofRow)?.name ?? '')),
      labelIds: Int32Array.from(ofRows, (ofRow) => idOrNone(names, firstOf(ofRow)?.label)),
      entryCounts: Int32Array.from(ofRows, ({ size }) => size),
    };
    const all = ofRows.flatMap((ofRow) => [...ofRow].sort(([x], [y]) => x - y));
    chunks.push({
      type: 'rows',
      from,
      count: to - from,
      columns,
      entriesFrom,
      entryCount,
      entries: entryColumns(all, names),
    });
    entriesFrom += entryCount;
    from = to;
  }
  return chunks;
}

/** The run that stands for a row: the first one of the good, else of the bad. */
function firstOf(ofRow: ReadonlyMap<number, StepFigures>): StepFigures | undefined {
  return ofRow.get(Math.min(...ofRow.keys()));
}

function idOrNone(names: Dictionary, text: string | undefined): number {
  return text === undefined || text === '' ? -1 : names.idOf(text);
}

function entryColumns(
  all: readonly (readonly [run: number, figures: StepFigures])[],
  names: Dictionary,
): GroupEntries {
  const spanIds = new Uint8Array(all.length * SPAN_ID_BYTES);
  all.forEach(([, { spanId }], entry) => {
    for (let at = 0; at < SPAN_ID_BYTES; at++) {
      spanIds[entry * SPAN_ID_BYTES + at] = Number.parseInt(spanId.slice(at * 2, at * 2 + 2), 16);
    }
  });
  return {
    runs: Uint16Array.from(all, ([run]) => run),
    times: Int32Array.from(all, ([, { times }]) => times),
    durationsNs: Float64Array.from(all, ([, { durationNs }]) => durationNs),
    tokens: Float64Array.from(all, ([, { tokens }]) => tokens),
    costsUsd: Float64Array.from(all, ([, { costUsd }]) => costUsd),
    errors: Int32Array.from(all, ([, { errors }]) => errors),
    spanIds,
    nameIds: Int32Array.from(all, ([, { name }]) => names.idOf(name)),
    modelIds: Int32Array.from(all, ([, { model }]) => idOrNone(names, model)),
  };
}
