/** Bundles the comparison with the project's own aliases and runs it on this Node. */
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

import { build } from 'vite';

import { alias } from '../../build/alias.mjs';
import { inProject, projectDir } from '../../build/bootstrap/paths.mjs';

const outDir = inProject('.cache/truth');
await build({
  configFile: false,
  logLevel: 'warn',
  resolve: { alias: alias(projectDir) },
  build: {
    ssr: inProject('bench/truth/main.ts'),
    outDir,
    target: 'node24',
    minify: false,
    rollupOptions: { output: { entryFileNames: 'main.mjs' } },
  },
});
await import(pathToFileURL(join(outDir, 'main.mjs')).href);
