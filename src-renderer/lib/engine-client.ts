import { ContractError, type CallError } from '@contract/errors';
import type {
  EngineEvents,
  EventName,
  MethodName,
  MethodParams,
  MethodResult,
  StreamChunks,
  StreamName,
} from '@contract/methods';
import type { FromEngine, ToEngine } from '@contract/rpc';
import type { EngineProcessState, OtelierShell } from '@contract/shell-api';
import { ENGINE_PORT_MESSAGE, type EnginePortMessage } from '@contract/shell-wire';

/** What the client needs of the shell. */
export type EngineShell = Pick<OtelierShell, 'invoke' | 'on'>;

/** What the window knows of the engine. */
export type EngineConnection =
  | { readonly state: 'starting' | 'connected' | 'restarting' }
  | { readonly state: 'failed'; readonly message: string };

interface PendingCall {
  readonly message: ToEngine;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: ContractError) => void;
  readonly onChunk: ((chunk: unknown) => void) | null;
}

type Listener = (payload: never) => void;

/** What calls fail with once the engine is down for good; the banner says why and what to do. */
const STOPPED = 'The engine has stopped.';

/**
 * The renderer's end of the engine's port. Calls made before the port has come wait for it;
 * calls under way when the engine dies reject with `unavailable`. Events are numbered: after
 * a gap, and after every reconnection, `onResync` listeners are told to read everything anew.
 */
export class EngineClient {
  #port: MessagePort | null = null;
  #nonce = '';
  #nextId = 1;
  #lastSeq = 0;
  #connections = 0;
  #connection: EngineConnection = { state: 'starting' };
  readonly #sent = new Map<number, PendingCall>();
  readonly #waiting = new Map<number, PendingCall>();
  readonly #listeners = new Map<EventName, Set<Listener>>();
  readonly #resyncListeners = new Set<() => void>();
  readonly #connectionListeners = new Set<() => void>();
  readonly #disposers: (() => void)[] = [];

  constructor(private readonly shell: EngineShell) {}

  /** Follows the engine's life, beginning with its present state. Call once. */
  start(): void {
    const onMessage = (event: MessageEvent) => this.#receivePort(event);
    window.addEventListener('message', onMessage);
    this.#disposers.push(
      () => window.removeEventListener('message', onMessage),
      this.shell.on('engineState', (state) => this.#followEngine(state)),
    );
  }

  /** Stops listening and rejects what is under way. */
  dispose(): void {
    for (const dispose of this.#disposers.splice(0)) dispose();
    this.#disconnect('The window is closing.');
    this.#rejectAll(this.#waiting, 'The window is closing.');
  }

  /**
   * Calls a query or a command.
   * @throws ContractError by rejection; `cancelled` when the signal aborts
   */
  call<Name extends Exclude<MethodName, StreamName>>(
    method: Name,
    params: MethodParams<Name>,
    signal?: AbortSignal,
  ): Promise<MethodResult<Name>> {
    return this.#send(method, params, null, signal) as Promise<MethodResult<Name>>;
  }

  /** Calls a stream; chunks come in order and before the result. */
  stream<Name extends StreamName>(
    method: Name,
    params: MethodParams<Name>,
    onChunk: (chunk: StreamChunks[Name]) => void,
    signal?: AbortSignal,
  ): Promise<MethodResult<Name>> {
    const take = onChunk as (chunk: unknown) => void;
    return this.#send(method, params, take, signal) as Promise<MethodResult<Name>>;
  }

  /** Listens to an event of the engine; returns how to stop. */
  on<Name extends EventName>(
    name: Name,
    listener: (payload: EngineEvents[Name]) => void,
  ): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Told when events were missed and everything shown must be read again. */
  onResync(listener: () => void): () => void {
    this.#resyncListeners.add(listener);
    return () => this.#resyncListeners.delete(listener);
  }

  /** The state of the connection; the same object until it changes. */
  get connection(): EngineConnection {
    return this.#connection;
  }

  /** Told when `connection` changed; returns how to stop. */
  onConnection(listener: () => void): () => void {
    this.#connectionListeners.add(listener);
    return () => this.#connectionListeners.delete(listener);
  }

  #send(
    method: MethodName,
    params: unknown,
    onChunk: ((chunk: unknown) => void) | null,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(cancelled());
      if (this.#connection.state === 'failed') {
        return reject(new ContractError('unavailable', STOPPED));
      }
      const id = this.#nextId++;
      const onAbort = () => this.#cancel(id);
      const settle = () => signal?.removeEventListener('abort', onAbort);
      signal?.addEventListener('abort', onAbort);
      const call: PendingCall = {
        message: { t: 'call', id, method, params },
        onChunk,
        resolve: (value) => {
          settle();
          resolve(value);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      };
      if (this.#port === null) {
        this.#waiting.set(id, call);
      } else {
        this.#post(this.#port, id, call);
      }
    });
  }

  #post(port: MessagePort, id: number, call: PendingCall): void {
    this.#sent.set(id, call);
    try {
      port.postMessage(call.message);
    } catch (error) {
      this.#sent.delete(id);
      call.reject(new ContractError('bad_params', `The call could not be sent: ${String(error)}`));
    }
  }

  #cancel(id: number): void {
    const call = this.#sent.get(id) ?? this.#waiting.get(id);
    if (call === undefined) return;
    if (this.#sent.delete(id)) {
      const message: ToEngine = { t: 'cancel', id };
      this.#port?.postMessage(message);
    }
    this.#waiting.delete(id);
    call.reject(cancelled());
  }

  #followEngine(state: EngineProcessState): void {
    switch (state.state) {
      case 'running':
        // Several may come for one start; the port that works is kept.
        if (this.#port === null) this.#connect();
        break;
      case 'starting':
      case 'restarting':
        this.#disconnect('The engine stopped and is starting again.');
        this.#setConnection({ state: state.state });
        break;
      case 'failed':
        this.#disconnect(STOPPED);
        this.#setConnection(state);
        this.#rejectAll(this.#waiting, STOPPED);
    }
  }

  #setConnection(connection: EngineConnection): void {
    this.#connection = connection;
    for (const listener of this.#connectionListeners) listener();
  }

  #connect(): void {
    const nonce = crypto.randomUUID();
    this.#nonce = nonce;
    // A refusal means the engine has gone again; 'running' brings the next attempt.
    this.shell.invoke('engine.connect', { nonce }).catch(() => undefined);
  }

  #receivePort(event: MessageEvent): void {
    const data = event.data as Partial<EnginePortMessage> | null;
    if (data?.type !== ENGINE_PORT_MESSAGE) return;
    const port = event.ports[0];
    if (port === undefined) return;
    if (data.nonce !== this.#nonce) {
      port.close();
      return;
    }
    this.#nonce = '';
    this.#port = port;
    this.#lastSeq = 0;
    this.#connections += 1;
    port.addEventListener('message', ({ data: message }) => {
      if (this.#port === port) this.#receive(message as FromEngine);
    });
    port.start();
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const [id, call] of waiting) this.#post(port, id, call);
    this.#setConnection({ state: 'connected' });
    if (this.#connections > 1) this.#resync();
  }

  #receive(message: FromEngine): void {
    switch (message.t) {
      case 'result':
        this.#take(message.id)?.resolve(message.value);
        break;
      case 'error':
        this.#take(message.id)?.reject(toError(message.error));
        break;
      case 'chunk':
        this.#sent.get(message.id)?.onChunk?.(message.value);
        break;
      case 'event': {
        const missed = message.seq !== this.#lastSeq + 1;
        this.#lastSeq = message.seq;
        for (const listener of this.#listeners.get(message.name) ?? []) {
          (listener as (payload: unknown) => void)(message.payload);
        }
        if (missed) this.#resync();
      }
    }
  }

  #take(id: number): PendingCall | undefined {
    const call = this.#sent.get(id);
    this.#sent.delete(id);
    return call;
  }

  #resync(): void {
    for (const listener of this.#resyncListeners) listener();
  }

  #disconnect(reason: string): void {
    this.#nonce = '';
    this.#port?.close();
    this.#port = null;
    this.#rejectAll(this.#sent, reason);
  }

  #rejectAll(calls: Map<number, PendingCall>, reason: string): void {
    const rejected = [...calls.values()];
    calls.clear();
    for (const call of rejected) call.reject(new ContractError('unavailable', reason));
  }
}

function cancelled(): ContractError {
  return new ContractError('cancelled', 'Cancelled.');
}

function toError(error: CallError): ContractError {
  return new ContractError(error.code, error.message, error.data);
}
