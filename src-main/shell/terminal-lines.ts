/** What the app says on the terminal it was started from. */
import type { ListenerState, ReceiverStatus } from '@contract/receiver-status';

/** Where senders reach the app, where it does not listen, and where the data is. */
export function readyLine({ http, grpc }: ReceiverStatus, dataDir: string): string {
  const listeners = [
    { state: http, label: 'HTTP', endpoint: (port: number) => `http://localhost:${port}` },
    { state: grpc, label: 'gRPC', endpoint: (port: number) => `localhost:${port} (gRPC)` },
  ];
  const open = listeners.flatMap(({ state, endpoint }) =>
    state.state === 'listening' ? [endpoint(state.port)] : [],
  );
  const shut = listeners.flatMap(({ state, label }) => troubleOf(state, label));
  const receives =
    open.length === 0 ? 'Otelier receives nothing' : `Otelier receives at ${open.join(' and ')}`;
  return [`${receives}; data in ${dataDir}.`, ...shut].join(' ');
}

/** Said by a start that found the app open and left its files to it. */
export function handedOverLine(files: number): string {
  const what =
    files === 0
      ? 'its window was brought to the front'
      : files === 1
        ? 'the file was handed to it'
        : `the ${files} files were handed to it`;
  return `Otelier is already open; ${what}.`;
}

function troubleOf(state: ListenerState, label: string): string[] {
  if (state.state === 'port-in-use') return [`${label} waits: port ${state.port} is in use.`];
  if (state.state === 'failed') return [`${label} does not listen: ${state.message}`];
  return [];
}
