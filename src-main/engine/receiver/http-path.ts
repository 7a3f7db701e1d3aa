import type { Signal } from '@domain/otlp/decoded';

const signals: ReadonlyMap<string, Signal> = new Map([
  ['/v1/traces', 'traces'],
  ['/v1/logs', 'logs'],
  ['/v1/metrics', 'metrics'],
  ['/v1development/profiles', 'profiles'],
  // Where Langfuse's clients post, so that only their host has to be changed.
  ['/api/public/otel/v1/traces', 'traces'],
  ['/api/public/otel/v1/logs', 'logs'],
  ['/api/public/otel/v1/metrics', 'metrics'],
]);

/**
 * The path of a request target in the form it is looked up by: no query, repeated slashes
 * collapsed, no slash at the end (reference H4). Takes the absolute form of a proxy's
 * request too.
 */
export function normalizePath(target: string): string {
  const withoutOrigin = target.replace(/^https?:\/\/[^/?#]*/i, '');
  const [path = ''] = withoutOrigin.split(/[?#]/, 1);
  const collapsed = `/${path}`.replace(/\/+/g, '/');
  return collapsed.length > 1 && collapsed.endsWith('/') ? collapsed.slice(0, -1) : collapsed;
}

/** The signal that is exported to a normalised path, null where none is (H1). */
export function signalOfPath(path: string): Signal | null {
  return signals.get(path) ?? null;
}

/** What to tell a client that posted to a path where nothing is taken (H3). */
export function unknownPathMessage(path: string): string {
  const doubled = /^(.*)\/v1\/(?:traces|logs|metrics)(\/v1\/(?:traces|logs|metrics))$/.exec(path);
  if (doubled !== null) {
    return (
      `Nothing is served at ${shorten(path)}. The endpoint already holds a path to which the ` +
      `exporter adds ${doubled[2]}: set OTEL_EXPORTER_OTLP_ENDPOINT without a path.`
    );
  }
  if (path === '/') {
    return (
      'Nothing is served at /: what came in is seen in the app, Otelier, and not in a browser. ' +
      'Send traces to /v1/traces, logs to /v1/logs: an endpoint set for one signal ' +
      '(OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) must hold the path. SDKs of MLflow and Langfuse take ' +
      'this address as it is (MLFLOW_TRACKING_URI, LANGFUSE_BASE_URL).'
    );
  }
  return `Nothing is served at ${shorten(path)}. Send traces to /v1/traces, logs to /v1/logs.`;
}

function shorten(path: string): string {
  return path.length > 200 ? `${path.slice(0, 200)}…` : path;
}
