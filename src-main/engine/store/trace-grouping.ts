/** Tagging many traces, and moving them to another experiment, in slices. */
import { experimentOrigins } from '@domain/annotations/experiment';
import type { WritableDb } from './connection';
import type { WorkerCommands } from './ingest-protocol';
import type { IngestWriter } from './ingest-writer';
import type { SlicedJob } from './sliced-job';
import { noTotals } from './totals';

const TRACES_PER_SLICE = 200;
const BY_USER = experimentOrigins.indexOf('user');

export class TraceGrouping {
  readonly #db: WritableDb;
  readonly #writer: IngestWriter;
  readonly #sql: Statements;

  constructor(db: WritableDb, writer: IngestWriter) {
    this.#db = db;
    this.#writer = writer;
    this.#sql = prepare(db);
  }

  /** Returns the keys of those traces that are there. */
  *tag({ keys, set, remove }: WorkerCommands['tagTraces']['params']): SlicedJob<number[]> {
    const { tags } = this.#writer.annotations;
    return yield* this.#each(keys, ({ traceId }) => {
      for (const tag of set) tags.set(traceId, tag);
      for (const key of remove) tags.remove(traceId, key);
    });
  }

  /** @throws ContractError `not_found` where there is no such experiment */
  *move({ keys, experimentId }: WorkerCommands['moveTraces']['params']): SlicedJob<number[]> {
    const { experiments } = this.#writer;
    experiments.require(experimentId);
    return yield* this.#each(
      keys,
      ({ key }) => {
        // It may have been deleted since the slice before.
        experiments.require(experimentId);
        this.#sql.move.run(experimentId, BY_USER, key);
      },
      // The writer remembers what traces are of.
      () => this.#writer.noteChange(noTotals, true),
    );
  }

  *#each(
    keys: readonly number[],
    change: (trace: TraceOfKey) => void,
    afterSlice: () => void = () => undefined,
  ): SlicedJob<number[]> {
    const changed: number[] = [];
    for (let from = 0; from < keys.length; from += TRACES_PER_SLICE) {
      const slice = JSON.stringify(keys.slice(from, from + TRACES_PER_SLICE));
      const changeSlice = this.#db.transaction(() => {
        for (const trace of this.#sql.ofKeys.all(slice)) {
          change(trace);
          changed.push(trace.key);
        }
      });
      changeSlice.immediate();
      afterSlice();
      yield;
    }
    return changed;
  }
}

interface TraceOfKey {
  readonly key: number;
  readonly traceId: Uint8Array;
}

type Statements = ReturnType<typeof prepare>;

function prepare(db: WritableDb) {
  return {
    ofKeys: db.prepare<[string], TraceOfKey>(/* sql */ `
      SELECT id AS key, trace_id AS traceId FROM trace
      WHERE deleted_at_ms IS NULL AND id IN (SELECT value FROM json_each(?))`),
    move: db.prepare<[number, number, number]>(
      'UPDATE trace SET experiment = ?, experiment_origin = ? WHERE id = ?',
    ),
  };
}
