/** Claude Code's command line, told to trace itself: commands, files, a subagent, failures. */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';

import { declare } from './declare.mjs';

const require = createRequire(import.meta.url);
const platform = `@anthropic-ai/claude-code-${process.platform}-${process.arch}`;
const folder = dirname(require.resolve(`${platform}/package.json`));
const claude = join(folder, process.platform === 'win32' ? 'claude.exe' : 'claude');

const tracing = {
  CLAUDE_CODE_ENHANCED_TELEMETRY_BETA: '1',
  OTEL_TRACES_EXPORTER: 'otlp',
};

const env = {
  ...process.env,
  CLAUDE_CODE_ENABLE_TELEMETRY: '1',
  ...(process.env.TRACING === 'off' ? {} : tracing),
  OTEL_LOGS_EXPORTER: 'otlp',
  OTEL_LOG_USER_PROMPTS: '1',
  OTEL_LOG_ASSISTANT_RESPONSES: '1',
  OTEL_LOG_TOOL_DETAILS: '1',
  OTEL_LOG_TOOL_CONTENT: '1',
  OTEL_RESOURCE_ATTRIBUTES: 'team=blue',
  // Nothing but the model calls, and each when the one before has ended.
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: '1',
  CLAUDE_CODE_MAX_RETRIES: '1',
};

/** What each session has cost so far: what is printed adds up over its runs. */
const costs = new Map();

/**
 * @param {string} session
 * @param {string} prompt
 * @param {string[]} [more]
 */
async function run(session, prompt, more = ['--session-id', session]) {
  const args = [
    '-p',
    prompt,
    '--output-format',
    'stream-json',
    '--verbose',
    '--tools',
    'Bash,Read,Agent',
    '--allowedTools',
    'Bash,Read,Agent',
    '--system-prompt',
    'You help in a weather office.',
    '--disable-slash-commands',
    '--settings',
    JSON.stringify({ attribution: { commit: '', pr: '' } }),
    ...more,
  ];
  await declare({ trace: 'begin', session, agent: 'claude-code' });
  const child = spawn(claude, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece) => (text += piece));
  await new Promise((resolve) => child.on('close', resolve));
  const messages = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  await tell(messages);
  // It makes up an identifier of the user at its first start.
  const { userID } = JSON.parse(readFileSync(join(homedir(), '.claude.json'), 'utf8'));
  await declare({ user: userID });
}

/**
 * Declares the tools that ran and the costs, by what is printed.
 * @param {any[]} messages
 */
async function tell(messages) {
  const calls = new Map();
  for (const { type, message, ...rest } of messages) {
    const blocks = Array.isArray(message?.content) ? message.content : [];
    for (const block of blocks) {
      if (block.type === 'tool_use') calls.set(block.id, block);
      if (block.type !== 'tool_result') continue;
      const { name, input } = calls.get(block.tool_use_id);
      const result = rest.tool_use_result?.file?.content ?? textOf(block.content);
      if (name === 'Agent') await declare({ agent: 'general-purpose' });
      await declare({
        tool: { name, arguments: input, ...(block.is_error ? { error: result } : { result }) },
      });
    }
    if (type !== 'result') continue;
    const cost = rest.total_cost_usd - (costs.get(rest.session_id) ?? 0);
    costs.set(rest.session_id, rest.total_cost_usd);
    if (cost > 0) await declare({ costUsd: Number(cost.toFixed(9)) });
  }
}

/** @param {unknown} content */
function textOf(content) {
  return Array.isArray(content) ? content.map(({ text }) => text).join('\n') : content;
}

const file = (/** @type {string} */ name) => join(process.cwd(), name);
const session = (/** @type {number} */ number) => `11111111-2222-4333-8444-00000000000${number}`;
writeFileSync(file('forecast.txt'), 'Sunny in Oslo, 18 degrees.\n');

await run(session(1), 'Please run the command `echo hello`');
await run(session(1), `Please read the file ${file('forecast.txt')}`, ['--resume', session(1)]);
await run(session(2), 'Ask the weather expert: what is 2 and 2?');
await run(session(3), `Please read the file ${file('missing.txt')}`);
await run(session(4), 'Please wait for the rate limit.');
await run(session(4), 'Now cause a server error.', ['--resume', session(4)]);
