/**
 * What a query is. Queries run in reader threads, synchronously, within one read
 * transaction each, so that all they read is of one moment. A query is made once for each
 * connection (statements are prepared then, caches may be kept) and called many times.
 */
import type {
  MethodName,
  MethodParams,
  MethodResult,
  StreamChunks,
  StreamName,
} from '@contract/methods';
import { noPrices, type PriceList } from '../facets/price-list';
import type { ReadableDb } from '../store/connection';
import { foldCase } from './fold-case';
import { defineFilterFunctions } from './filter-sql/functions';

export type ChunkOf<Name extends MethodName> = Name extends StreamName ? StreamChunks[Name] : never;

/** @throws ContractError for the caller, QueryCancelled, SqliteError */
export type Query<Name extends MethodName> = (
  params: MethodParams<Name>,
  emit: (chunk: ChunkOf<Name>) => void,
) => MethodResult<Name>;

export interface QueryHost {
  readonly db: ReadableDb;
  /** To be called within long loops. @throws QueryCancelled */
  readonly checkpoint: () => void;
  /** Changes with every commit of the writer. */
  readonly dataVersion: () => number;
  /** What costs are computed with. */
  prices: PriceList;
}

export class QueryCancelled extends Error {
  override readonly name = 'QueryCancelled';
}

/**
 * Condition for long scans of a table: every 4096th row asks whether the query was cancelled,
 * since SQLite itself cannot be interrupted. `key` is the integer primary key.
 */
export function unlessCancelled(key: string): string {
  return `(${key} & 4095 OR not_cancelled())`;
}

/** Prepares a connection for queries. `isCancelled` is asked at checkpoints. */
export function createQueryHost(
  db: ReadableDb,
  isCancelled: () => boolean,
  prices: PriceList = noPrices,
): QueryHost {
  const checkpoint = (): void => {
    if (isCancelled()) throw new QueryCancelled('The query was cancelled.');
  };
  db.function('not_cancelled', () => {
    checkpoint();
    return 1;
  });
  db.function('contains_folded', { deterministic: true }, (text: unknown, folded: unknown) =>
    typeof text === 'string' && foldCase(text).includes(String(folded)) ? 1 : 0,
  );
  defineFilterFunctions(db, checkpoint);
  const dataVersion = db.prepare<[], number>('PRAGMA data_version').pluck();
  return { db, checkpoint, dataVersion: () => dataVersion.get() ?? 0, prices };
}
