/**
 * Serves calls on any number of ports and sends events to all of them. Calls of a port are
 * its own: they end with it, and their ids count for it alone.
 */
import { setImmediate } from 'node:timers/promises';

import { ContractError, type CallError } from '@contract/errors';
import type { EngineEvents, EventName } from '@contract/methods';
import type { EventMessage, FromEngine } from '@contract/rpc';
import type { Log } from './log';
import type { EnginePort } from './port';
import type { Route, StreamContext } from './router';
import { transferablesOf } from './transferables';

export type Emit = <Name extends EventName>(name: Name, payload: EngineEvents[Name]) => void;

export class RpcServer {
  readonly #route: Route;
  readonly #log: Log;
  readonly #connections = new Set<Connection>();

  constructor(route: Route, log: Log) {
    this.#route = route;
    this.#log = log;
  }

  /** Serves a port until it closes. */
  connect(port: EnginePort): void {
    const connection = new Connection(port, this.#route, this.#log);
    this.#connections.add(connection);
    port.receive(
      (data) => connection.receive(data),
      () => {
        connection.end();
        this.#connections.delete(connection);
      },
    );
  }

  /** Sends an event to every connection. */
  emit<Name extends EventName>(name: Name, payload: EngineEvents[Name]): void {
    for (const connection of this.#connections) connection.emit(name, payload);
  }

  /** Ends all calls and closes all ports. */
  close(): void {
    for (const connection of this.#connections) connection.close();
    this.#connections.clear();
  }
}

class Connection {
  readonly #port: EnginePort;
  readonly #route: Route;
  readonly #log: Log;
  readonly #calls = new Map<number, AbortController>();
  #lastSeq = 0;
  #isOpen = true;

  constructor(port: EnginePort, route: Route, log: Log) {
    this.#port = port;
    this.#route = route;
    this.#log = log;
  }

  receive(data: unknown): void {
    const message = parseMessage(data);
    if (message === null) this.#log.warn('a message on a port was no call and was dropped');
    else if (message.t === 'cancel') this.#calls.get(message.id)?.abort();
    else void this.#serve(message.id, message.method, message.params);
  }

  emit<Name extends EventName>(name: Name, payload: EngineEvents[Name]): void {
    this.#lastSeq += 1;
    this.#post({ t: 'event', seq: this.#lastSeq, name, payload } as EventMessage);
  }

  /** The port has closed: nobody waits for the calls any more. */
  end(): void {
    this.#isOpen = false;
    for (const controller of this.#calls.values()) controller.abort();
    this.#calls.clear();
  }

  close(): void {
    this.end();
    this.#port.close();
  }

  /** Never rejects: every call is answered, or its port is gone. */
  async #serve(id: number, method: string, params: unknown): Promise<void> {
    if (this.#calls.has(id)) {
      this.#log.warn(`a call had the id ${id} of one that is under way and was dropped`);
      return;
    }
    const controller = new AbortController();
    this.#calls.set(id, controller);
    const { signal } = controller;
    try {
      const value = await this.#route(method, params, this.#context(id, signal));
      signal.throwIfAborted();
      this.#post({ t: 'result', id, value });
    } catch (error) {
      this.#reject(id, signal.aborted ? cancelled : this.#tell(method, error));
    }
    if (this.#calls.get(id) === controller) this.#calls.delete(id);
  }

  #context(id: number, signal: AbortSignal): StreamContext<unknown> {
    return {
      signal,
      send: async (value) => {
        signal.throwIfAborted();
        this.#post({ t: 'chunk', id, value }, transferablesOf(value));
        // Lets other calls, events and the cancellation of this one in between.
        await setImmediate();
        signal.throwIfAborted();
      },
    };
  }

  #reject(id: number, error: CallError): void {
    try {
      this.#post({ t: 'error', id, error });
    } catch {
      // Its data cannot be cloned; the rest always can.
      this.#post({ t: 'error', id, error: { code: error.code, message: error.message } });
    }
  }

  /** What the caller is told; faults of the engine are logged with their stack. */
  #tell(method: string, error: unknown): CallError {
    if (error instanceof ContractError) return error.toJSON();
    this.#log.error(`${method} failed`, error);
    const detail = error instanceof Error ? error.message : String(error);
    return { code: 'internal', message: `${method} failed: ${detail}. The log has more.` };
  }

  /** @throws where the message cannot be cloned; the port stays usable */
  #post(message: FromEngine, transfer: readonly ArrayBuffer[] = []): void {
    if (this.#isOpen) this.#port.postMessage(message, transfer);
  }
}

const cancelled: CallError = { code: 'cancelled', message: 'Cancelled.' };

type ParsedMessage =
  | { readonly t: 'call'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly t: 'cancel'; readonly id: number };

/** The message (`ToEngine`) if it has the form of one; the other end is not trusted. */
function parseMessage(data: unknown): ParsedMessage | null {
  if (typeof data !== 'object' || data === null) return null;
  const { t, id, method, params } = data as Readonly<Record<string, unknown>>;
  if (typeof id !== 'number' || !Number.isSafeInteger(id)) return null;
  if (t === 'cancel') return { t, id };
  return t === 'call' && typeof method === 'string' ? { t, id, method, params } : null;
}
