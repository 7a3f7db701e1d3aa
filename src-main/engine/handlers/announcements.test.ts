import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { ImportJob } from '@contract/import';
import type { IngestStats } from '@contract/receiver-status';
import type { RequestReport } from '../receiver';
import type { Emit } from '../rpc-server';
import type { StoreChange } from '../store';
import { ImportAnnouncer } from './import';
import { announceReceiver } from './receiver';
import { announceTraces } from './traces';

let emitted: { readonly name: string; readonly payload: unknown; readonly atMs: number }[];
let startMs: number;
const emit: Emit = (name, payload) => {
  emitted.push({ name, payload, atMs: Date.now() - startMs });
};
beforeEach(() => {
  vi.useFakeTimers();
  emitted = [];
  startMs = Date.now();
});
afterEach(() => vi.useRealTimers());

function payloads(): unknown[] {
  return emitted.map(({ payload }) => payload);
}

describe('announceTraces', () => {
  /** A store that does nothing but change. */
  function announce(): { change: (change: StoreChange) => void; stop: () => void } {
    let listener: (change: StoreChange) => void = () => undefined;
    const stop = announceTraces(
      {
        onChange: (added) => {
          listener = added;
          return () => (listener = () => undefined);
        },
      },
      emit,
    );
    return { change: (change) => listener(change), stop };
  }
  const traces = (keys: readonly number[] | null, totalStored: number): StoreChange => ({
    type: 'traces',
    keys,
    totalStored,
  });

  it('gathers changes for a tenth of a second', () => {
    const { change } = announce();
    for (let i = 0; i < 50; i += 1) {
      change(traces([i % 3, 7], i));
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(1000);
    expect(emitted).toHaveLength(6);
    expect(emitted.map(({ atMs }) => atMs)).toEqual([0, 100, 200, 300, 400, 500]);
    expect(payloads()[0]).toEqual({ keys: [0, 7], totalStored: 0 });
    expect(payloads()[1]).toEqual({ keys: [1, 7, 2, 0], totalStored: 9 });
    expect(payloads().at(-1)).toMatchObject({ totalStored: 49 });
  });

  it('lists up to 300 keys, and says "many" beyond', () => {
    const { change } = announce();
    const keys = Array.from({ length: 301 }, (_, i) => i + 1);
    change(traces([9], 1));
    change(traces(keys.slice(0, 300), 300));
    vi.advanceTimersByTime(100);
    change(traces(keys, 301));
    vi.advanceTimersByTime(100);
    change(traces(null, 302));
    change(traces([1], 303));
    vi.advanceTimersByTime(100);
    expect(payloads().slice(1)).toEqual([
      { keys: keys.slice(0, 300), totalStored: 300 },
      { keys: null, totalStored: 301 },
      { keys: null, totalStored: 303 },
    ]);
    change(traces([5], 304));
    vi.advanceTimersByTime(100);
    expect(payloads().at(-1)).toEqual({ keys: [5], totalStored: 304 });
  });

  it('is silent about other changes, and after it was stopped', () => {
    const { change, stop } = announce();
    change({ type: 'file', state: 'open' });
    change(traces([1], 1));
    change(traces([2], 2));
    stop();
    change(traces([3], 3));
    vi.advanceTimersByTime(1000);
    expect(payloads()).toEqual([{ keys: [1], totalStored: 1 }]);
  });
});

describe('announceReceiver', () => {
  it('tells statistics twice a second while they change', () => {
    let stats: Partial<IngestStats> = { spansPerSecond: 0, activeClients: 0 };
    let onRequest: (report: RequestReport) => void = () => undefined;
    const stop = announceReceiver(
      {
        onStatus: () => () => undefined,
        onRequest: (listener) => {
          onRequest = listener;
          return () => undefined;
        },
        stats: () => stats as IngestStats,
      },
      emit,
    );
    vi.advanceTimersByTime(5000);
    expect(emitted).toEqual([]);

    stats = { spansPerSecond: 8, activeClients: 1 };
    onRequest({} as RequestReport);
    stats = { spansPerSecond: 9, activeClients: 1 };
    for (let i = 0; i < 4; i += 1) onRequest({} as RequestReport);
    vi.advanceTimersByTime(2000);
    expect(payloads()).toEqual([
      { spansPerSecond: 8, activeClients: 1 },
      { spansPerSecond: 9, activeClients: 1 },
    ]);
    // The rate falls though nothing comes.
    stats = { spansPerSecond: 0, activeClients: 1 };
    vi.advanceTimersByTime(500);
    stats = { spansPerSecond: 0, activeClients: 0 };
    vi.advanceTimersByTime(500);
    expect(payloads().slice(2)).toEqual([
      { spansPerSecond: 0, activeClients: 1 },
      { spansPerSecond: 0, activeClients: 0 },
    ]);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(500);
    expect(vi.getTimerCount()).toBe(0);
    stop();
  });
});

describe('ImportAnnouncer', () => {
  it('tells the newest state of each job, and the last one in any case', () => {
    const announcer = new ImportAnnouncer(emit);
    const job = (id: number, bytesRead: number): ImportJob => ({ id, bytesRead }) as ImportJob;
    announcer.changed(job(1, 0));
    for (let bytes = 1; bytes <= 9; bytes += 1) announcer.changed(job(1, bytes));
    announcer.changed(job(2, 5));
    vi.advanceTimersByTime(1000);
    expect(payloads()).toEqual([job(1, 0), job(1, 9), job(2, 5)]);
    announcer.changed(job(1, 10));
    announcer.changed(job(1, 11));
    announcer.stop();
    vi.advanceTimersByTime(1000);
    expect(payloads().slice(3)).toEqual([job(1, 10)]);
  });
});
