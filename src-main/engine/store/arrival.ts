/** What the spans or log records of one request share, as keys of the dictionaries. */
import type {
  DecodedLogs,
  DecodedResource,
  DecodedScope,
  DecodedTraces,
} from '@domain/otlp/decoded';
import type { IngestSource } from '../ingest';
import {
  experimentClaimOf,
  LANGFUSE_SCOPE_KEY,
  OPENINFERENCE_PROJECT,
} from '@domain/annotations/experiment-claim';
import { experimentOrigins } from '@domain/annotations/experiment';
import { decodeResource, decodeScope } from '@domain/otlp/decode-container';
import type { Dictionaries } from './dictionaries';
import type { ExperimentTable } from './experiment-table';
import type { ClaimedExperiment } from './trace-table';

/** How a span or log record came in. */
export interface Arrival {
  readonly resource: number;
  readonly scope: number;
  readonly source: number;
  readonly receivedMs: number;
  readonly serviceName: string;
  /** See `IngestSource`. */
  readonly isReduced: boolean;
  /** Content hashes of resource and scope, joined. */
  readonly contextHash: Uint8Array;
  /** Makes the experiment where it is not there yet: to be asked for a span that is stored. */
  readonly experiment: () => ClaimedExperiment;
}

/** The tables that what is shared is kept in. */
export interface SharedTables {
  readonly dictionaries: Dictionaries;
  readonly experiments: ExperimentTable;
}

/** The arrivals of one request, stored in the dictionaries when first asked for. */
export class Arrivals {
  readonly #tables: SharedTables;
  readonly #ingestSource: IngestSource;
  readonly #request: DecodedTraces | DecodedLogs;
  readonly #source: number;
  readonly #receivedMs: number;
  readonly #known = new Map<number, Arrival>();

  constructor(
    tables: SharedTables,
    request: DecodedTraces | DecodedLogs,
    source: IngestSource,
    receivedMs: number,
  ) {
    this.#tables = tables;
    this.#ingestSource = source;
    this.#request = request;
    this.#source = tables.dictionaries.sourceKey(source);
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
    const { dictionaries } = this.#tables;
    const resource = dictionaries.resource(decodedResource);
    const scope = dictionaries.scope(decodedScope);
    return {
      resource: resource.key,
      scope: scope.key,
      source: this.#source,
      receivedMs: this.#receivedMs,
      serviceName: decodedResource.serviceName,
      isReduced: this.#ingestSource.isReduced === true,
      contextHash: Buffer.concat([resource.hash, scope.hash]),
      experiment: once(() => this.#experimentOf(decodedResource, decodedScope)),
    };
  }

  /** Attributes are decoded only where one of them claims an experiment. */
  #experimentOf(resource: DecodedResource, scope: DecodedScope): ClaimedExperiment {
    const hasProject = bytesInclude(resource.bytes, OPENINFERENCE_PROJECT);
    const hasLangfuse = bytesInclude(scope.bytes, LANGFUSE_SCOPE_KEY);
    const { headers } = this.#ingestSource;
    const claim = experimentClaimOf({
      header: (name) => headers.find((header) => header.name === name)?.value,
      resource: hasProject ? decodeResource(resource.bytes).attributes : [],
      scope: hasLangfuse ? decodeScope(scope.bytes).attributes : [],
      serviceName: resource.serviceName,
    });
    return {
      id: this.#tables.experiments.idOf(claim, this.#receivedMs),
      origin: experimentOrigins.indexOf(claim.origin),
    };
  }
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}

function bytesInclude(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(text);
}
