/** A request to an API of the HTTP port as its handler sees it, and what handlers answer with. */
import { parseExactJson, type ExactJson } from '@domain/mlflow/exact-json';
import { membersOf, type Members } from '@domain/mlflow/json-members';
import { checkDensity } from '@domain/otlp/json-density';
import type { InternalName, InternalQueries } from '../queries/internal-queries';
import type { Answer, OtherRequest } from '../receiver';
import type { Store } from '../store';
import type { ReaderPool } from '../store/reader-pool';
import { ApiError } from './api-error';

/**
 * Bodies are parsed on the thread that also answers exports. As large as any number of values that
 * is free (`checkDensity`) can be: a third of a second.
 */
const MAX_JSON_BYTES = 8 * 1024 * 1024;

/** What handlers work with. */
export interface ApiServices {
  readonly commands: Pick<Store['commands'], 'annotate' | 'deleteTraces' | 'deleteExperiment'>;
  readonly readers: Pick<ReaderPool, 'run'>;
}

export interface ApiCall extends Pick<ApiServices, 'commands'> {
  readonly request: OtherRequest;
  readonly query: URLSearchParams;
  /** Asks a reader thread, for as long as the client waits. */
  readonly ask: <Name extends InternalName>(
    name: Name,
    params: InternalQueries[Name]['params'],
  ) => Promise<InternalQueries[Name]['result']>;
  /** A part of the path that the route names, decoded. */
  param(name: string): string;
}

export type ApiHandler = (call: ApiCall) => Answer | Promise<Answer>;

/**
 * The body as a JSON object; an empty one where there is no body.
 * @throws ApiError by rejection where it is none, or is not said to be JSON (mlflow.md §4)
 */
export async function bodyOf(call: ApiCall): Promise<Members> {
  return membersOf(await jsonBodyOf(call), '');
}

/** The same, of any JSON. */
export async function jsonBodyOf({ request }: ApiCall): Promise<ExactJson> {
  const bytes = await request.readBody(MAX_JSON_BYTES);
  if (bytes.byteLength === 0) return new Map();
  // A web page can send other types to a stranger without asking first.
  const [mediaType = ''] = (request.headers['content-type'] ?? '').split(';', 1);
  if (mediaType.trim().toLowerCase() !== 'application/json') {
    throw new ApiError('BAD_REQUEST', 'The Content-Type must be application/json.');
  }
  return parseBody(bytes);
}

function parseBody(bytes: Uint8Array): ExactJson {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    checkDensity(bytes, text);
    return parseExactJson(text);
  } catch (error) {
    throw new ApiError('BAD_REQUEST', `The body cannot be read: ${(error as Error).message}`);
  }
}

const noStore = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

/** Answers with JSON text. */
export function jsonText(text: string, status = 200): Answer {
  const headers = { 'Content-Type': 'application/json', ...noStore };
  return { status, headers, body: Buffer.from(text) };
}

/** Answers with plain data as JSON. */
export function json(value: object, status = 200): Answer {
  return jsonText(JSON.stringify(value), status);
}

export function plainText(text: string): Answer {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', ...noStore };
  return { status: 200, headers, body: Buffer.from(text) };
}
