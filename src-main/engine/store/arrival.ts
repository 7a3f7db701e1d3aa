/** What the spans or log records of one request share, as keys of the dictionaries. */
import type { DecodedLogs, DecodedTraces } from '@domain/otlp/decoded';
import type { IngestSource } from '../ingest';
import type { Dictionaries } from './dictionaries';

/** How a span or log record came in. */
export interface Arrival {
  readonly resource: number;
  readonly scope: number;
  readonly source: number;
  readonly receivedMs: number;
  readonly serviceName: string;
  /** Content hashes of resource and scope, joined. */
  readonly contextHash: Uint8Array;
}

/** The arrivals of one request, stored in the dictionaries when first asked for. */
export class Arrivals {
  readonly #dictionaries: Dictionaries;
  readonly #request: DecodedTraces | DecodedLogs;
  readonly #source: number;
  readonly #receivedMs: number;
  readonly #known = new Map<number, Arrival>();

  constructor(
    dictionaries: Dictionaries,
    request: DecodedTraces | DecodedLogs,
    source: IngestSource,
    receivedMs: number,
  ) {
    this.#dictionaries = dictionaries;
    this.#request = request;
    this.#source = dictionaries.sourceKey(source);
    this.#receivedMs = receivedMs;
  }

  /** `item` is a span or log record of the request. */
  of(item: { readonly resource: number; readonly scope: number }): Arrival {
    const pair = item.resource * this.#request.scopes.length + item.scope;
    let arrival = this.#known.get(pair);
    if (arrival === undefined) {
      arrival = this.#make(item.resource, item.scope);
      this.#known.set(pair, arrival);
    }
    return arrival;
  }

  #make(resourceIndex: number, scopeIndex: number): Arrival {
    const decodedResource = this.#request.resources[resourceIndex];
    const decodedScope = this.#request.scopes[scopeIndex];
    if (decodedResource === undefined || decodedScope === undefined) {
      throw new RangeError('A decoded item names a resource or scope its request does not have');
    }
    const resource = this.#dictionaries.resource(decodedResource);
    const scope = this.#dictionaries.scope(decodedScope);
    return {
      resource: resource.key,
      scope: scope.key,
      source: this.#source,
      receivedMs: this.#receivedMs,
      serviceName: decodedResource.serviceName,
      contextHash: Buffer.concat([resource.hash, scope.hash]),
    };
  }
}
