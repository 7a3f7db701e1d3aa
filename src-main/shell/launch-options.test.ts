import { describe, expect, it } from 'vitest';

import { defaultSettings } from '@contract/settings';

import { readLaunchOptions, withLaunchPorts, type LaunchSource } from './launch-options';

const source: LaunchSource = { argv: ['otelier'], env: {}, cwd: '/home/ada', packaged: false };

describe('readLaunchOptions', () => {
  it('asks for nothing where nothing is given', () => {
    expect(readLaunchOptions(source)).toEqual({
      dataDir: null,
      httpPort: null,
      grpcPort: null,
      sqliteBinding: null,
      devServerUrl: null,
    });
  });

  it('resolves the data folder against the working directory, the flag before the variable', () => {
    const env = { OTELIER_DATA_DIR: 'from-env' };
    expect(readLaunchOptions({ ...source, env }).dataDir).toBe('/home/ada/from-env');
    const argv = ['otelier', 'file.json', '--data-dir=from flag'];
    expect(readLaunchOptions({ ...source, env, argv }).dataDir).toBe('/home/ada/from flag');
    expect(readLaunchOptions({ ...source, argv: ['x', '--data-dir=/abs'] }).dataDir).toBe('/abs');
  });

  it.each([
    ['4318', 4318],
    ['1', 1],
    ['65535', 65535],
    ['0', null],
    ['65536', null],
    ['-1', null],
    ['80a', null],
    ['', null],
  ])('reads the port %j as %j', (text, port) => {
    const env = { OTELIER_HTTP_PORT: text, OTELIER_GRPC_PORT: text };
    expect(readLaunchOptions({ ...source, env })).toMatchObject({ httpPort: port, grpcPort: port });
  });

  it('loads from a development server only when not packaged', () => {
    const env = { ELECTRON_RENDERER_URL: 'http://localhost:5173' };
    expect(readLaunchOptions({ ...source, env }).devServerUrl).toBe('http://localhost:5173');
    expect(readLaunchOptions({ ...source, env, packaged: true }).devServerUrl).toBeNull();
  });
});

describe('withLaunchPorts', () => {
  const launch = { httpPort: 14318, grpcPort: null };

  it('puts a port of the environment in the place of the one that was set', () => {
    expect(withLaunchPorts(defaultSettings, defaultSettings, launch)).toEqual({
      ...defaultSettings,
      httpPort: 14318,
    });
  });

  it('gives way to a port that is set during the run', () => {
    const changed = { ...defaultSettings, httpPort: 5318, grpcPort: 5317 };
    expect(withLaunchPorts(changed, defaultSettings, launch)).toEqual(changed);
  });
});
