/**
 * Runs that part from their baseline while they are live, each told once. What is old is not told:
 * an imported run, one of before the start, one that is read anew.
 */
import type { ComparedVerdict } from '@contract/baseline';
import type { StoreKey, TraceRow } from '@contract/traces';
import type { TraceId } from '@domain/units';

import { RestedReader } from '../../../lib/rested-reader';
import type { StandingReader } from './standing-reader';

export interface DivergedRun {
  readonly run: TraceRow;
  readonly baseline: TraceId;
  readonly headline: NonNullable<ComparedVerdict['headline']>;
}

export interface DivergenceWatchOptions {
  readonly standings: StandingReader;
  /** Rows by key; the newest ones for null. */
  readonly loadRows: (
    keys: readonly StoreKey[] | null,
    signal: AbortSignal,
  ) => Promise<readonly TraceRow[]>;
  readonly onDiverged: (runs: readonly DivergedRun[]) => void;
  readonly nowMs?: () => number;
}

/** Rows that are read at once, and runs that are watched. */
const MAX_ROWS = 100;
/** A run that ended longer than this before its spans came is an old one. */
const LIVE_MS = 60_000;
/** Nothing more is expected of a run that has been silent for so long. */
const SILENT_MS = 600_000;
/** Of how many runs it is kept that they were told. */
const MAX_TOLD = 2000;
const NS_PER_MS = 1_000_000n;

export class DivergenceWatch {
  readonly #options: DivergenceWatchOptions;
  readonly #nowMs: () => number;
  readonly #startMs: number;
  readonly #reader = new RestedReader((signal) => this.#readRows(signal));
  readonly #watched = new Map<TraceId, TraceRow>();
  readonly #told = new Set<TraceId>();
  readonly #stop: () => void;
  /** Null for any. */
  #changed: Set<StoreKey> | null = new Set();

  constructor(options: DivergenceWatchOptions) {
    this.#options = options;
    this.#nowMs = options.nowMs ?? Date.now;
    this.#startMs = this.#nowMs();
    this.#stop = options.standings.subscribe(() => this.#look());
  }

  /** Traces changed, by their keys; null for any. */
  changed(keys: readonly StoreKey[] | null): void {
    if (!this.#options.standings.hasBaselines()) return;
    if (keys === null) this.#changed = null;
    for (const key of keys ?? []) this.#changed?.add(key);
    this.#reader.readSoon();
  }

  dispose(): void {
    this.#stop();
    this.#reader.dispose();
    this.#options.standings.want('notices', []);
  }

  async #readRows(signal: AbortSignal): Promise<void> {
    const keys = this.#changed === null ? null : [...this.#changed].slice(0, MAX_ROWS);
    if (keys === null) this.#changed = new Set();
    for (const key of keys ?? []) this.#changed?.delete(key);
    try {
      const rows = await this.#options.loadRows(keys, signal);
      if (signal.aborted) return;
      for (const row of rows) if (this.#isNews(row)) this.#watch(row);
    } catch {
      if (signal.aborted) return;
      if (keys === null) this.#changed = null;
      for (const key of keys ?? []) this.#changed?.add(key);
      this.#reader.retry();
      return;
    }
    this.#forgetSilent();
    this.#options.standings.want('notices', [...this.#watched.values()]);
    this.#look();
    if ((this.#changed?.size ?? 1) > 0) this.#reader.readSoon();
  }

  #isNews(row: TraceRow): boolean {
    const { traceId, lastReceivedMs, startNs, durationNs } = row;
    if (this.#told.has(traceId) || lastReceivedMs < this.#startMs) return false;
    const endMs = Number(startNs / NS_PER_MS) + durationNs / 1e6;
    return endMs > lastReceivedMs - LIVE_MS && this.#options.standings.isCompared(row);
  }

  #watch(row: TraceRow): void {
    this.#watched.delete(row.traceId);
    this.#watched.set(row.traceId, row);
    const [oldest] = this.#watched.keys();
    if (this.#watched.size > MAX_ROWS && oldest !== undefined) this.#watched.delete(oldest);
  }

  #forgetSilent(): void {
    const beforeMs = this.#nowMs() - SILENT_MS;
    for (const [traceId, { lastReceivedMs }] of this.#watched) {
      if (lastReceivedMs < beforeMs) this.#watched.delete(traceId);
    }
  }

  #look(): void {
    const { standings } = this.#options;
    const diverged: DivergedRun[] = [];
    for (const [traceId, run] of this.#watched) {
      const standing = standings.standingOf(run);
      if (standing?.kind !== 'compared') continue;
      const { headline } = standing.verdict;
      // Of a run whose late spans have just come it was said before them that it is over.
      const isSettled = !standing.goesOn && standings.isUpToDate(run, standing.baseline);
      const isOver = isSettled && run.status !== 'running';
      // What is missing may be late where spans come from several processes.
      const isTold = headline !== null && (isOver || headline.side === 'b');
      if (headline !== null && isTold) {
        diverged.push({ run, baseline: standing.baseline, headline });
        this.#told.add(traceId);
      }
      if (isTold || isOver) this.#watched.delete(traceId);
    }
    if (diverged.length === 0) return;
    for (const traceId of this.#told) {
      if (this.#told.size <= MAX_TOLD) break;
      this.#told.delete(traceId);
    }
    this.#options.onDiverged(diverged);
  }
}
