import { sep } from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { mediaTypeOf, resolveAppAddress } from './app-address';

const root = '/app/out/renderer';
const index = `${root}/index.html`;
const resolve = (address: string) => resolveAppAddress(root, 'GET', address);

describe('resolveAppAddress', () => {
  it.each([
    ['app://otelier/', index],
    ['app://otelier', index],
    ['app://otelier/?theme=dark#x', index],
    ['app://otelier/traces/0af7651916cd43dd8448eb211c80319c?span=b7ad6b7169203331', index],
    ['app://otelier/assets/index-a1b2.js', `${root}/assets/index-a1b2.js`],
    ['app://otelier/assets/two%20words.css?v=1.2', `${root}/assets/two words.css`],
  ])('%s is %s', (address, file) => {
    expect(resolve(address)).toEqual({ file });
  });

  it.each([
    ['app://otelier/../secret.json', 403],
    ['app://otelier/assets/../../secret.json', 403],
    ['app://otelier/%2e%2e/%2e%2e/etc/hosts.txt', 403],
    ['app://otelier/..%2f..%2fetc%2fhosts.txt', 403],
    ['app://otelier/..%5c..%5cwindows.ini', 403],
    ['app://otelier/C:/windows.ini', 403],
    ['app://otelier/a%00.js', 403],
    ['app://otelier/%zz.js', 400],
    ['app://elsewhere/index.html', 403],
    ['app://otelier.evil.example/index.html', 403],
    ['app://user@otelier/index.html', 403],
    ['file:///etc/hosts.txt', 403],
    ['nonsense', 400],
  ])('refuses %s with %i', (address, status) => {
    expect(resolve(address)).toEqual({ status });
  });

  it.each(['POST', 'HEAD', 'PUT', 'get'])('refuses the method %s', (method) => {
    expect(resolveAppAddress(root, method, 'app://otelier/')).toEqual({ status: 405 });
  });

  it('never leaves the folder, however an address is written', () => {
    const piece = fc.oneof(
      fc.constantFrom('..', '.', '%2e%2e', '%2E.', '/', '%2f', '\\', '%5c', 'C:', '%00', '.js'),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const resolved = resolve(`app://otelier/${pieces.join('')}`);
        if (!('file' in resolved)) return;
        expect(resolved.file.startsWith(root + sep)).toBe(true);
        expect(resolved.file.split(sep)).not.toContain('..');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('mediaTypeOf', () => {
  it('gives scripts a type that may run and unknown files one that may not', () => {
    expect(mediaTypeOf('/x/a.JS')).toBe('text/javascript; charset=utf-8');
    expect(mediaTypeOf('/x/a.exe')).toBe('application/octet-stream');
  });
});
