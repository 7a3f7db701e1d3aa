import { describe, expect, it } from 'vitest';

import { lockfileProblems } from './lockfile.mjs';

const entry = { version: '1.0.0', integrity: 'sha512-x' };
const native = (...systems: string[]) => ({
  packages: {
    '': {},
    'node_modules/tool': {
      ...entry,
      optionalDependencies: { 'tool-linux': '1.0.0', 'tool-mac': '1.0.0', 'tool-win': '1.0.0' },
    },
    ...Object.fromEntries(
      systems.map((os) => [
        `node_modules/tool-${{ darwin: 'mac', win32: 'win' }[os] ?? os}`,
        { ...entry, os: [os] },
      ]),
    ),
  },
});

describe('lockfileProblems', () => {
  it('accepts a native package with an entry for every system', () => {
    const lock = native('linux', 'darwin', 'win32');
    expect(lockfileProblems(lock, { devDependencies: { tool: '1.0.0' } })).toEqual([]);
  });

  it('names the package of a system that is missing', () => {
    expect(lockfileProblems(native('linux', 'darwin'), {})).toEqual([
      'package-lock.json: tool needs tool-win on some system; it is missing',
      'package-lock.json: tool has nothing for win32',
    ]);
  });

  it('finds the entry of a system in a nested node_modules', () => {
    const lock = native('linux', 'darwin', 'win32');
    const nested = Object.fromEntries(
      Object.entries(lock.packages).map(([path, value]) => [
        path.replace('node_modules/tool-', 'node_modules/tool/node_modules/tool-'),
        value,
      ]),
    );
    expect(lockfileProblems({ packages: nested }, {})).toEqual([]);
  });

  it('refuses version ranges, addresses of registries and missing checksums', () => {
    const packages = {
      'node_modules/a': { ...entry, resolved: 'https://registry.invalid/a.tgz' },
      'node_modules/b': { version: '2.0.0' },
    };
    expect(lockfileProblems({ packages }, { dependencies: { a: '^1.0.0' } })).toEqual([
      'package.json: a is not an exact version (^1.0.0)',
      'package-lock.json: a is 1.0.0, not ^1.0.0',
      'package-lock.json: a names the host of a registry',
      'package-lock.json: b has no checksum',
    ]);
  });
});
