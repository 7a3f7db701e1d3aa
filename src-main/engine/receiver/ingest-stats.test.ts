import { describe, expect, it } from 'vitest';

import { IngestStatsCounter } from './ingest-stats';
import type { RequestReport } from './receiver-types';

const report: RequestReport = {
  atMs: 0,
  transport: 'grpc',
  signal: 'traces',
  userAgent: 'agent',
  outcome: 'accepted',
  spans: 0,
  logRecords: 0,
  metricDataPoints: 0,
  message: '',
};

describe('IngestStatsCounter', () => {
  it('begins with nothing', () => {
    expect(new IngestStatsCounter(() => 0).snapshot()).toEqual({
      spansPerSecond: 0,
      requests: 0,
      spans: 0,
      logRecords: 0,
      metricDataPoints: 0,
      rejectedRequests: 0,
      activeClients: 0,
      lastRequest: null,
    });
  });

  it('adds up and keeps the last request', () => {
    const stats = new IngestStatsCounter(() => 2_000);
    stats.record({ ...report, atMs: 1_000, spans: 3 });
    stats.record({
      ...report,
      atMs: 1_500,
      logRecords: 2,
      metricDataPoints: 4,
      outcome: 'partial',
    });
    stats.record({ ...report, atMs: 2_000, outcome: 'rejected', message: 'No.' });
    expect(stats.snapshot()).toMatchObject({
      requests: 3,
      spans: 3,
      logRecords: 2,
      metricDataPoints: 4,
      rejectedRequests: 1,
      lastRequest: {
        atMs: 2_000,
        outcome: 'rejected',
        message: 'No.',
        userAgent: 'agent',
        spans: 0,
      },
    });
  });

  it('averages spans over the last five seconds and forgets older ones', () => {
    let nowMs = 10_000;
    const stats = new IngestStatsCounter(() => nowMs);
    stats.record({ ...report, atMs: 10_000, spans: 100 });
    stats.record({ ...report, atMs: 10_900, spans: 50 });
    stats.record({ ...report, atMs: 12_000, spans: 350 });
    nowMs = 12_100;
    expect(stats.snapshot().spansPerSecond).toBe(100);
    nowMs = 15_100;
    expect(stats.snapshot().spansPerSecond).toBe(70);
    nowMs = 20_000;
    expect(stats.snapshot().spansPerSecond).toBe(0);
    expect(stats.snapshot().spans).toBe(500);
  });

  it('counts the senders of the last minute, each once', () => {
    let nowMs = 0;
    const stats = new IngestStatsCounter(() => nowMs);
    stats.record({ ...report, atMs: 0, userAgent: 'a' });
    stats.record({ ...report, atMs: 30_000, userAgent: 'b' });
    stats.record({ ...report, atMs: 40_000, userAgent: 'a' });
    nowMs = 40_000;
    expect(stats.snapshot().activeClients).toBe(2);
    nowMs = 95_000;
    expect(stats.snapshot().activeClients).toBe(1);
    nowMs = 200_000;
    expect(stats.snapshot().activeClients).toBe(0);
  });

  it('does not grow with the number or length of sender names', () => {
    const stats = new IngestStatsCounter(() => 0);
    for (let i = 0; i < 5_000; i += 1) {
      stats.record({ ...report, userAgent: `${i}${'x'.repeat(1_000)}` });
    }
    const { activeClients, lastRequest } = stats.snapshot();
    expect(activeClients).toBe(1_000);
    expect(lastRequest?.userAgent).toHaveLength(200);
  });
});
