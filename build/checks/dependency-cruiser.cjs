'use strict';

const path = require('node:path');

const { layers, packages, narrow } = require('./layer-table.cjs');

const testFile = '(\\.test\\.tsx?$|/test-support/)';
const featureIndex = '^src-renderer/features/[^/]+/index\\.tsx?$';

/** @param {string} name */
function packagePath(name) {
  return `(^|/)node_modules/${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}/`;
}

/**
 * The packages that may be imported at a place, each with the type package that stands for it.
 * @param {string} place
 */
function packagesOf(place) {
  return Object.entries(packages)
    .filter(([, places]) => places.includes(place))
    .flatMap(([name]) => [name, `@types/${name.replace(/^@/, '').replace('/', '__')}`]);
}

/**
 * @param {[name: string, layer: import('./layer-table.cjs').Layer]} entry
 * @returns {import('dependency-cruiser').IForbiddenRuleType[]}
 */
function rulesOf([name, layer]) {
  const from = `^${layer.path}`;
  const sources = [
    from,
    ...layer.imports.map((other) => `^${layers[other]?.path}`),
    ...(layer.files ?? []).map((file) => `^${file}`),
  ];
  const own = packagesOf(name).map(packagePath);
  const test = packagesOf('tests').map(packagePath);
  const comment = `${name} may import: ${[name, ...layer.imports, ...packagesOf(name)].join(', ')}`;
  return [
    {
      name,
      comment,
      severity: 'error',
      from: { path: from, pathNot: testFile },
      to: {
        pathNot: [...sources, ...own],
        couldNotResolve: false,
        ...(layer.node ? { dependencyTypesNot: ['core'] } : {}),
      },
    },
    {
      name: `${name}-tests`,
      comment,
      severity: 'error',
      from: { path: `${from}.*${testFile}` },
      to: {
        pathNot: [...sources, ...own, ...test],
        couldNotResolve: false,
        dependencyTypesNot: ['core'],
      },
    },
  ];
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(layers).flatMap(rulesOf),
    ...narrow.map((one) => ({
      name: `${one.layer}-only-file-for-${one.package}`,
      severity: 'error',
      from: { path: `^${layers[one.layer]?.path}`, pathNot: one.onlyIn },
      to: { path: packagePath(one.package) },
    })),
    {
      name: 'engine-logs-without-electron',
      comment: 'the engine runs under plain Node: electron-log/node only',
      severity: 'error',
      from: { path: `^${layers['engine']?.path}` },
      to: {
        path: packagePath('electron-log'),
        pathNot: 'electron-log/(src/)?node/|electron-log/node',
      },
    },
    {
      name: 'feature-through-its-index',
      comment: 'a feature is reached only through its index.tsx',
      severity: 'error',
      from: { path: '^src-renderer/features/([^/]+)/' },
      to: {
        path: '^src-renderer/features/',
        pathNot: ['^src-renderer/features/$1/', featureIndex],
      },
    },
    {
      name: 'feature-through-its-index-app',
      comment: 'a feature is reached only through its index.tsx',
      severity: 'error',
      from: { path: '^src-', pathNot: '^src-renderer/features/' },
      to: { path: '^src-renderer/features/', pathNot: featureIndex },
    },
    {
      name: 'no-test-code-in-the-app',
      severity: 'error',
      from: { path: '^src-', pathNot: testFile },
      to: { path: testFile },
    },
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'declared-package',
      comment: 'a package that package.json does not name',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\?' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: path.join(__dirname, '..', 'tsconfig', 'tools.json') },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.d.ts', '.mjs', '.js', '.cjs', '.css', '.json'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
