import type { BodyError } from './body-sink';
import { rpcCodes } from './rpc-status';

/** An answer other than 200: thrown on the way, turned into a response at one place. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly headers: Readonly<Record<string, string>>;
  readonly isBadRequest: boolean;

  constructor(
    readonly status: number,
    message: string,
    extra: { headers?: Record<string, string>; isBadRequest?: boolean } = {},
  ) {
    super(message);
    this.headers = extra.headers ?? {};
    this.isBadRequest = extra.isBadRequest ?? false;
  }
}

/** One second: JS exporters give up at once when told to wait longer than a few (B11). */
export const RETRY_SECONDS = 1;

/** 503 with the wait that every exporter honours (reference H20). */
export function serviceUnavailable(message: string): HttpRefusal {
  return new HttpRefusal(503, message, { headers: { 'Retry-After': String(RETRY_SECONDS) } });
}

/** 400 for a body that can never be taken (H19). */
export function badRequest(message: string): HttpRefusal {
  return new HttpRefusal(400, message, { isBadRequest: true });
}

/** The refusal for a fault of the body; null where the client is gone. */
export function refusalForBody(error: BodyError): HttpRefusal | null {
  switch (error.fault) {
    case 'too-large':
      return new HttpRefusal(413, error.message);
    case 'overloaded':
      return serviceUnavailable(error.message);
    case 'corrupt':
      return badRequest(error.message);
    case 'aborted':
      return null;
  }
}

/** `google.rpc.Code` that goes with an HTTP status in the body of an answer. */
export function rpcCodeOf(httpStatus: number): number {
  switch (httpStatus) {
    case 403:
      return rpcCodes.permissionDenied;
    case 404:
      return rpcCodes.notFound;
    case 405:
      return rpcCodes.unimplemented;
    case 413:
      return rpcCodes.resourceExhausted;
    case 500:
      return rpcCodes.internal;
    case 503:
      return rpcCodes.unavailable;
    default:
      return rpcCodes.invalidArgument;
  }
}
