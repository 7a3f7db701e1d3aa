import { fileURLToPath } from 'node:url';

/** Path of a built entry of the engine, e.g. `reader-worker.js`; tests build them beforehand. */
export function builtFile(name: string): string {
  return fileURLToPath(new URL(`../../../out/main/${name}`, import.meta.url));
}
