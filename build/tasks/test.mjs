import { messageOf, SetupError } from '../bootstrap/report.mjs';
import { checks } from '../checks/steps.mjs';
import { runE2e, runInteropSuite, runUnit } from '../checks/suites.mjs';

/**
 * @typedef {import('../checks/steps.mjs').Step} Step
 * @typedef {import('../checks/steps.mjs').StepResult} StepResult
 * @typedef {StepResult & { name: string, seconds: number }} Outcome
 */

/** @type {Step} */
const unit = { name: 'unit', run: runUnit };
/** @type {Step} */
const e2e = { name: 'e2e', run: runE2e };
/** @type {Step} */
const interop = { name: 'interop', run: runInteropSuite };
const all = [...checks, unit, e2e, interop];

/**
 * `npm test`: every check and test. `-- checks`, `-- unit`, `-- e2e`, `-- interop` or the name of one check
 * runs a part; anything else is a file pattern. What follows goes to the runner.
 * Every step runs even when an earlier one failed; the last line says how many passed.
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
export default async function test(args) {
  const { steps, rest } = choose(args);
  /** @type {Outcome[]} */
  const outcomes = [];
  for (const step of steps) outcomes.push(await runStep(step, rest));
  summarise(outcomes);
  return outcomes.every((outcome) => outcome.failed === 0) ? 0 : 1;
}

/** @param {string[]} args */
function choose(args) {
  const [first, ...rest] = args;
  if (first === undefined) return { steps: all, rest: [] };
  if (first === 'checks') return { steps: checks, rest };
  const named = all.filter((step) => step.name === first);
  if (named.length > 0) return { steps: named, rest };
  return { steps: [/\be2e\b|\.spec\b/.test(first) ? e2e : unit], rest: args };
}

/**
 * @param {Step} step
 * @param {string[]} args
 * @returns {Promise<Outcome>}
 */
async function runStep(step, args) {
  console.log(`\n── ${step.name}`);
  const begin = performance.now();
  /** @type {StepResult} */
  let result;
  try {
    result = await step.run(args);
  } catch (error) {
    const text = error instanceof SetupError || !(error instanceof Error) ? null : error.stack;
    result = { passed: 0, failed: 1, output: text ?? messageOf(error) };
  }
  if (result.failed > 0 && result.output) console.log(result.output.trim());
  return { name: step.name, seconds: (performance.now() - begin) / 1000, ...result };
}

/** @param {Outcome[]} outcomes */
function summarise(outcomes) {
  const skipped = outcomes.flatMap((one) => one.skipped ?? []);
  if (skipped.length > 0) {
    console.log(`\nskipped, so neither passed nor failed:`);
    for (const name of skipped) console.log(`  ${name}`);
  }
  console.log('');
  for (const { name, passed, failed, seconds } of outcomes) {
    const verdict = failed === 0 ? 'ok    ' : 'FAILED';
    const counts = failed === 0 ? `${passed}` : `${failed} of ${passed + failed}`;
    console.log(`${verdict} ${name.padEnd(10)} ${counts.padStart(10)} ${seconds.toFixed(1)} s`);
  }
  const sum = (/** @type {'passed' | 'failed'} */ key) =>
    outcomes.reduce((total, one) => total + one[key], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
}
