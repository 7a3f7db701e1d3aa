/** Where exporters send to, in the words they are configured with. */
import type { ListenerState, PortHolder, ReceiverStatus } from '@contract/receiver-status';

const defaultPorts = { http: 4318, grpc: 4317 } as const;
export type ListenerName = keyof ReceiverStatus;

export const listenerLabels: Readonly<Record<ListenerName, string>> = {
  http: 'HTTP',
  grpc: 'gRPC',
};

/** The port a listener uses or was to use. */
export function portOf(name: ListenerName, state: ListenerState | undefined): number {
  return state !== undefined && 'port' in state ? state.port : defaultPorts[name];
}

/** `http://localhost:4318` for HTTP; gRPC clients take the host and port alone. */
export function endpointOf(name: ListenerName, port: number): string {
  return name === 'http' ? `http://localhost:${port}` : `localhost:${port}`;
}

/** The address a listener is bound to, e.g. `127.0.0.1:4318`; IPv4 where it has several. */
export function addressOf(name: ListenerName, state: ListenerState | undefined): string {
  const port = portOf(name, state);
  const addresses = state?.state === 'listening' ? state.addresses : [];
  const address = addresses.find((one) => !one.includes(':')) ?? addresses[0] ?? '127.0.0.1';
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** The state in one or two words. */
export function listenerWord(state: ListenerState | undefined): string {
  switch (state?.state) {
    case 'listening':
      return 'listening';
    case 'port-in-use':
      return 'port in use';
    case 'failed':
      return 'failed';
    case 'stopped':
      return 'off';
    default:
      return 'starting';
  }
}

export function listenerTone(state: ListenerState | undefined): 'ok' | 'warn' | 'error' | 'off' {
  switch (state?.state) {
    case 'listening':
      return 'ok';
    case 'port-in-use':
    case 'failed':
      return 'error';
    default:
      return 'off';
  }
}

/** Who has the port: `node (pid 812)`, `pid 812`, `another program`. */
export function holderText(holder: PortHolder | null): string {
  if (holder === null) return 'another program';
  if (holder.name === null) return holder.pid === null ? 'another program' : `pid ${holder.pid}`;
  return holder.pid === null ? holder.name : `${holder.name} (pid ${holder.pid})`;
}
