import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { defaultSettings } from '@contract/settings';

import {
  LaunchError,
  readLaunchOptions,
  environmentPorts,
  withLaunchPorts,
  type LaunchSource,
} from './launch-options';

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
    const apart = ['otelier', '--no-sandbox', '--data-dir', 'two words', 'file.json'];
    expect(readLaunchOptions({ ...source, env, argv: apart }).dataDir).toBe('/home/ada/two words');
  });

  it.each([
    [['--data-dir']],
    [['--data-dir=']],
    [['--data-dir', '--no-sandbox']],
    [['--datadir=/x']],
    [['--data_dir', '/x']],
    [['-data-dir', '/x']],
    [['--data-folder=/x']],
    [['--http-port=5000']],
  ])('refuses %j with a line that says what to write', (args) => {
    const read = () => readLaunchOptions({ ...source, argv: ['otelier', ...args] });
    expect(read).toThrow(LaunchError);
    expect(read).toThrow(/--data-dir <folder>|OTELIER_HTTP_PORT/);
  });

  it('leaves the flags of Electron and Chromium to these, and what follows -- to the import', () => {
    const argv = [
      'electron',
      '--inspect=0',
      '--remote-debugging-port=0',
      '--no-sandbox',
      '--disable-gpu',
      '--user-data-dir=/tmp/chromium',
      '-r',
      'loader.js',
      '.',
      '--ozone-platform=headless',
      '--',
      '--datadir.json',
    ];
    expect(readLaunchOptions({ ...source, argv }).dataDir).toBeNull();
  });

  it.each([
    ['4318', 4318],
    ['1', 1],
    ['65535', 65535],
    ['', null],
  ])('reads the port %j as %j', (text, port) => {
    const env = { OTELIER_HTTP_PORT: text, OTELIER_GRPC_PORT: text };
    expect(readLaunchOptions({ ...source, env })).toMatchObject({ httpPort: port, grpcPort: port });
  });

  it.each(['0', '65536', '-1', '80a'])('refuses %j as a port', (text) => {
    const env = { OTELIER_GRPC_PORT: text };
    expect(() => readLaunchOptions({ ...source, env })).toThrow(
      `OTELIER_GRPC_PORT is no port: ${text}`,
    );
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

  it('tells which variable holds, until another port is chosen', () => {
    expect(environmentPorts(defaultSettings, defaultSettings, launch)).toEqual({
      httpPort: { port: 14318, variable: 'OTELIER_HTTP_PORT' },
      grpcPort: null,
    });
    const changed = { ...defaultSettings, httpPort: 5318 };
    expect(environmentPorts(changed, defaultSettings, launch).httpPort).toBeNull();
  });

  it('gives way to a port that is set during the run', () => {
    const changed = { ...defaultSettings, httpPort: 5318, grpcPort: 5317 };
    expect(withLaunchPorts(changed, defaultSettings, launch)).toEqual(changed);
  });
});

it('the README names the folder that Electron takes where none is given: the name of the app', () => {
  const { productName } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly productName: string;
  };
  const rows = readFileSync('README.md', 'utf8').match(/^\| (Linux|macOS|Windows) \| `.+` \|$/gm);
  const folders = rows?.map((row) => row.match(/[^/\\]+(?=` \|$)/)?.[0]);
  expect(folders).toEqual([productName, productName, productName]);
});
