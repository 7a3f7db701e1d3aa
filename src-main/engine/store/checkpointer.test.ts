import { statSync } from 'node:fs';

import { expect, it } from 'vitest';

import { Checkpointer, CHECKPOINT_PAGES } from './checkpointer';
import { openReadable } from './connection';
import { TempStore } from './test-support/temp-store';

/** Commits about 4 MiB of spans. */
function writeSome(store: TempStore, round: number): void {
  const note = 'x'.repeat(16_000);
  store.write(...Array.from({ length: 256 }, (_, at) => ({ trace: round, span: at + 1, note })));
}

it('moves pages to the database before the WAL grows much beyond its limit', () => {
  const store = new TempStore();
  const checkpointer = new Checkpointer(store.db);
  let most = 0;
  for (let round = 1; round <= 30; round++) {
    writeSome(store, round);
    most = Math.max(most, checkpointer.waitingPages());
    checkpointer.afterCommit();
    expect(checkpointer.waitingPages()).toBeLessThan(CHECKPOINT_PAGES);
  }
  expect(most).toBeGreaterThan(CHECKPOINT_PAGES);
  expect(most).toBeLessThan(2 * CHECKPOINT_PAGES);
  checkpointer.whenIdle();
  expect(statSync(`${store.db.name}-wal`).size).toBe(0);
});

it('leaves pages that a reader needs where they are until the reader is done', () => {
  const store = new TempStore();
  const checkpointer = new Checkpointer(store.db);
  writeSome(store, 1);
  const reader = openReadable(store.db.name, null);
  reader.exec('BEGIN');
  expect(reader.prepare('SELECT count(*) FROM span').pluck().get()).toBe(256);
  for (let round = 2; round <= 20; round++) {
    writeSome(store, round);
    checkpointer.afterCommit();
  }
  expect(checkpointer.waitingPages()).toBeGreaterThan(CHECKPOINT_PAGES);
  checkpointer.whenIdle();
  expect(reader.prepare('SELECT count(*) FROM span').pluck().get()).toBe(256);
  reader.exec('COMMIT');
  reader.close();
  checkpointer.whenIdle();
  expect(checkpointer.waitingPages()).toBe(0);
  expect(store.count('span')).toBe(20 * 256);
});
