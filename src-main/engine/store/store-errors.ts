/** Failures of the file system and of SQLite, sorted by what can be done about them. */
import { ContractError, type CallError } from '@contract/errors';

export type StoreFault =
  /** Another program holds the lock. Passes by itself. */
  | 'busy'
  | 'disk-full'
  /** No permission to write here, or to open the file at all. */
  | 'not-permitted'
  /** The disk or the file system failed. */
  | 'io'
  /** The file is damaged, or is no database. */
  | 'damaged'
  /** Of this statement or request alone: a value too large, a bug. */
  | 'other';

const faultsByPrefix: readonly (readonly [prefix: string, fault: StoreFault])[] = [
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_LOCKED', 'busy'],
  ['SQLITE_PROTOCOL', 'busy'],
  ['SQLITE_FULL', 'disk-full'],
  ['ENOSPC', 'disk-full'],
  ['EDQUOT', 'disk-full'],
  ['SQLITE_READONLY', 'not-permitted'],
  ['SQLITE_PERM', 'not-permitted'],
  ['SQLITE_CANTOPEN', 'not-permitted'],
  ['EACCES', 'not-permitted'],
  ['EPERM', 'not-permitted'],
  ['EROFS', 'not-permitted'],
  ['ENOTDIR', 'not-permitted'],
  ['EEXIST', 'not-permitted'],
  ['SQLITE_IOERR', 'io'],
  ['SQLITE_NOMEM', 'io'],
  ['EIO', 'io'],
  ['EMFILE', 'io'],
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_NOTADB', 'damaged'],
];

/** Sorts an error thrown by SQLite or `node:fs`. */
export function faultOf(error: unknown): StoreFault {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return faultsByPrefix.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 'other';
}

/** The database cannot be used. `message` says to the user what is wrong and what to do. */
export class StoreRefusal extends Error {
  override readonly name = 'StoreRefusal';
  constructor(
    message: string,
    /** Whether opening it again later may work without a new version of the app. */
    readonly mayPass: boolean,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
  }
}

/** The refusal that an error while opening the database amounts to. */
export function refusalOf(error: unknown, dataDir: string): StoreRefusal {
  if (error instanceof StoreRefusal) return error;
  return new StoreRefusal(openFailure(error, dataDir), true, error);
}

function openFailure(error: unknown, dataDir: string): string {
  switch (faultOf(error)) {
    case 'disk-full':
      return `The disk is full, so nothing can be stored in ${dataDir}. Free some space; Otelier tries again by itself.`;
    case 'not-permitted':
      return `Otelier may not write to ${dataDir}. Allow it to, or start it with another data folder.`;
    case 'busy':
      return `Another program is using the database in ${dataDir}. Close it; Otelier tries again by itself.`;
    case 'io':
    case 'damaged':
    case 'other':
      return `The database in ${dataDir} cannot be opened: ${messageOf(error)}.`;
  }
}

/** Why a request could not be committed, for the sender. The same request may be sent again. */
export function unavailableMessage(error: unknown): string {
  return `${troubleOf(error)}; nothing of this request was kept, send it again later`;
}

/** What ails the store, as the beginning of a sentence in lower case. */
function troubleOf(error: unknown): string {
  switch (faultOf(error)) {
    case 'disk-full':
      return 'the disk of the trace store is full';
    case 'not-permitted':
      return 'the trace store may not be written to';
    case 'busy':
      return 'the trace store is locked by another program';
    case 'damaged':
      return 'the trace store was damaged and is being replaced';
    case 'io':
    case 'other':
      return `the trace store failed (${messageOf(error)})`;
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What a command that failed is answered with. */
export function callErrorOf(error: unknown): CallError {
  if (error instanceof ContractError) return error.toJSON();
  const code = faultOf(error) === 'other' ? 'internal' : 'store_unavailable';
  return { code, message: `That could not be done: ${troubleOf(error)}.` };
}
