/** Rows of `trace_tag`. */
import type { TraceTag } from '@domain/annotations/trace-tag';
import type { WritableDb } from './connection';

export class TagWriter {
  readonly #sql: Statements;

  constructor(db: WritableDb) {
    this.#sql = prepare(db);
  }

  /** Said by the user or through the API: holds whatever the spans tell. */
  set(traceId: Uint8Array, { key, value }: TraceTag): void {
    this.#sql.set.run(traceId, key, value);
  }

  /** Unless the trace has a tag of this key. */
  setIfNew(traceId: Uint8Array, { key, value }: TraceTag, isRemoved: boolean): void {
    this.#sql.setIfNew.run(traceId, key, value, isRemoved ? 1 : 0);
  }

  /** Returns whether there was such a tag. One that a span tells does not come back. */
  remove(traceId: Uint8Array, key: string): boolean {
    return this.#sql.remove.run(traceId, key).changes > 0;
  }

  /** Puts what the spans of a trace tell now in place of what they told before. */
  replaceTold(traceId: Uint8Array, tags: readonly TraceTag[]): void {
    const before = this.#sql.told.all(traceId);
    if (before.length === 0 && tags.length === 0) return;
    const kept = new Set(tags.map(({ key }) => key));
    for (const key of before) if (!kept.has(key)) this.#sql.delete.run(traceId, key);
    for (const { key, value } of tags) this.#sql.tell.run(traceId, key, value);
  }

  removeOfTrace(traceId: Uint8Array): void {
    this.#sql.deleteOfTrace.run(traceId);
  }
}

type Statements = ReturnType<typeof prepare>;

function prepare(db: WritableDb) {
  return {
    set: db.prepare<[Uint8Array, string, string]>(/* sql */ `
      INSERT INTO trace_tag (trace_id, key, value, is_derived) VALUES (?, ?, ?, 0)
      ON CONFLICT DO UPDATE SET value = excluded.value, is_derived = 0, is_removed = 0`),
    setIfNew: db.prepare<[Uint8Array, string, string, number]>(/* sql */ `
      INSERT INTO trace_tag (trace_id, key, value, is_derived, is_removed) VALUES (?, ?, ?, 0, ?)
      ON CONFLICT DO NOTHING`),
    tell: db.prepare<[Uint8Array, string, string]>(/* sql */ `
      INSERT INTO trace_tag (trace_id, key, value, is_derived) VALUES (?, ?, ?, 1)
      ON CONFLICT DO UPDATE SET value = excluded.value WHERE is_derived = 1`),
    remove: db.prepare<[Uint8Array, string]>(/* sql */ `
      UPDATE trace_tag SET is_removed = 1, is_derived = 0
      WHERE trace_id = ? AND key = ? AND is_removed = 0`),
    told: db
      .prepare<[Uint8Array], string>(
        'SELECT key FROM trace_tag WHERE trace_id = ? AND is_derived = 1',
      )
      .pluck(),
    delete: db.prepare<[Uint8Array, string]>(
      'DELETE FROM trace_tag WHERE trace_id = ? AND key = ?',
    ),
    deleteOfTrace: db.prepare<[Uint8Array]>('DELETE FROM trace_tag WHERE trace_id = ?'),
  };
}
