/**
 * Keeps the engine process alive: starts it, starts it again when it dies, tells everybody
 * its state, and ends it in good order. Knows no Electron; `engine-process.ts` does.
 */
import {
  shutdownTimeoutMs as defaultShutdownTimeoutMs,
  type EngineConfig,
  type FromEngineHost,
  type ToEngineHost,
} from '@contract/engine-host';
import { ContractError } from '@contract/errors';
import type { ReceiverStatus } from '@contract/receiver-status';
import type { Settings } from '@contract/settings';
import type { EngineProcessState } from '@contract/shell-api';

import { planRestart, type RestartPlan } from './restart-policy';

/** A running engine process; `Port` is what a renderer's end of a channel is. */
export interface EngineProcess<Port> {
  postMessage(message: ToEngineHost, ports: readonly Port[]): void;
  /** Ends the process at once. */
  kill(): void;
}

export interface EngineProcessListener {
  onMessage(message: FromEngineHost): void;
  /** One line of its output, without the line end. */
  onOutput(stream: 'stdout' | 'stderr', line: string): void;
  /** The last thing to be called. */
  onExit(code: number | null): void;
}

export interface EngineHostOptions<Port> {
  readonly startProcess: (listener: EngineProcessListener) => EngineProcess<Port>;
  /** Asked at every start, so that the newest settings hold. */
  readonly config: () => EngineConfig;
  readonly onState: (state: EngineProcessState) => void;
  /** The engine answers, and this is what its listeners came to. Called at every start. */
  readonly onReady?: (receiver: ReceiverStatus) => void;
  readonly log: (level: 'info' | 'warn' | 'error', text: string) => void;
  /** Monotonic. */
  readonly nowMs: () => number;
  readonly planRestart?: (deathsBefore: number, uptimeMs: number) => RestartPlan;
  /** How long a shutdown may take before the process is killed; by default that of the contract. */
  readonly shutdownTimeoutMs?: number;
}

export interface EngineHost<Port> {
  state(): EngineProcessState;
  start(): void;
  /** Stops the engine where it runs, forgets past deaths, and starts it. */
  restart(): Promise<void>;
  /**
   * Hands a port over once calls are answered; waits while the engine (re)starts.
   * @param port makes the channel at that moment
   * @throws ContractError `unavailable` where the engine has failed or is being stopped
   */
  connect(port: () => Port): Promise<void>;
  applySettings(settings: Settings): void;
  /** Asks the engine to end and kills it where it does not. Never rejects; final. */
  stop(): Promise<void>;
}

/** Lines of stderr that are kept to explain a failure. */
const lastWordsLines = 8;

export function createEngineHost<Port>(options: EngineHostOptions<Port>): EngineHost<Port> {
  const { startProcess, config, onState, log, nowMs } = options;
  const plan = options.planRestart ?? planRestart;
  const shutdownTimeoutMs = options.shutdownTimeoutMs ?? defaultShutdownTimeoutMs;

  let state: EngineProcessState = { state: 'starting' };
  let current: EngineProcess<Port> | null = null;
  let readySinceMs: number | null = null;
  let deaths = 0;
  let restartTimer: NodeJS.Timeout | null = null;
  /** Set while the process is being ended on purpose. */
  let ending: { readonly done: Promise<void>; readonly onExit: () => void } | null = null;
  let stopped = false;
  /** Connects that wait for the engine to answer; settled by the state that decides. */
  let waiting: { resolve: () => void; reject: (error: ContractError) => void }[] = [];

  function setState(next: EngineProcessState): void {
    state = next;
    const settled = next.state === 'running' || next.state === 'failed' ? waiting : [];
    if (settled === waiting) waiting = [];
    for (const waiter of settled) {
      if (next.state === 'failed') waiter.reject(unavailable(next.message));
      else waiter.resolve();
    }
    onState(next);
  }

  function startProcessAnew(): void {
    const lastWords: string[] = [];
    readySinceMs = null;
    current = startProcess({
      onMessage(message) {
        if (message.t !== 'ready' || ending !== null) return;
        readySinceMs = nowMs();
        setState({ state: 'running' });
        options.onReady?.(message.receiver);
      },
      onOutput(stream, line) {
        log(stream === 'stderr' ? 'warn' : 'info', line);
        if (stream === 'stderr') lastWords.push(line);
        if (lastWords.length > lastWordsLines) lastWords.shift();
      },
      onExit(code) {
        current = null;
        if (ending === null) onDeath(code, lastWords);
        else ending.onExit();
      },
    });
    current.postMessage({ t: 'start', config: config() }, []);
  }

  function onDeath(code: number | null, lastWords: readonly string[]): void {
    const uptimeMs = readySinceMs === null ? 0 : nowMs() - readySinceMs;
    const next = plan(deaths, uptimeMs);
    deaths = next.deaths;
    if (next.delayMs === null) {
      log('error', `the engine died (code ${code}), ${deaths} times in a row; it stays down`);
      setState({ state: 'failed', message: failureMessage(deaths, lastWords) });
      return;
    }
    log('error', `the engine died (code ${code}); starting it again in ${next.delayMs} ms`);
    setState({ state: 'restarting' });
    restartTimer = setTimeout(startProcessAnew, next.delayMs);
  }

  /** Ends the process that runs, if any, and resolves when it is gone. */
  async function end(): Promise<void> {
    if (restartTimer !== null) clearTimeout(restartTimer);
    restartTimer = null;
    if (current === null) return;
    ending ??= askToEnd(current);
    await ending.done;
    ending = null;
  }

  function askToEnd(process: EngineProcess<Port>): NonNullable<typeof ending> {
    let onExit = (): void => {};
    const exited = new Promise<void>((resolve) => (onExit = resolve));
    const timer = setTimeout(() => {
      log('warn', `the engine did not end within ${shutdownTimeoutMs} ms; killing it`);
      process.kill();
    }, shutdownTimeoutMs);
    process.postMessage({ t: 'shutdown' }, []);
    return { done: exited.finally(() => clearTimeout(timer)), onExit: () => onExit() };
  }

  return {
    state: () => state,
    start() {
      setState({ state: 'starting' });
      startProcessAnew();
    },
    async restart() {
      setState({ state: 'restarting' });
      await end();
      // Another restart may have been asked for meanwhile, or the end of the app.
      if (stopped || current !== null) return;
      deaths = 0;
      startProcessAnew();
    },
    async connect(port) {
      if (stopped) throw unavailable('The app is closing.');
      if (state.state === 'failed') throw unavailable(state.message);
      if (state.state !== 'running') {
        await new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }));
      }
      if (current === null) throw unavailable('The engine has just stopped; try again.');
      current.postMessage({ t: 'connect' }, [port()]);
    },
    applySettings(settings) {
      current?.postMessage({ t: 'settings', settings }, []);
    },
    async stop() {
      stopped = true;
      for (const waiter of waiting.splice(0)) waiter.reject(unavailable('The app is closing.'));
      await end();
    },
  };
}

function unavailable(message: string): ContractError {
  return new ContractError('unavailable', message);
}

function failureMessage(deaths: number, lastWords: readonly string[]): string {
  const reason = lastWords.length === 0 ? '' : ` Its last words:\n${lastWords.join('\n')}`;
  return `The engine stopped ${deaths} times in a row. Restart it, or look into the log.${reason}`;
}
