/** Gemini's command line with its telemetry on: a command, a second prompt, a file that is missing. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';

import { declare } from './declare.mjs';

const require = createRequire(import.meta.url);
const folder = dirname(require.resolve('@google/gemini-cli/package.json'));
const home = join(homedir(), '.gemini');
const agent = 'gemini-cli';

mkdirSync(home);
writeFileSync(join(home, 'system.md'), 'You help in a weather office.');
const settings = {
  security: { auth: { selectedType: 'gemini-api-key' } },
  privacy: { usageStatisticsEnabled: false },
  general: { enableAutoUpdate: false },
  tools: { core: ['run_shell_command', 'read_file'] },
  telemetry: {
    enabled: true,
    traces: true,
    target: 'local',
    otlpEndpoint: process.env.OTEL_EXPORTER_OTLP_ENDPOINT,
    otlpProtocol: 'http',
    logPrompts: true,
  },
};
writeFileSync(join(home, 'settings.json'), JSON.stringify(settings));

const env = {
  ...process.env,
  GEMINI_SYSTEM_MD: join(home, 'system.md'),
  GEMINI_CLI_TRUST_WORKSPACE: 'true',
};

/**
 * @param {string} prompt
 * @param {string[]} more
 */
async function run(prompt, ...more) {
  const at = Date.now();
  const args = ['-m', 'gemini-2.5-flash', '--yolo', '-o', 'stream-json', '-p', prompt, ...more];
  const child = spawn(process.execPath, [join(folder, 'bundle', 'gemini.js'), ...args], {
    env,
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
  const { session_id: session } = events.find(({ type }) => type === 'init');

  // Each model call and each tool is a trace of its own: nothing spans a prompt.
  await declare({ trace: 'begin', at, session, agent });
  const calls = toolCalls();
  for (const { type, tool_id: id, timestamp } of events) {
    const begin = { trace: 'begin', at: Date.parse(timestamp) - 0.5, session, agent };
    if (type === 'tool_use') {
      const { name, args: given, result, status } = calls.get(id);
      const { response } = result[0].functionResponse;
      const ended = status === 'error' ? { error: response.error } : { result: response };
      await declare({ ...begin, tool: { name, arguments: given, ...ended } });
    }
    if (type === 'tool_result') await declare(begin);
  }
}

/** The tools that ran, by what is kept of the sessions. */
function toolCalls() {
  const calls = new Map();
  for (const file of readdirSync(home, { recursive: true }).map(String)) {
    if (!/chats.*\.jsonl$/.test(file)) continue;
    for (const line of readFileSync(join(home, file), 'utf8').trim().split('\n')) {
      for (const call of JSON.parse(line).toolCalls ?? []) calls.set(call.id, call);
    }
  }
  return calls;
}

await run('Please run the command `echo hello`');
await run('Please think: what is 17 times 23?', '--resume', 'latest');
await run(`Please read the file ${join(process.cwd(), 'missing.txt')}`);
