/** The prices that costs are computed with: the user's own rows, then the bundled table. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import type { Settings } from '@contract/settings';
import type { PriceEntry, PriceTable } from '@domain/pricing';

export interface PriceList {
  readonly entries: readonly PriceEntry[];
  /** Tells lists apart; stored with what was computed with them. */
  readonly stamp: number;
}

export const noPrices: PriceList = { entries: [], stamp: 0 };

/** @param own rows of the settings, which go first */
export function priceList(own: Settings['prices'], bundled: PriceTable): PriceList {
  const entries = [...own.map(entryOf), ...bundled.entries];
  const hash = createHash('sha256').update(JSON.stringify(entries)).digest();
  return { entries, stamp: hash.readUInt32BE(0) };
}

/** Settings may hold a key without a value. */
function entryOf({ isLocal, ...entry }: Settings['prices'][number]): PriceEntry {
  return isLocal === true ? { ...entry, isLocal } : entry;
}

/**
 * Reads the bundled table.
 * @throws Error of `node:fs`, SyntaxError, TypeError where the file is no price table
 */
export function readPriceTable(path: string): PriceTable {
  const table: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isTable(table)) throw new TypeError(`${path} is no price table`);
  return table;
}

function isTable(value: unknown): value is PriceTable {
  if (typeof value !== 'object' || value === null) return false;
  const { date, entries } = value as Partial<PriceTable>;
  return typeof date === 'string' && Array.isArray(entries);
}
