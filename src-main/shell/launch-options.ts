import { resolve } from 'node:path';

import type { Settings } from '@contract/settings';

/** What the command line and the environment ask of this start of the app. */
export interface LaunchOptions {
  /** Data folder in place of the user's; null for that one. Absolute. */
  readonly dataDir: string | null;
  /** Ports in place of those of the settings, until these are changed. */
  readonly httpPort: number | null;
  readonly grpcPort: number | null;
  /** SQLite addon in place of the stock one, where that does not fit the runtime. */
  readonly sqliteBinding: string | null;
  /** Address of the development server; null when the built files are shown. */
  readonly devServerUrl: string | null;
}

export interface LaunchSource {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly packaged: boolean;
}

/**
 * Reads `--data-dir=<path>`, `OTELIER_DATA_DIR`, `OTELIER_HTTP_PORT`, `OTELIER_GRPC_PORT`,
 * `OTELIER_SQLITE_BINDING` and, unpackaged only, `ELECTRON_RENDERER_URL`. A value that makes
 * no sense counts as not given. The flag goes before the variable.
 */
export function readLaunchOptions({ argv, env, cwd, packaged }: LaunchSource): LaunchOptions {
  const dataDir = flag(argv, 'data-dir') ?? env['OTELIER_DATA_DIR'] ?? '';
  const devServerUrl = env['ELECTRON_RENDERER_URL'] ?? '';
  return {
    dataDir: dataDir === '' ? null : resolve(cwd, dataDir),
    httpPort: port(env['OTELIER_HTTP_PORT']),
    grpcPort: port(env['OTELIER_GRPC_PORT']),
    sqliteBinding: env['OTELIER_SQLITE_BINDING'] || null,
    devServerUrl: packaged || devServerUrl === '' ? null : devServerUrl,
  };
}

/**
 * Settings as the engine gets them: a port of the environment holds in place of the one that
 * was set before the start; one that the user sets later holds at once.
 */
export function withLaunchPorts(
  settings: Settings,
  atStart: Settings,
  launch: Pick<LaunchOptions, 'httpPort' | 'grpcPort'>,
): Settings {
  const portOf = (name: 'httpPort' | 'grpcPort') =>
    settings[name] === atStart[name] ? (launch[name] ?? settings[name]) : settings[name];
  return { ...settings, httpPort: portOf('httpPort'), grpcPort: portOf('grpcPort') };
}

function flag(argv: readonly string[], name: string): string | null {
  const prefix = `--${name}=`;
  return argv.find((arg) => arg.startsWith(prefix))?.slice(prefix.length) ?? null;
}

function port(text: string | undefined): number | null {
  if (text === undefined || !/^\d{1,5}$/.test(text)) return null;
  const value = Number(text);
  return value >= 1 && value <= 65_535 ? value : null;
}
