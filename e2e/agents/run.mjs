/**
 * Runs the programs and keeps what they emitted: `npm run fixtures [-- name…]`.
 * See README.md.
 *
 * @import { About } from './truth.mjs'
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { run } from '../../build/bootstrap/command.mjs';
import { inProject, projectCache } from '../../build/bootstrap/paths.mjs';
import { messageOf, SetupError } from '../../build/bootstrap/report.mjs';
import { lookFor } from './evidence.mjs';
import { environmentOf, plainEnv } from './environments.mjs';
import { prune } from './prune.mjs';
import { leaks, scrub } from './scrub.mjs';
import { startSink } from './sink.mjs';
import { startStandIn } from './stand-in/server.mjs';
import { truthOf } from './truth.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const programs = join(here, 'programs');
const captures = join(here, 'captures');
const helpers = join(here, 'helpers');

const TIMEOUT_MS = 240_000;
const MOST_BYTES = 200_000;
const MOST_DOUBTS = 25;

/**
 * @param {string[]} names
 * @returns {Promise<number>} how many failed
 */
async function runAll(names) {
  const all = readdirSync(programs).filter((name) =>
    existsSync(join(programs, name, 'about.json')),
  );
  for (const name of names) {
    if (!all.includes(name)) throw new SetupError(`there is no program ${name}`);
  }
  mkdirSync(captures, { recursive: true });
  let failed = 0;
  for (const name of names.length > 0 ? names : all.sort()) {
    try {
      console.log(`${name.padEnd(36)} ${await capture(name)}`);
    } catch (error) {
      failed++;
      console.log(`${name.padEnd(36)} FAILED: ${messageOf(error)}`);
    }
  }
  return failed;
}

/**
 * @param {string} name
 * @returns {Promise<string>} a summary
 */
async function capture(name) {
  /** @type {About} */
  const about = JSON.parse(readFileSync(join(programs, name, 'about.json'), 'utf8'));
  const program = join(programs, about.runs ?? name);
  const environment = await environmentOf(about.runs ?? name, program, helpers);
  const place = join(projectCache, 'agents-run');
  mkdirSync(place, { recursive: true });
  const cwd = mkdtempSync(join(place, `${name}-`));
  const logFile = join(place, `${name}.wire.jsonl`);
  rmSync(logFile, { force: true });
  const standIn = await startStandIn({ logFile });
  const sink = await startSink();
  try {
    const { code, output, timedOut } = await run(environment.command, environment.args, {
      cwd,
      output: 'capture',
      timeoutMs: TIMEOUT_MS,
      env: {
        ...plainEnv(),
        HOME: cwd,
        USER: 'user',
        LOGNAME: 'user',
        ...endpoints(name, standIn.url, sink),
        ...environment.env,
        ...about.env,
      },
    });
    writeFileSync(join(place, `${name}.output.txt`), output);
    // What was sent last may still be on its way.
    await new Promise((resolve) => setTimeout(resolve, 300));
    if (timedOut) throw new Error('it did not end in time');
    if (code !== 0) throw new Error(`exit code ${code}: ${output.trim().split('\n').at(-1)}`);
  } finally {
    await sink.stop();
    await standIn.stop();
    rmSync(cwd, { recursive: true, force: true });
  }
  const folders = /** @type {[string, string][]} */ ([
    [cwd, '/app'],
    [environment.folder, '/app/.venv'],
    [program, '/app'],
    [helpers, '/app'],
  ]);
  const lines = about.onlySpans ? prune(sink.lines, about.onlySpans) : sink.lines;
  const text = scrub(`${lines.join('\n')}\n`, folders);
  const truth = truthOf(standIn.log, about, environment.versions);
  const truthText = scrub(`${JSON.stringify(truth, null, 2)}\n`, folders);
  check(text, truthText);
  writeFileSync(join(captures, `${name}.jsonl`), text);
  if (sink.calls.length > 0) {
    const calls = scrub(`${sink.calls.join('\n')}\n`, folders);
    check(calls, '');
    writeFileSync(join(captures, `${name}.calls.jsonl`), calls);
  }
  const truthFile = join(captures, `${name}.truth.json`);
  writeFileSync(truthFile, truthText);
  await format(truthFile);
  return [summary(text, truth.traces.length), ...doubts(text, JSON.parse(truthText))].join(
    '\n    ',
  );
}

async function format(/** @type {string} */ file) {
  const oxfmt = inProject('node_modules', 'oxfmt', 'bin', 'oxfmt');
  const args = [oxfmt, '--config', inProject('build', 'oxfmt.json'), file];
  await run(process.execPath, args, { output: 'capture' });
}

/**
 * @param {string} name
 * @param {string} standIn
 * @param {{ url: string, grpcUrl: string }} sink
 */
function endpoints(name, standIn, sink) {
  return {
    STAND_IN_URL: standIn,
    SINK_URL: sink.url,
    SINK_GRPC_URL: sink.grpcUrl,
    OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_SERVICE_NAME: name,
    OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true',
    TRACELOOP_BASE_URL: sink.url,
    TRACELOOP_TRACE_CONTENT: 'true',
    TRACELOOP_TELEMETRY: 'false',
    OPENAI_BASE_URL: `${standIn}/v1`,
    OPENAI_API_BASE: `${standIn}/v1`,
    OPENAI_API_KEY: 'not-a-key',
    ANTHROPIC_BASE_URL: standIn,
    ANTHROPIC_API_KEY: 'not-a-key',
    OLLAMA_HOST: standIn,
    OLLAMA_API_BASE: standIn,
    GOOGLE_GEMINI_BASE_URL: standIn,
    GEMINI_API_BASE: standIn,
    GEMINI_API_KEY: 'not-a-key',
    GOOGLE_API_KEY: 'not-a-key',
  };
}

/**
 * @param {string} text
 * @param {string} truth
 */
function check(text, truth) {
  if (text.trim() === '') throw new Error('it emitted nothing');
  if (text.length > MOST_BYTES) throw new Error(`it emitted ${text.length} bytes: too many`);
  const found = leaks(text + truth);
  if (found.length > 0) throw new Error(`the capture tells of this machine: ${found.join(', ')}`);
}

/**
 * @param {string} text
 * @param {ReturnType<typeof truthOf>} truth
 */
function doubts(text, truth) {
  const { missing, found } = lookFor(text, truth);
  const all = [
    ...missing.map((one) => `not emitted? ${one}`),
    ...found.map((one) => `notEmitted, yet there: ${one}`),
  ];
  const more = all.length - MOST_DOUBTS;
  return more > 0 ? [...all.slice(0, MOST_DOUBTS), `and ${more} more`] : all;
}

/**
 * @param {string} text
 * @param {number} told
 */
function summary(text, told) {
  const traces = new Set(Array.from(text.matchAll(/"traceId":"(\w+)"/g), (match) => match[1]));
  const spans = text.match(/"startTimeUnixNano"/g)?.length ?? 0;
  const logs = text.match(/"observedTimeUnixNano"/g)?.length ?? 0;
  const mismatch = traces.size === told ? '' : `  (the program tells of ${told} traces)`;
  return `${traces.size} traces, ${spans} spans, ${logs} logs, ${Math.ceil(text.length / 1000)} kB${mismatch}`;
}

try {
  process.exitCode = (await runAll(process.argv.slice(2))) > 0 ? 1 : 0;
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
