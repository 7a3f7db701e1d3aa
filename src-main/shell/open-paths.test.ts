import { describe, expect, it } from 'vitest';

import { pathsOnCommandLine } from './open-paths';

const cwd = '/home/ada/runs';

describe('pathsOnCommandLine', () => {
  it('resolves files against the working directory of the caller and leaves flags out', () => {
    const argv = ['/opt/otelier', '--no-sandbox', 'a.json', '--data-dir=/tmp/x', '../b', '/c.pb'];
    expect(pathsOnCommandLine({ argv, cwd, appPath: null })).toEqual([
      '/home/ada/runs/a.json',
      '/home/ada/b',
      '/c.pb',
    ]);
  });

  it('takes the data folder for no file, however it is written', () => {
    const argv = ['otelier', '--data-dir', '/tmp/x', 'a.json', '--', '--data-dir', 'b.json'];
    expect(pathsOnCommandLine({ argv, cwd, appPath: null })).toEqual([
      `${cwd}/a.json`,
      `${cwd}/--data-dir`,
      `${cwd}/b.json`,
    ]);
  });

  it("leaves out everything up to the app's own folder where the app runs unpackaged", () => {
    const argv = ['electron', '-r', 'loader.js', '.', 'a.json', '.'];
    expect(pathsOnCommandLine({ argv, cwd, appPath: cwd })).toEqual([`${cwd}/a.json`, cwd]);
  });

  it('takes everything after -- as a file', () => {
    const argv = ['otelier', '--flag', '--', '--odd.json', 'b.json'];
    expect(pathsOnCommandLine({ argv, cwd, appPath: null })).toEqual([
      `${cwd}/--odd.json`,
      `${cwd}/b.json`,
    ]);
  });

  it('reads file: addresses, and skips those that name no path', () => {
    const argv = ['otelier', 'file:///tmp/two%20words.json', 'file://elsewhere/x.json', ''];
    expect(pathsOnCommandLine({ argv, cwd, appPath: null })).toEqual(['/tmp/two words.json']);
  });
});
