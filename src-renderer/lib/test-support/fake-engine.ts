/**
 * An engine and a shell for tests of the window: the real client talks to them over a real
 * message channel, with answers the test gives.
 */
import { ContractError } from '@contract/errors';
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
import type { Settings } from '@contract/settings';
import type {
  EngineProcessState,
  OtelierShell,
  ShellEventName,
  ShellEvents,
  ShellMethod,
} from '@contract/shell-api';
import { ENGINE_PORT_MESSAGE } from '@contract/shell-wire';

const testSettings: Settings = {
  theme: 'dark',
  density: 'default',
  httpPort: 4318,
  grpcPort: 4317,
  allowedOrigins: [],
  allowedHosts: [],
  maxBodyBytes: 64 * 1024 * 1024,
  mlflowApi: true,
  inspectorWidth: 472,
  messageText: 'markdown',
  showReasoning: true,
  prices: [],
  traceColumns: { shown: [], hidden: [] },
  pairPanelWidth: 568,
  chosenPairs: [],
  tolerances: { durationShare: 0.2, durationNs: 1e6, tokensShare: 0.05, costShare: 0.05 },
  baselines: [],
  project: null,
};

type Answer = (params: never, id: number) => unknown;

/** Shell and engine of one test. Methods without an answer stay open. */
export class FakeEngine {
  readonly calls: { readonly method: string; readonly params: unknown }[] = [];
  readonly cancelled: number[] = [];
  readonly shellCalls: { readonly method: string; readonly params: unknown }[] = [];
  readonly shell: OtelierShell;
  settings: Settings = testSettings;
  #port: MessagePort | null = null;
  #seq = 0;
  #state: EngineProcessState = { state: 'starting' };
  readonly #answers = new Map<string, Answer>();
  readonly #shellAnswers = new Map<string, (params: never) => unknown>();
  readonly #shellListeners = new Map<string, Set<(payload: never) => void>>();

  constructor() {
    this.shell = {
      platform: 'linux',
      appVersion: '0.1.0',
      electronVersion: '45.4.1',
      invoke: (method, params) => this.#invoke(method, params) as never,
      on: (event, listener) => this.#listen(event, listener),
      pathsOf: (files) => files.map((file) => `/dropped/${(file as File).name}`),
    };
  }

  /** Makes this shell the window's own. */
  install(): this {
    Object.defineProperty(window, 'otelier', { value: this.shell, configurable: true });
    return this;
  }

  answer<Name extends MethodName>(
    method: Name,
    answer: (params: MethodParams<Name>, id: number) => MethodResult<Name>,
  ): this {
    this.#answers.set(method, answer);
    return this;
  }

  answerShell(method: ShellMethod, answer: (params: never) => unknown): this {
    this.#shellAnswers.set(method, answer);
    return this;
  }

  /** Says that the engine runs; the window then asks for a port. */
  run(): this {
    return this.setState({ state: 'running' });
  }

  setState(state: EngineProcessState): this {
    if (state.state !== 'running') this.#port?.close();
    this.#state = state;
    this.emitShell('engineState', state);
    return this;
  }

  /** Sends an event; `skip` leaves numbers out, as if messages had been lost. */
  emit<Name extends EventName>(name: Name, payload: EngineEvents[Name], skip = 0): void {
    this.#seq += 1 + skip;
    this.send({ t: 'event', seq: this.#seq, name, payload } as FromEngine);
  }

  chunk(id: number, value: StreamChunks[StreamName]): void {
    this.send({ t: 'chunk', id, value });
  }

  send(message: FromEngine): void {
    this.#port?.postMessage(message);
  }

  emitShell<Name extends ShellEventName>(name: Name, payload: ShellEvents[Name]): void {
    for (const listener of this.#shellListeners.get(name) ?? []) {
      (listener as (payload: unknown) => void)(payload);
    }
  }

  /** Delivers a port as the preload does. */
  deliver(nonce: string): void {
    const { port1, port2 } = new MessageChannel();
    this.#port?.close();
    this.#port = port1;
    this.#seq = 0;
    port1.addEventListener('message', ({ data }) => this.#receive(data as ToEngine));
    port1.start();
    const event = Object.assign(new Event('message'), {
      data: { type: ENGINE_PORT_MESSAGE, nonce },
      ports: [port2],
    });
    window.dispatchEvent(event);
  }

  close(): void {
    this.#port?.close();
  }

  #listen(event: string, listener: (payload: never) => void): () => void {
    const listeners = this.#shellListeners.get(event) ?? new Set();
    this.#shellListeners.set(event, listeners.add(listener));
    // As the shell does: whoever listens to a state is told the present one.
    if (event === 'engineState') queueMicrotask(() => listener(this.#state as never));
    return () => listeners.delete(listener);
  }

  async #invoke(method: ShellMethod, params: unknown): Promise<unknown> {
    this.shellCalls.push({ method, params });
    const answer = this.#shellAnswers.get(method);
    if (answer !== undefined) return answer(params as never);
    switch (method) {
      case 'engine.connect':
        this.deliver((params as { nonce: string }).nonce);
        return null;
      case 'settings.get':
        return this.settings;
      case 'settings.set':
        this.settings = { ...this.settings, ...(params as Partial<Settings>) };
        return this.settings;
      default:
        return null;
    }
  }

  #receive(message: ToEngine): void {
    if (message.t === 'cancel') {
      this.cancelled.push(message.id);
      return;
    }
    const { id, method, params } = message;
    this.calls.push({ method, params });
    const answer = this.#answers.get(method);
    if (answer === undefined) return;
    try {
      this.send({ t: 'result', id, value: answer(params as never, id) });
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      this.send({ t: 'error', id, error: error.toJSON() });
    }
  }
}
