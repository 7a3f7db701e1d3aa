/**
 * Keys of resources, scopes and sources. They repeat from request to request, so each is
 * stored once: resources and scopes by a hash of their bytes, sources by their text.
 */
import { createHash } from 'node:crypto';

import type Database from 'better-sqlite3';

import type { DecodedResource, DecodedScope } from '@domain/otlp/decoded';
import type { IngestSource } from '../ingest';
import type { WritableDb } from './connection';
import { LruMap } from './lru-map';

const CACHE_ENTRIES = 4096;
export const HASH_BYTES = 16;

/** First 128 bits of SHA-256: equal bytes have an equal hash in every database. */
export function contentHash(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest().subarray(0, HASH_BYTES);
}

/** Key and content hash of a stored resource or scope. */
export interface ContentEntry {
  readonly key: number;
  readonly hash: Buffer;
}

/** Keys of entries, a set for each dictionary. */
export interface EntryKeys {
  readonly resource: Set<number>;
  readonly scope: Set<number>;
  readonly source: Set<number>;
}

export class Dictionaries {
  readonly #resources = new LruMap<string, ContentEntry>(CACHE_ENTRIES);
  readonly #scopes = new LruMap<string, ContentEntry>(CACHE_ENTRIES);
  readonly #sources = new LruMap<string, number>(CACHE_ENTRIES);
  readonly #sql: Statements;
  #struck: EntryKeys | null = null;

  constructor(db: WritableDb) {
    this.#sql = prepare(db);
  }

  /** To be called after a rollback or where entries were removed. */
  forget(): void {
    this.#resources.clear();
    this.#scopes.clear();
    this.#sources.clear();
  }

  /** Has every key that is given out from now on removed from these sets. Null ends that. */
  strikeUsed(keys: EntryKeys | null): void {
    this.#struck = keys;
  }

  resource({ bytes, serviceName }: DecodedResource): ContentEntry {
    const hash = contentHash(bytes);
    const entry = cached(this.#resources, hash.toString('latin1'), () => ({
      key:
        this.#sql.findResource.get(hash) ??
        addedKey(this.#sql.addResource.run(hash, serviceName, bytes)),
      hash,
    }));
    this.#struck?.resource.delete(entry.key);
    return entry;
  }

  scope({ bytes, name, version }: DecodedScope): ContentEntry {
    const hash = contentHash(bytes);
    const entry = cached(this.#scopes, hash.toString('latin1'), () => ({
      key:
        this.#sql.findScope.get(hash) ??
        addedKey(this.#sql.addScope.run(hash, name, version, bytes)),
      hash,
    }));
    this.#struck?.scope.delete(entry.key);
    return entry;
  }

  sourceKey({ transport, agent, headers }: IngestSource): number {
    const headersJson = JSON.stringify(headers);
    const key = cached(
      this.#sources,
      `${transport}\n${agent}\n${headersJson}`,
      () =>
        this.#sql.findSource.get(transport, agent, headersJson) ??
        addedKey(this.#sql.addSource.run(transport, agent, headersJson)),
    );
    this.#struck?.source.delete(key);
    return key;
  }
}

function cached<Value>(cache: LruMap<string, Value>, key: string, make: () => Value): Value {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const value = make();
  cache.set(key, value);
  cache.trim();
  return value;
}

function addedKey(result: Database.RunResult): number {
  return Number(result.lastInsertRowid);
}

type Statements = ReturnType<typeof prepare>;

function prepare(db: WritableDb) {
  return {
    findResource: db
      .prepare<[Uint8Array], number>('SELECT id FROM resource WHERE hash = ?')
      .pluck(),
    addResource: db.prepare<[Uint8Array, string, Uint8Array]>(
      'INSERT INTO resource (hash, service_name, bytes) VALUES (?, ?, ?)',
    ),
    findScope: db.prepare<[Uint8Array], number>('SELECT id FROM scope WHERE hash = ?').pluck(),
    addScope: db.prepare<[Uint8Array, string, string, Uint8Array]>(
      'INSERT INTO scope (hash, name, version, bytes) VALUES (?, ?, ?, ?)',
    ),
    findSource: db
      .prepare<[string, string, string], number>(
        'SELECT id FROM source WHERE transport = ? AND agent = ? AND headers = ?',
      )
      .pluck(),
    addSource: db.prepare<[string, string, string]>(
      'INSERT INTO source (transport, agent, headers) VALUES (?, ?, ?)',
    ),
  };
}
