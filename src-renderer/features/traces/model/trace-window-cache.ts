/**
 * The trace list as pages of one snapshot. Within a snapshot no trace that arrives later
 * moves a row, so what is being read stays where it is; traces that change are read again in
 * place. While the list follows (live, at the top), every refresh takes the newest snapshot.
 *
 * A store in the sense of React's `useSyncExternalStore`; it has no clock and no DOM, and
 * reads through the function it is given.
 */
import type { MethodParams } from '@contract/methods';
import type { TraceRow, TraceWindow } from '@contract/traces';
import type { TraceSort } from '@domain/route';

export const PAGE_ROWS = 100;
/** Largest page the engine gives; used to collect keys. */
const BULK_ROWS = 500;
/** Keeps a long scroll from holding every row of a large store. */
const MAX_PAGES = 60;

export type LoadWindow = (
  params: MethodParams<'traces.window'>,
  signal: AbortSignal,
) => Promise<TraceWindow>;

export interface TraceListQuery {
  readonly text: string;
  readonly sort: TraceSort;
  /** Id of the project; null for all. */
  readonly project: number | null;
}

export interface TraceListState {
  /** `loading` only until the first rows are there; later loads keep the rows shown. */
  readonly status: 'loading' | 'ready' | 'error';
  /** Of the last load; null once one has succeeded. */
  readonly error: Error | null;
  /** Whether rows of another query are still shown. */
  readonly isStale: boolean;
  readonly query: TraceListQuery;
  readonly total: number;
  readonly totalStored: number;
  /** Matching traces that arrived after the snapshot. */
  readonly newer: number;
  readonly longestNs: number;
  /** Traces with a greater key have come in lately; infinite where none has. */
  readonly seenKey: number;
  readonly snapshot: number;
  /** Grows with every change, so that equal states are the same state. */
  readonly version: number;
}

interface Page {
  readonly rows: readonly TraceRow[];
  /** Refresh it was loaded in; an older one is loaded again when it is looked at. */
  readonly epoch: number;
}

export class TraceWindowCache {
  readonly #load: LoadWindow;
  readonly #listeners = new Set<() => void>();
  #pages = new Map<number, Page>();
  #state: TraceListState;
  #snapshot: number | null = null;
  #following = true;
  #epoch = 1;
  #first = 0;
  #last = 0;
  /** Loads under way, by page; all of one generation. */
  #loads = new Map<number, AbortController>();
  /** The read of the newest snapshot, where one is under way. */
  #advance: AbortController | null = null;
  #generation = 0;
  #refreshing = false;
  #refreshAgain = false;

  constructor(load: LoadWindow, query: TraceListQuery) {
    this.#load = load;
    this.#state = {
      status: 'loading',
      error: null,
      isStale: false,
      query,
      total: 0,
      totalStored: 0,
      newer: 0,
      longestNs: 0,
      seenKey: Infinity,
      snapshot: 0,
      version: 0,
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getState = (): TraceListState => this.#state;

  /** The row at a position of the list; null while it is not loaded. */
  rowAt(index: number): TraceRow | null {
    return this.#pages.get(Math.floor(index / PAGE_ROWS))?.rows[index % PAGE_ROWS] ?? null;
  }

  /** Position of a trace among the loaded rows; -1 where it is not. */
  indexOf(key: number): number {
    for (const [page, { rows }] of this.#pages) {
      const at = rows.findIndex((row) => row.key === key);
      if (at >= 0) return page * PAGE_ROWS + at;
    }
    return -1;
  }

  /** Tells which rows are looked at (inclusive); loads what is missing or outdated of them. */
  setRange(first: number, last: number): void {
    this.#first = first;
    this.#last = last;
    void this.#loadRange();
  }

  /** Filters or sorts anew, from the newest snapshot. The rows shown stay until then. */
  setQuery(query: TraceListQuery): void {
    const { query: current } = this.#state;
    if (
      query.text === current.text &&
      query.project === current.project &&
      query.sort.key === current.sort.key &&
      query.sort.descending === current.sort.descending
    ) {
      return;
    }
    this.#update({ query, isStale: this.#state.status === 'ready', newer: 0 });
    this.#first = 0;
    this.#last = 0;
    void this.advance();
  }

  /** Whether refreshes take the newest snapshot (true) or stay within this one. */
  setFollowing(following: boolean): void {
    if (this.#following === following) return;
    this.#following = following;
    if (following && this.#state.newer > 0) void this.advance();
  }

  /**
   * Reads what is looked at again, since something changed. Calls during a refresh are
   * folded into one more refresh after it.
   */
  async refresh(): Promise<void> {
    if (this.#refreshing) {
      this.#refreshAgain = true;
      return;
    }
    this.#refreshing = true;
    try {
      do {
        this.#refreshAgain = false;
        if (this.#following || this.#snapshot === null) await this.advance();
        else await this.#reloadRange();
      } while (this.#refreshAgain);
    } finally {
      this.#refreshing = false;
    }
  }

  /** Takes the newest snapshot: the traces that arrived since then come in. */
  async advance(): Promise<void> {
    const generation = this.#nextGeneration();
    const abort = new AbortController();
    this.#advance = abort;
    try {
      const window = await this.#load(this.#params(0, PAGE_ROWS, null), abort.signal);
      if (generation !== this.#generation) return;
      this.#advance = null;
      const isOther = this.#state.isStale || this.#state.status !== 'ready';
      const { seenKey } = this.#state;
      const before = this.#snapshot ?? Infinity;
      this.#snapshot = window.snapshot;
      this.#epoch += 1;
      if (isOther) this.#pages.clear();
      this.#take(0, window, {
        snapshot: window.snapshot,
        seenKey: isOther
          ? Infinity
          : window.snapshot > before
            ? Math.min(seenKey, before)
            : seenKey,
      });
      void this.#loadRange();
    } catch (error) {
      if (generation === this.#generation) this.#fail(error);
    }
  }

  /** Traces up to this key are no longer new to the reader. */
  markSeen(key: number): void {
    const seenKey = key < this.#state.snapshot ? key : Infinity;
    if (seenKey !== this.#state.seenKey) this.#update({ seenKey });
  }

  /** Keys of the rows from one position to another (inclusive), loading what is not there. */
  async keysBetween(first: number, last: number, signal: AbortSignal): Promise<number[]> {
    const keys: number[] = [];
    let at = Math.max(0, first);
    const end = Math.min(last, this.#state.total - 1);
    while (at <= end) {
      // Rows of an earlier snapshot may stand elsewhere by now.
      const isCurrent = this.#pages.get(Math.floor(at / PAGE_ROWS))?.epoch === this.#epoch;
      const row = isCurrent ? this.rowAt(at) : null;
      if (row !== null) {
        keys.push(row.key);
        at += 1;
        continue;
      }
      const limit = Math.min(BULK_ROWS, end - at + 1);
      const window = await this.#load(this.#params(at, limit, this.#snapshot), signal);
      for (const { key } of window.rows) keys.push(key);
      if (window.rows.length === 0) break;
      at += window.rows.length;
    }
    return keys;
  }

  #nextGeneration(): number {
    this.#advance?.abort();
    this.#advance = null;
    for (const abort of this.#loads.values()) abort.abort();
    this.#loads.clear();
    this.#generation += 1;
    return this.#generation;
  }

  async #reloadRange(): Promise<void> {
    this.#epoch += 1;
    await this.#loadRange();
  }

  async #loadRange(): Promise<void> {
    if (this.#snapshot === null) return;
    const lastPage = Math.floor(Math.max(0, this.#state.total - 1) / PAGE_ROWS);
    const from = Math.min(Math.floor(this.#first / PAGE_ROWS), lastPage);
    const to = Math.min(Math.floor(this.#last / PAGE_ROWS), lastPage);
    for (const [page, abort] of this.#loads) {
      // Scrolled past before it was read: what is looked at comes first.
      if (page >= from && page <= to) continue;
      abort.abort();
      this.#loads.delete(page);
    }
    const loads: Promise<void>[] = [];
    for (let page = from; page <= to; page += 1) {
      if (this.#pages.get(page)?.epoch === this.#epoch) continue;
      const underWay = this.#loads.get(page);
      if (underWay !== undefined) continue;
      loads.push(this.#loadPage(page));
    }
    await Promise.all(loads);
  }

  async #loadPage(page: number): Promise<void> {
    const generation = this.#generation;
    const epoch = this.#epoch;
    const abort = new AbortController();
    this.#loads.set(page, abort);
    try {
      const params = this.#params(page * PAGE_ROWS, PAGE_ROWS, this.#snapshot);
      const window = await this.#load(params, abort.signal);
      if (generation !== this.#generation || abort.signal.aborted) return;
      this.#loads.delete(page);
      this.#take(page, window, {}, epoch);
      // Something changed while it was read.
      if (epoch !== this.#epoch) void this.#loadRange();
    } catch (error) {
      if (generation !== this.#generation || abort.signal.aborted) return;
      this.#loads.delete(page);
      this.#fail(error);
    }
  }

  #take(
    page: number,
    window: TraceWindow,
    changes: Partial<TraceListState>,
    epoch = this.#epoch,
  ): void {
    this.#pages.delete(page);
    this.#pages.set(page, { rows: window.rows, epoch });
    this.#forgetFarPages(page);
    this.#update({
      status: 'ready',
      error: null,
      isStale: false,
      total: window.total,
      totalStored: window.totalStored,
      newer: window.newer,
      longestNs: window.longestNs,
      ...changes,
    });
  }

  /** Pages stand in the order they were taken, so the first is the longest unused. */
  #forgetFarPages(kept: number): void {
    for (const page of this.#pages.keys()) {
      if (this.#pages.size <= MAX_PAGES) return;
      const start = page * PAGE_ROWS;
      const isSeen = start <= this.#last && start + PAGE_ROWS > this.#first;
      if (page !== kept && !isSeen) this.#pages.delete(page);
    }
  }

  #fail(error: unknown): void {
    const cause = error instanceof Error ? error : new Error(String(error));
    const status = this.#state.status === 'ready' && !this.#state.isStale ? 'ready' : 'error';
    this.#update({ status, error: cause });
  }

  #update(changes: Partial<TraceListState>): void {
    this.#state = { ...this.#state, ...changes, version: this.#state.version + 1 };
    for (const listener of this.#listeners) listener();
  }

  #params(offset: number, limit: number, snapshot: number | null): MethodParams<'traces.window'> {
    const { text, sort, project } = this.#state.query;
    return { text, sort: { ...sort }, offset, limit, snapshot, experiment: project };
  }
}
