import { resolve } from 'node:path';

/**
 * Import aliases; `build/tsconfig/base.json` declares the same ones for the type checker.
 * The root is a parameter because bundled configuration files do not know where they came from.
 * @param {string} root the project's folder
 * @returns {Record<string, string>}
 */
export function alias(root) {
  return {
    '@domain': resolve(root, 'src-main/domain'),
    '@contract': resolve(root, 'src-main/contract'),
  };
}
