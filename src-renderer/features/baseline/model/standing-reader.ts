/**
 * Where runs stand against their baselines, read for the rows that somebody looks at and again as
 * they change. One for the window: list and notices share what was read.
 */
import type { RunVerdict, RunVerdicts } from '@contract/baseline';
import type { Baseline, ChosenPairs } from '@contract/default-settings';
import type { MethodParams } from '@contract/methods';
import type { StoreKey, TraceRow } from '@contract/traces';
import type { TraceId } from '@domain/units';

import { RestedReader } from '../../../lib/rested-reader';
import { isBaseline, possibleBaselines, rootOf } from '../../../stores/baselines';
import { pairsOf } from '../../../stores/chosen-pairs';
import { goesOn, SETTLE_MS, standingBy, type Standing } from './standing';

/** Most runs in one call. */
const MAX_RUNS = 100;
/** What was read is kept of so many runs. */
const MAX_KEPT = 5000;

export type LoadVerdicts = (
  params: MethodParams<'diff.verdicts'>,
  signal: AbortSignal,
) => Promise<RunVerdicts>;

/** What was read of a run and one baseline. */
interface Answer {
  readonly key: StoreKey;
  readonly goesOn: boolean;
  /** Null where it does not belong to the baseline's root. */
  readonly standing: Standing | null;
  isOutdated: boolean;
}

type Keys = ReadonlySet<StoreKey> | null;

interface BaselineState {
  readonly key: StoreKey | null;
  readonly state: RunVerdicts['baseline'];
}

/** What is asked for at once: runs of one baseline. */
interface Question {
  readonly baseline: TraceId;
  readonly runs: readonly TraceRow[];
}

export class StandingReader {
  readonly #load: LoadVerdicts;
  readonly #nowMs: () => number;
  readonly #reader = new RestedReader((signal) => this.#read(signal));
  readonly #listeners = new Set<() => void>();
  /** Runs that are looked at, by who does. */
  readonly #wanted = new Map<string, readonly TraceRow[]>();
  /** By baseline and run. */
  readonly #answers = new Map<string, Answer>();
  readonly #states = new Map<string, BaselineState>();
  /** Standings without an answer, so that equal ones are one. */
  readonly #unread = new Map<string, Standing>();
  #baselines: readonly Baseline[] = [];
  #pairs: readonly ChosenPairs[] = [];
  /** What changed since the read under way began; null while there is none. */
  #changedMeanwhile: Keys[] | null = null;
  #settleTimer: ReturnType<typeof setTimeout> | undefined;
  #version = 0;

  constructor(load: LoadVerdicts, nowMs: () => number = Date.now) {
    this.#load = load;
    this.#nowMs = nowMs;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Grows with every change. */
  readonly version = (): number => this.#version;

  configure(baselines: readonly Baseline[], pairs: readonly ChosenPairs[]): void {
    if (baselines === this.#baselines && pairs === this.#pairs) return;
    if (pairs !== this.#pairs) this.changed(null);
    this.#baselines = baselines;
    this.#pairs = pairs;
    this.#unread.clear();
    this.#tell();
    this.#readWhatIsMissing();
  }

  /** Whether a run is compared, as far as can be told. */
  isCompared(run: TraceRow): boolean {
    if (isBaseline(this.#baselines, run.traceId)) return false;
    return possibleBaselines(this.#baselines, run).length > 0;
  }

  hasBaselines(): boolean {
    return this.#baselines.length > 0;
  }

  /** Says which runs somebody looks at, in place of those before. */
  want(who: string, runs: readonly TraceRow[]): void {
    this.#wanted.set(who, runs);
    this.#readWhatIsMissing();
  }

  /** Traces changed, by their keys; null for any. */
  changed(keys: readonly StoreKey[] | null): void {
    const changed: Keys = keys === null ? null : new Set(keys);
    this.#changedMeanwhile?.push(changed);
    const outdated = new Set<string>();
    for (const [baseline, state] of this.#states) {
      if (isMeant(changed, state)) outdated.add(baseline);
    }
    for (const [id, answer] of this.#answers) {
      const [baseline = ''] = id.split(' ');
      if (isIn(changed, answer.key) || outdated.has(baseline)) answer.isOutdated = true;
    }
    for (const baseline of outdated) this.#states.delete(baseline);
    this.#readWhatIsMissing();
  }

  /** Where a run stands; null where it has no baseline. */
  standingOf(run: TraceRow): Standing | null {
    if (isBaseline(this.#baselines, run.traceId)) return theBaseline;
    let unread: Standing | null = null;
    for (const { traceId } of possibleBaselines(this.#baselines, run)) {
      const baseline = traceId as TraceId;
      const state = this.#states.get(baseline)?.state ?? 'ready';
      if (state !== 'ready') {
        // A run whose root is not known may be of another one, whose baseline is there.
        unread ??= this.#unreadStanding('noBaseline', baseline, state);
        continue;
      }
      const answer = this.#answers.get(`${baseline} ${run.traceId}`);
      if (answer?.standing !== undefined && answer.standing !== null) return answer.standing;
      // Before its root arrives it is not said to be a run of the baseline's.
      if (answer === undefined && rootOf(run) !== null) {
        unread ??= this.#unreadStanding('asked', baseline, state);
      }
    }
    return unread;
  }

  /** Whether a run was compared with a baseline as both now are: else it will be once more. */
  isUpToDate(run: TraceRow, baseline: TraceId): boolean {
    const answer = this.#answers.get(`${baseline} ${run.traceId}`);
    return answer?.isOutdated === false && answer.goesOn === goesOn(run, this.#nowMs());
  }

  /** What to compare a run with where somebody asks for it, be it read or not; null for nothing. */
  likelyBaseline(run: TraceRow): TraceId | null {
    const likely = possibleBaselines(this.#baselines, run).find(
      ({ traceId }) => this.#answers.get(`${traceId} ${run.traceId}`)?.standing !== null,
    );
    return (likely?.traceId as TraceId | undefined) ?? null;
  }

  dispose(): void {
    clearTimeout(this.#settleTimer);
    this.#reader.dispose();
  }

  #unreadStanding(
    kind: 'asked' | 'noBaseline',
    baseline: TraceId,
    baselineState: RunVerdicts['baseline'],
  ): Standing {
    const id = `${kind} ${baseline} ${baselineState}`;
    const known = this.#unread.get(id) ?? { kind, baseline, baselineState };
    this.#unread.set(id, known);
    return known;
  }

  #readWhatIsMissing(): void {
    if (this.#questions().length > 0) this.#reader.readSoon();
  }

  /** What is not known, or no longer true, of the runs that are looked at. */
  #questions(): readonly Question[] {
    if (this.#baselines.length === 0) return [];
    const runsOf = new Map<TraceId, Map<TraceId, TraceRow>>();
    for (const run of [...this.#wanted.values()].flat()) {
      if (isBaseline(this.#baselines, run.traceId)) continue;
      for (const { traceId } of possibleBaselines(this.#baselines, run)) {
        const baseline = traceId as TraceId;
        const isKnown = (this.#states.get(baseline)?.state ?? 'ready') !== 'ready';
        if (isKnown || this.isUpToDate(run, baseline)) continue;
        const runs = runsOf.get(baseline) ?? new Map<TraceId, TraceRow>();
        runsOf.set(baseline, runs.set(run.traceId, run));
      }
    }
    return [...runsOf].map(([baseline, runs]) => ({
      baseline,
      runs: [...runs.values()].slice(0, MAX_RUNS),
    }));
  }

  async #read(signal: AbortSignal): Promise<void> {
    for (const { baseline, runs } of this.#questions()) {
      const nowMs = this.#nowMs();
      const asked = runs.map((run) => {
        const { pinned, broken } = pairsOf(this.#pairs, baseline, run.traceId);
        return { traceId: run.traceId, goesOn: goesOn(run, nowMs), pinned, broken };
      });
      this.#changedMeanwhile = [];
      let result: RunVerdicts;
      try {
        result = await this.#load({ baseline, runs: asked }, signal);
      } catch {
        this.#changedMeanwhile = null;
        if (signal.aborted) return;
        // What was read before stays.
        this.#reader.retry();
        continue;
      }
      if (signal.aborted) return;
      const state = { key: result.baselineKey, state: result.baseline };
      const meanwhile = this.#changedMeanwhile;
      this.#changedMeanwhile = null;
      const isStateOutdated = meanwhile.some((keys) => isMeant(keys, state));
      if (isStateOutdated) this.#states.delete(baseline);
      else this.#states.set(baseline, state);
      result.verdicts.forEach((verdict, at) => {
        const run = runs[at];
        if (run === undefined) return;
        // What changed while it was read is read once more.
        const isOutdated = isStateOutdated || meanwhile.some((keys) => isIn(keys, run.key));
        this.#take(baseline, run, asked[at]?.goesOn ?? false, verdict, isOutdated);
      });
      this.#tell();
    }
    this.#forgetOldest();
    this.#settleLater();
    this.#readWhatIsMissing();
  }

  #take(
    baseline: TraceId,
    run: TraceRow,
    wentOn: boolean,
    verdict: RunVerdict,
    isOutdated: boolean,
  ): void {
    const id = `${baseline} ${run.traceId}`;
    const before = this.#answers.get(id);
    this.#answers.delete(id);
    this.#answers.set(id, {
      key: run.key,
      goesOn: wentOn,
      standing: standingBy(baseline, wentOn, verdict, before?.standing ?? null),
      isOutdated,
    });
  }

  /** A run that has just ended is compared for good once nothing more is to come. */
  #settleLater(): void {
    clearTimeout(this.#settleTimer);
    const nowMs = this.#nowMs();
    const isSettling = [...this.#wanted.values()]
      .flat()
      .some((run) => run.status !== 'running' && goesOn(run, nowMs));
    if (!isSettling) return;
    this.#settleTimer = setTimeout(() => {
      this.#readWhatIsMissing();
      this.#settleLater();
    }, SETTLE_MS / 2);
  }

  /** They stand in the order in which they were read. */
  #forgetOldest(): void {
    for (const id of this.#answers.keys()) {
      if (this.#answers.size <= MAX_KEPT) return;
      this.#answers.delete(id);
    }
  }

  #tell(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}

function isIn(keys: Keys, key: StoreKey): boolean {
  return keys === null || keys.has(key);
}

/** Whether what is known of a baseline may be no longer true: one not there may be any of them. */
function isMeant(keys: Keys, { key, state }: BaselineState): boolean {
  return state !== 'ready' || key === null || isIn(keys, key);
}

const theBaseline: Standing = { kind: 'baseline' };
