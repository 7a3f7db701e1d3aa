/** Codex's command line, told to export its spans and log events: a command, a resumed session. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';

import { declare } from './declare.mjs';

const require = createRequire(import.meta.url);
const start = join(dirname(require.resolve('@openai/codex/package.json')), 'bin', 'codex.js');
const home = join(homedir(), '.codex');
const standIn = process.env.OPENAI_BASE_URL;
const sink = process.env.OTEL_EXPORTER_OTLP_ENDPOINT;

const tracing = `
[otel.trace_exporter.otlp-http]
endpoint = "${sink}/v1/traces"
protocol = "binary"
`;

mkdirSync(home);
writeFileSync(join(home, 'instructions.md'), 'You help in a weather office.\n');
writeFileSync(
  join(home, 'config.toml'),
  `
model = "gpt-5.5"
model_provider = "stand-in"
model_instructions_file = ${JSON.stringify(join(home, 'instructions.md'))}
model_reasoning_effort = "low"
model_reasoning_summary = "auto"
approval_policy = "never"
sandbox_mode = "danger-full-access"

[model_providers.stand-in]
name = "stand-in"
base_url = "${standIn}"
env_key = "OPENAI_API_KEY"
wire_api = "responses"

[analytics]
enabled = false

[otel]
environment = "test"
log_user_prompt = true

[otel.exporter.otlp-http]
endpoint = "${sink}/v1/logs"
protocol = "binary"
${process.env.TRACING === 'off' ? '' : tracing}`,
);

let told = 0;

/**
 * @param {string[]} args
 * @returns {Promise<string>} the session
 */
async function run(...args) {
  await declare({ trace: 'begin', agent: 'codex' });
  const child = spawn(process.execPath, [start, 'exec', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece) => (text += piece));
  await new Promise((resolve) => child.on('close', resolve));
  console.log(text);
  const events = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const session = events.find(({ type }) => type === 'thread.started').thread_id;
  await declare({ session });
  await tellTools(session);
  return session;
}

/**
 * Declares the tools that ran since the last time, by what Codex keeps of the session.
 * @param {string} session
 */
async function tellTools(session) {
  const folder = join(home, 'sessions');
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true }) : [];
  const file = files.map(String).find((name) => name.endsWith(`${session}.jsonl`));
  if (!file) return;
  const items = readFileSync(join(folder, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).payload);
  const calls = items.filter(({ type }) => type === 'function_call');
  for (const { name, arguments: args, call_id: id } of calls.slice(told)) {
    const { output } = items.find(
      (item) => item.type === 'function_call_output' && item.call_id === id,
    );
    await declare({ tool: { name, arguments: JSON.parse(args), result: output } });
  }
  told = calls.length;
}

const session = await run('--skip-git-repo-check', '--json', 'Please run the command `echo hello`');
await run(
  'resume',
  '--skip-git-repo-check',
  '--json',
  session,
  'Please think: what is 17 times 23?',
);
