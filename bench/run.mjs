/** Bundles the benchmark with the project's own aliases and runs it on this Node. */
import { pathToFileURL } from 'node:url';
import { dirname, join } from 'node:path';

import { build } from 'vite';

import { alias } from '../build/alias.mjs';
import { inProject, projectDir } from '../build/bootstrap/paths.mjs';

const outDir = inProject('.cache/bench');
await build({
  configFile: false,
  logLevel: 'warn',
  resolve: { alias: alias(projectDir) },
  // Workers are the built ones, as in the app.
  define: { __dirname: JSON.stringify(inProject('out/main')) },
  plugins: [
    {
      // The set-up modules find their files beside themselves: they run from where they are.
      name: 'set-up-modules-stay',
      enforce: 'pre',
      resolveId(source, importer) {
        if (importer === undefined || !/\/(build\/bootstrap|e2e)\/.*\.mjs$/.test(source))
          return null;
        return { id: pathToFileURL(join(dirname(importer), source)).href, external: true };
      },
    },
  ],
  build: {
    ssr: inProject('bench/main.ts'),
    outDir,
    target: 'node24',
    minify: false,
    rollupOptions: { output: { entryFileNames: 'main.mjs' } },
  },
});
await import(pathToFileURL(join(outDir, 'main.mjs')).href);
