import { describe, expect, it } from 'vitest';

import { importFile, importJob } from '../../lib/test-support/answers';
import {
  describeFile,
  describeRest,
  fileProgress,
  foldersOf,
  skippedCount,
  skippedLines,
  spanRate,
  summarizeJob,
} from './summary';

/** Numbers and units are kept together by non-breaking spaces; tests read plain ones. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('a job', () => {
  it('under way counts finished files and guesses the rest', () => {
    const job = importJob({
      state: 'running',
      bytesRead: 50_000_000,
      bytesTotal: 100_000_000,
      elapsedMs: 9000,
      files: [
        importFile({ state: 'done', spansAdded: 10, traces: 2 }),
        importFile({ id: 2, state: 'reading', spansAdded: 5, spansAlreadyThere: 3, traces: 1 }),
      ],
    });
    const summary = summarizeJob(job);
    expect(plain(summary.detail)).toBe('1 of 2 files done, 9 s left');
    expect(summary).toMatchObject({
      title: 'Importing',
      spansAdded: 15,
      spansAlreadyThere: 3,
      traces: 3,
    });
  });

  it('that is done says how many files failed', () => {
    const files = [importFile({}), importFile({ id: 2, state: 'failed' })];
    const { title, detail } = summarizeJob(importJob({ files }));
    expect([title, plain(detail)]).toEqual(['Import done', '2 files, 1 not imported, 600 ms']);
    const none = files.map((file) => ({ ...file, state: 'failed' as const }));
    expect(summarizeJob(importJob({ files: none })).title).toBe('Nothing imported');
    expect(summarizeJob(importJob({ files: [] })).title).toBe('Import done');
  });

  it('has a speed where there was enough to measure', () => {
    expect(spanRate(25, 270)).toBeNull();
    expect(spanRate(5000, 100)).toBeNull();
    expect(spanRate(5000, 1000)).toBe('5k');
  });
});

describe('a file', () => {
  it('that waits', () => {
    const file = importFile({ state: 'waiting', bytesTotal: 18_300_000 });
    expect(plain(describeFile(file))).toBe('18 MB, waiting');
    expect(fileProgress({ ...file, bytesRead: 0 })).toBe(0);
  });

  it('that is read', () => {
    const file = importFile({
      state: 'reading',
      bytesRead: 25_000_000,
      bytesTotal: 100_000_000,
      spansAdded: 40_000,
      elapsedMs: 2000,
    });
    expect(plain(describeFile(file))).toBe(
      '25 MB of 100 MB, OTLP JSON Lines, 20k spans/s, 6 s left',
    );
    expect(fileProgress(file)).toBe(0.25);
  });

  it('that is done says what came in and what was there already', () => {
    const file = importFile({
      spansAdded: 9120,
      traces: 212,
      spansAlreadyThere: 1,
      logRecordsAlreadyThere: 2,
      metricDataPoints: 40,
    });
    expect(plain(describeFile(file))).toBe(
      '1.0 MB, OTLP JSON Lines, 9,120 spans in 212 traces, 600 ms',
    );
    expect(describeRest(file)).toBe(
      '1 span and 2 log records already there; 40 metric points left out, not kept yet',
    );
  });

  it('that brought nothing says so', () => {
    const file = importFile({ spansAlreadyThere: 7 });
    expect(plain(describeFile(file))).toContain('nothing new');
    expect(describeRest(file)).toBe('7 spans already there');
  });

  it('of another kind says what it is', () => {
    const message = 'This is a Parquet file, not OTLP.';
    expect(describeFile(importFile({ state: 'failed', message }))).toBe(message);
  });

  it('without content is full when it is done', () => {
    expect(fileProgress(importFile({ bytesRead: 0, bytesTotal: 0 }))).toBe(1);
    expect(fileProgress(importFile({ state: 'reading', bytesRead: 0, bytesTotal: 0 }))).toBe(0);
  });

  it('lists skipped lines once and in order', () => {
    const group = { reason: '', count: 3, firstLine: 1, firstOffset: 0 };
    const file = importFile({
      skipped: [
        { ...group, lines: [12, 7, 100] },
        { ...group, lines: [7, 9] },
      ],
    });
    expect(skippedLines(file)).toEqual([7, 9, 12, 100]);
    expect(skippedCount(file)).toBe(6);
  });
});

describe('folders', () => {
  const of = (...paths: readonly string[]) => [
    ...foldersOf(paths.map((path, id) => importFile({ id, path }))).values(),
  ];

  it('are told from where the files part', () => {
    expect(of('/runs/a.json', '/runs/night/a.json', '/runs/night/1/a.json')).toEqual([
      '',
      'night',
      'night/1',
    ]);
    expect(of('C:\\runs\\x\\a.json', 'C:\\runs\\y\\a.json')).toEqual(['x', 'y']);
  });

  it('say nothing of files that lie together', () => {
    expect(of('/runs/a.json')).toEqual(['']);
    expect(of('/runs/a.json', '/runs/b.json')).toEqual(['', '']);
  });
});
