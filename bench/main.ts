/**
 * `npm run bench [-- NAME…]`: measures, prints a table, writes `bench/out/results.json` (an
 * array, one object a measurement). A NAME picks every measurement that begins with it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { appSuite } from './app.suite';
import { baselineSuite } from './baseline.suite';
import { diffGroupsSuite } from './diff-groups.suite';
import { diffOpenSuite } from './diff-open.suite';
import { diffQualitySuite } from './diff-quality.suite';
import { diffSpeedSuite } from './diff-speed.suite';
import { importSuite } from './import.suite';
import { ingestSuite } from './ingest.suite';
import { mlflowSuite } from './mlflow.suite';
import { normaliseSuite } from './normalise.suite';
import type { Measurement } from './measurement';
import { formatTable } from './table';
import { transcriptSuite } from './transcript.suite';
import { understandSuite } from './understand.suite';

const suites = [
  ingestSuite,
  normaliseSuite,
  understandSuite,
  importSuite,
  appSuite,
  transcriptSuite,
  diffQualitySuite,
  diffSpeedSuite,
  diffOpenSuite,
  diffGroupsSuite,
  baselineSuite,
  mlflowSuite,
];

const picks = process.argv.slice(2);
const wanted = (name: string): boolean =>
  picks.length === 0 || picks.some((pick) => name.startsWith(pick));

const known = suites.flatMap((suite) => suite.names);
const unknown = picks.filter((pick) => !known.some((name) => name.startsWith(pick)));
if (unknown.length > 0) {
  console.error(
    `no measurement begins with ${unknown.join(', ')}; there are:\n${known.join('\n')}`,
  );
  process.exit(1);
}

const measurements: Measurement[] = [];
for (const suite of suites) {
  if (!suite.names.some(wanted)) continue;
  await suite.run(wanted, (measurement) => {
    measurements.push(measurement);
    console.log(formatTable([measurement]).split('\n')[1]);
  });
}
mkdirSync('bench/out', { recursive: true });
writeFileSync('bench/out/results.json', `${JSON.stringify(measurements, null, 2)}\n`);
console.log(`\n${formatTable(measurements)}\n\nbench/out/results.json`);
