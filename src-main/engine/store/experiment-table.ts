/** The `experiment` table as the writer sees it: made when first named, never made twice. */
import { ContractError } from '@contract/errors';
import { DEFAULT_EXPERIMENT_ID } from '@domain/annotations/experiment';
import type { ExperimentClaim } from '@domain/annotations/experiment-claim';
import type { WritableDb } from './connection';

/** Any sender may name as many as it likes. */
const MAX_REMEMBERED = 10_000;
const MAX_FILE_NAME_LENGTH = 100;

export class ExperimentTable {
  readonly #byName = new Map<string, number>();
  readonly #known = new Set<number>();
  readonly #sql: Statements;
  /** In the open transaction. */
  #isChanging = false;
  #hasChanged = false;

  constructor(db: WritableDb) {
    this.#sql = prepare(db);
  }

  /** To be called after a rollback, or a change by another hand. */
  forget(): void {
    this.#byName.clear();
    this.#known.clear();
    this.#isChanging = false;
  }

  /** After a commit. */
  settle(): void {
    this.#hasChanged ||= this.#isChanging;
    this.#isChanging = false;
  }

  /** Whether any was made, renamed or brought back, and committed, since this was asked last. */
  takeChanged(): boolean {
    const hasChanged = this.#hasChanged;
    this.#hasChanged = false;
    return hasChanged;
  }

  /**
   * The id of the experiment that is claimed; it is made, or brought back, where it is not there.
   * @param fileName of an import that claims it, for the name where nothing but the id is known
   */
  idOf(claim: ExperimentClaim, nowMs: number, fileName?: string): number {
    return claim.name === undefined
      ? this.#ensureId(claim.id, nowMs, fileName)
      : this.#ensureName(claim.name, nowMs);
  }

  nameOf(id: number): string {
    return this.#sql.nameOf.get(id) ?? '';
  }

  /**
   * Takes one over from another database, under its id where that is free or was only made to have
   * one, unless there is one of its name.
   */
  adopt({ id, name, tags, createdMs }: ForeignExperiment, nowMs: number): void {
    if (this.#sql.findByName.get(name) !== undefined) return;
    const nameThere = this.#sql.nameOf.get(id);
    let ownId = id;
    if (nameThere === undefined) this.#sql.insertWithId.run(id, name, createdMs, nowMs);
    else if (nameThere === placeholderOf(id)) this.#sql.rename.run(name, nowMs, id);
    else ownId = this.create(name, nowMs);
    this.#sql.setTags.run(tags, nowMs, ownId);
    this.#byName.clear();
    this.#isChanging = true;
  }

  /** @throws ContractError `conflict` where the name is taken */
  create(name: string, nowMs: number): number {
    const taken = this.#sql.findByName.get(name);
    if (taken !== undefined) throw nameTaken(name, taken.deletedAtMs !== null);
    const id = Number(this.#sql.insert.run(name, nowMs, nowMs).lastInsertRowid);
    this.#isChanging = true;
    return id;
  }

  /** @throws ContractError `not_found`, `conflict` */
  rename(id: number, name: string, nowMs: number): void {
    this.require(id);
    const taken = this.#sql.findByName.get(name);
    if (taken !== undefined && taken.id !== id) throw nameTaken(name, taken.deletedAtMs !== null);
    this.#sql.rename.run(name, nowMs, id);
    this.#byName.clear();
    this.#isChanging = true;
  }

  /** @throws ContractError `not_found` where there is none, or it is deleted */
  require(id: number): void {
    const row = this.#sql.findById.get(id);
    if (row === undefined || row.deletedAtMs !== null) throw noExperiment(id);
  }

  /** @throws ContractError `not_found` */
  setTag(id: number, key: string, value: string, nowMs: number): void {
    this.require(id);
    const tags = new Map(Object.entries(JSON.parse(this.#sql.tags.get(id) ?? '{}') as object));
    tags.set(key, value);
    this.#sql.setTags.run(JSON.stringify(Object.fromEntries(tags)), nowMs, id);
  }

  /**
   * Hides it since `deletedAtMs`; commits. @throws ContractError `not_found`; `conflict` for the default one
   */
  hide(id: number, deletedAtMs: number): void {
    if (id === DEFAULT_EXPERIMENT_ID) {
      throw new ContractError('conflict', 'The default project cannot be deleted.');
    }
    this.require(id);
    this.#sql.hide.run(deletedAtMs, id);
    this.forget();
    this.#hasChanged = true;
  }

  /** Brings back one that is hidden. @throws ContractError `not_found` where there is none */
  restore(id: number): void {
    if (this.#sql.findById.get(id) === undefined) throw noExperiment(id);
    this.#show(id);
  }

  /** Brings back those that were hidden at this time, and commits. Returns how many. */
  restoreHidden(deletedAtMs: number): number {
    const { changes } = this.#sql.showHidden.run(deletedAtMs);
    if (changes > 0) this.#hasChanged = true;
    return changes;
  }

  /** Brings back the one that a trace is of, where it is hidden; outside of `begin` and `commit`. */
  restoreOf(traceKey: number): void {
    if (this.#sql.showOf.run(traceKey).changes > 0) this.#hasChanged = true;
  }

  /** Removes those that were hidden by then and that no trace is of. */
  purge(deletedUptoMs: number): void {
    this.#sql.purge.run(deletedUptoMs);
  }

  #ensureId(id: number, nowMs: number, fileName = ''): number {
    if (this.#known.has(id)) return id;
    const row = this.#sql.findById.get(id);
    if (row === undefined) {
      // Files are passed around, and every server counts from one.
      const from = fileName === '' ? '' : ` (${fileName.slice(0, MAX_FILE_NAME_LENGTH)})`;
      const name = this.#freeName(`${placeholderOf(id)}${from}`);
      this.#sql.insertWithId.run(id, name, nowMs, nowMs);
      this.#isChanging = true;
    } else if (row.deletedAtMs !== null) this.#show(id);
    if (this.#known.size >= MAX_REMEMBERED) this.#known.clear();
    this.#known.add(id);
    return id;
  }

  #ensureName(name: string, nowMs: number): number {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const row = this.#sql.findByName.get(name);
    const id = row?.id ?? this.create(name, nowMs);
    if (row !== undefined && row.deletedAtMs !== null) this.#show(id);
    if (this.#byName.size >= MAX_REMEMBERED) this.#byName.clear();
    this.#byName.set(name, id);
    return id;
  }

  #show(id: number): void {
    this.#sql.show.run(id);
    this.#isChanging = true;
  }

  #freeName(wanted: string): string {
    let name = wanted;
    for (let n = 2; this.#sql.findByName.get(name) !== undefined; n += 1) name = `${wanted} (${n})`;
    return name;
  }
}

/** Name of one of which nothing but the id is known. */
function placeholderOf(id: number): string {
  return `Experiment ${id}`;
}

function nameTaken(name: string, isDeleted: boolean): ContractError {
  const where = isDeleted ? ' It was deleted and can still be brought back.' : '';
  return new ContractError('conflict', `There is a project named "${name}" already.${where}`, {
    isDeleted,
  });
}

function noExperiment(id: number): ContractError {
  return new ContractError('not_found', `There is no project with id ${id}.`);
}

export interface ForeignExperiment {
  readonly id: number;
  readonly name: string;
  /** JSON object of texts. */
  readonly tags: string;
  readonly createdMs: number;
}

interface ExperimentRow {
  readonly id: number;
  readonly deletedAtMs: number | null;
}

type Statements = ReturnType<typeof prepare>;

function prepare(db: WritableDb) {
  const columns = 'id, deleted_at_ms AS deletedAtMs';
  return {
    findById: db.prepare<[number], ExperimentRow>(`SELECT ${columns} FROM experiment WHERE id = ?`),
    findByName: db.prepare<[string], ExperimentRow>(
      `SELECT ${columns} FROM experiment WHERE name = ?`,
    ),
    insert: db.prepare<[string, number, number]>(
      'INSERT INTO experiment (name, created_ms, updated_ms) VALUES (?, ?, ?)',
    ),
    insertWithId: db.prepare<[number, string, number, number]>(
      'INSERT INTO experiment (id, name, created_ms, updated_ms) VALUES (?, ?, ?, ?)',
    ),
    rename: db.prepare<[string, number, number]>(
      'UPDATE experiment SET name = ?, updated_ms = ? WHERE id = ?',
    ),
    nameOf: db.prepare<[number], string>('SELECT name FROM experiment WHERE id = ?').pluck(),
    tags: db.prepare<[number], string>('SELECT tags FROM experiment WHERE id = ?').pluck(),
    setTags: db.prepare<[string, number, number]>(
      'UPDATE experiment SET tags = ?, updated_ms = ? WHERE id = ?',
    ),
    hide: db.prepare<[number, number]>('UPDATE experiment SET deleted_at_ms = ? WHERE id = ?'),
    show: db.prepare<[number]>('UPDATE experiment SET deleted_at_ms = NULL WHERE id = ?'),
    showHidden: db.prepare<[number]>(
      'UPDATE experiment SET deleted_at_ms = NULL WHERE deleted_at_ms = ?',
    ),
    showOf: db.prepare<[number]>(/* sql */ `
      UPDATE experiment SET deleted_at_ms = NULL WHERE deleted_at_ms IS NOT NULL
        AND id = (SELECT experiment FROM trace WHERE trace.id = ?)`),
    // Two questions, since each of them has an index.
    purge: db.prepare<[number]>(/* sql */ `
      DELETE FROM experiment WHERE deleted_at_ms <= ?
        AND NOT EXISTS (SELECT 1 FROM trace
          WHERE trace.experiment = experiment.id AND trace.deleted_at_ms IS NULL)
        AND NOT EXISTS (SELECT 1 FROM trace
          WHERE trace.experiment = experiment.id AND trace.deleted_at_ms IS NOT NULL)`),
  };
}
