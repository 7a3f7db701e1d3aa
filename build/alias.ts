import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/** Import aliases; `build/tsconfig/base.json` declares the same ones for the type checker. */
export const alias = {
  '@domain': resolve(root, 'src-main/domain'),
  '@contract': resolve(root, 'src-main/contract'),
};
