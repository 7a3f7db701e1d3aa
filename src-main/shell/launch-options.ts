import { resolve } from 'node:path';

import type { EnvironmentPort, EnvironmentPorts } from '@contract/shell-api';
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

/** The command line or the environment asks for something that cannot be meant. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';
}

const portVariables = { httpPort: 'OTELIER_HTTP_PORT', grpcPort: 'OTELIER_GRPC_PORT' } as const;

/** The one flag of ours; its value follows after `=` or as the next argument. */
export const dataDirFlag = '--data-dir';

/**
 * Reads `--data-dir <path>`, `OTELIER_DATA_DIR`, `OTELIER_HTTP_PORT`, `OTELIER_GRPC_PORT`,
 * `OTELIER_SQLITE_BINDING` and, unpackaged only, `ELECTRON_RENDERER_URL`. An empty variable
 * counts as not given. The flag goes before the variable. Flags that are not ours are
 * Chromium's, which alone knows them all.
 * @throws LaunchError for a value that makes no sense and for a slip of the pen: silently
 * ignored, either would lead to other data than was asked for
 */
export function readLaunchOptions({ argv, env, cwd, packaged }: LaunchSource): LaunchOptions {
  const dataDir = dataDirOf(argv) ?? env['OTELIER_DATA_DIR'] ?? '';
  const devServerUrl = env['ELECTRON_RENDERER_URL'] ?? '';
  return {
    dataDir: dataDir === '' ? null : resolve(cwd, dataDir),
    httpPort: portOf(env, portVariables.httpPort),
    grpcPort: portOf(env, portVariables.grpcPort),
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
  const { httpPort, grpcPort } = environmentPorts(settings, atStart, launch);
  return {
    ...settings,
    httpPort: httpPort?.port ?? settings.httpPort,
    grpcPort: grpcPort?.port ?? settings.grpcPort,
  };
}

/** The ports that hold in place of the settings, by the same rule. */
export function environmentPorts(
  settings: Settings,
  atStart: Settings,
  launch: Pick<LaunchOptions, 'httpPort' | 'grpcPort'>,
): EnvironmentPorts {
  const portOf = (name: 'httpPort' | 'grpcPort'): EnvironmentPort | null => {
    const port = settings[name] === atStart[name] ? launch[name] : null;
    return port === null ? null : { port, variable: portVariables[name] };
  };
  return { httpPort: portOf('httpPort'), grpcPort: portOf('grpcPort') };
}

/** What one may take our flag and our variables for; no switches of Chromium among them. */
const slips: Readonly<Record<string, string>> = {
  data: `${dataDirFlag} <folder>`,
  datadir: `${dataDirFlag} <folder>`,
  datadirectory: `${dataDirFlag} <folder>`,
  datafolder: `${dataDirFlag} <folder>`,
  dataroot: `${dataDirFlag} <folder>`,
  httpport: `the variable ${portVariables.httpPort}`,
  grpcport: `the variable ${portVariables.grpcPort}`,
};

function dataDirOf(argv: readonly string[]): string | null {
  const end = argv.indexOf('--');
  const args = argv.slice(1, end === -1 ? undefined : end);
  let found: string | null = null;
  for (const [at, arg] of args.entries()) {
    if (!arg.startsWith('-')) continue;
    const [flag = '', ...rest] = arg.split('=');
    if (flag === dataDirFlag) {
      const next = args[at + 1] ?? '';
      const value = rest.length > 0 ? rest.join('=') : next.startsWith('-') ? '' : next;
      if (value === '') throw new LaunchError(`${dataDirFlag} needs a folder: ${slips['data']}`);
      found ??= value;
    } else {
      const meant = slips[flag.replace(/[-_]/g, '').toLowerCase()];
      if (meant !== undefined) {
        throw new LaunchError(`There is no option ${flag}. Did you mean ${meant}?`);
      }
    }
  }
  return found;
}

function portOf(env: LaunchSource['env'], name: string): number | null {
  const text = env[name] ?? '';
  if (text === '') return null;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65_535) return port;
  throw new LaunchError(`${name} is no port: ${text}. Ports are numbers from 1 to 65535.`);
}
