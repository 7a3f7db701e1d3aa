import { extname, join, sep } from 'node:path';

export const appScheme = 'app';
const appHost = 'otelier';
/** Address of the window's page, and the origin of everything in it. */
export const appUrl = `${appScheme}://${appHost}/`;

/** A request for a file of the app, or the status that refuses it. */
export type Resolved = { readonly file: string } | { readonly status: 400 | 403 | 404 | 405 };

/**
 * The file an address of the app's scheme stands for. A path without extension is a route of
 * the window and gives its page; anything outside the folder is refused, however it is
 * written. Whether the file exists is not checked.
 * @param root absolute folder of the built window
 */
export function resolveAppAddress(root: string, method: string, address: string): Resolved {
  if (method !== 'GET') return { status: 405 };
  // Not `URL`: it would fold `..` away, and what folds here may not fold elsewhere.
  const match = /^([a-z]+):\/\/([^/?#]*)([^?#]*)/.exec(address);
  if (match === null) return { status: 400 };
  const [, scheme, host, rawPath = ''] = match;
  if (scheme !== appScheme || host !== appHost) return { status: 403 };

  let path: string;
  try {
    path = decodeURIComponent(rawPath);
  } catch {
    return { status: 400 };
  }
  const parts = path.split('/').filter((part) => part !== '');
  if (path.includes('\\') || path.includes('\0') || path.includes(':')) return { status: 403 };
  if (parts.some((part) => part === '..' || part === '.')) return { status: 403 };

  const last = parts[parts.length - 1] ?? '';
  if (extname(last) === '' && !last.startsWith('.')) return { file: join(root, 'index.html') };
  const file = join(root, ...parts);
  return file.startsWith(root + sep) ? { file } : { status: 403 };
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** Media type by file name; binary for what is not known, which nothing runs. */
export function mediaTypeOf(file: string): string {
  return mediaTypes[extname(file).toLowerCase()] ?? 'application/octet-stream';
}
