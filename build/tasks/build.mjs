import { compile } from './compile.mjs';

/** `npm run build`: builds the app into `out/`; `-- main` builds one part alone. */
export default async function build(/** @type {string[]} */ args) {
  const only = /** @type {import('./compile.mjs').Part[]} */ (['main', 'preload', 'renderer']).find(
    (part) => args.includes(part),
  );
  await compile({ ...(only ? { only } : {}), force: args.includes('--force') });
  return 0;
}
