/** A client of the engine over a real Node port, as the renderer has one over Electron's. */
import type { MessagePort } from 'node:worker_threads';

import { ContractError } from '@contract/errors';
import type {
  EngineEvents,
  EventName,
  MethodName,
  MethodParams,
  MethodResult,
} from '@contract/methods';
import type { EventMessage, FromEngine, ToEngine } from '@contract/rpc';

interface PendingCall {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onChunk: (chunk: unknown) => void;
}

export class RpcClient {
  readonly events: EventMessage[] = [];
  readonly #port: MessagePort;
  readonly #calls = new Map<number, PendingCall>();
  readonly #waiters = new Set<() => void>();
  #nextId = 1;

  constructor(port: MessagePort) {
    this.#port = port;
    port.on('message', (message: FromEngine) => this.#receive(message));
  }

  call<Name extends MethodName>(
    method: Name,
    params: MethodParams<Name>,
    onChunk: (chunk: unknown) => void = () => undefined,
  ): Promise<MethodResult<Name>> {
    return this.callRaw(method, params, onChunk).result as Promise<MethodResult<Name>>;
  }

  /** Calls whatever is asked for, valid or not; `cancel` sends a cancellation. */
  callRaw(
    method: string,
    params: unknown,
    onChunk: (chunk: unknown) => void = () => undefined,
  ): { readonly result: Promise<unknown>; readonly cancel: () => void } {
    const id = this.#nextId;
    this.#nextId += 1;
    const result = new Promise<unknown>((resolve, reject) => {
      this.#calls.set(id, { resolve, reject, onChunk });
      this.send({ t: 'call', id, method, params });
    });
    return { result, cancel: () => this.send({ t: 'cancel', id }) };
  }

  send(message: ToEngine | object): void {
    this.#port.postMessage(message);
  }

  /** The first event of the name, come or to come, that passes the check. */
  async event<Name extends EventName>(
    name: Name,
    check: (payload: EngineEvents[Name]) => boolean = () => true,
  ): Promise<EngineEvents[Name]> {
    for (;;) {
      for (const event of this.events) {
        const payload = event.payload as EngineEvents[Name];
        if (event.name === name && check(payload)) return payload;
      }
      await new Promise<void>((resolve) => this.#waiters.add(resolve));
    }
  }

  close(): void {
    this.#port.close();
  }

  #receive(message: FromEngine): void {
    switch (message.t) {
      case 'event': {
        this.events.push(message);
        const waiters = [...this.#waiters];
        this.#waiters.clear();
        for (const wake of waiters) wake();
        return;
      }
      case 'chunk':
        return this.#calls.get(message.id)?.onChunk(message.value);
      case 'result':
        return this.#take(message.id)?.resolve(message.value);
      case 'error': {
        const { code, message: text, data } = message.error;
        return this.#take(message.id)?.reject(new ContractError(code, text, data));
      }
    }
  }

  #take(id: number): PendingCall | undefined {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    return call;
  }
}
