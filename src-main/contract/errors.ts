/** Every failure a call can end in. A closed union: a new code is a change of contract. */
export type ErrorCode =
  /** Parameters do not fit the method's schema: a bug of the caller. */
  | 'bad_params'
  | 'unknown_method'
  | 'not_found'
  /** A name or id is taken. */
  | 'conflict'
  /** The caller cancelled. */
  | 'cancelled'
  /** The engine is starting, stopping or has just died; the call may be repeated. */
  | 'unavailable'
  /** The database cannot be used (newer version, no permission, disk full). */
  | 'store_unavailable'
  | 'io'
  | 'internal';

/** Plain data, since an `Error` does not cross an Electron port. */
export interface CallError {
  readonly code: ErrorCode;
  /** One sentence for the user: what happened, then what to do. */
  readonly message: string;
  readonly data?: unknown;
}

/** A `CallError` that can be thrown; what handlers throw and clients reject with. */
export class ContractError extends Error implements CallError {
  override readonly name = 'ContractError';
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly data?: unknown,
  ) {
    super(message);
  }

  toJSON(): CallError {
    return { code: this.code, message: this.message, data: this.data };
  }
}
