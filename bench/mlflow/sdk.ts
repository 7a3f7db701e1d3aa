/** MLflow's own SDK as a client, in processes of its own. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { programEnv, pythonOf } from '../../e2e/mlflow/set-up.mjs';
import { startSink, type SentRequest } from './sink';

const exec = promisify(execFile);

/** As a user of the SDK has it, but for one: what does not fit into its queue would be lost. */
const ENV = {
  MLFLOW_ENABLE_ASYNC_TRACE_LOGGING: 'true',
  MLFLOW_ASYNC_TRACE_LOGGING_MAX_QUEUE_SIZE: '1000000',
};

/**
 * @param traces of each process
 * @returns acknowledged spans a second
 */
export async function pumpSdk(
  url: string,
  experiment: string,
  traces: number,
  processes: number,
): Promise<number> {
  const printed = await runSdk(url, experiment, traces, processes);
  const [, spans, took] = /^sent (\d+) ([\d.]+)$/m.exec(printed) ?? [];
  return Number(spans) / Number(took);
}

/** What the SDK sends of one trace, in its order. */
export async function recordTrace(): Promise<readonly SentRequest[]> {
  const sink = await startSink(true);
  try {
    await runSdk(sink.url, 'recorded', 1, 1);
    return [...sink.sent];
  } finally {
    await sink.stop();
  }
}

async function runSdk(
  url: string,
  experiment: string,
  traces: number,
  processes: number,
): Promise<string> {
  const client = join(process.cwd(), 'bench', 'mlflow', 'client.py');
  const args = [client, url, experiment, String(traces), String(processes)];
  const env = { ...programEnv(null), ...ENV };
  const { stdout, stderr } = await exec(pythonOf('newest'), args, { env });
  const [trouble] = /^.*(?:WARNING|ERROR).*$/m.exec(stderr) ?? [];
  if (trouble !== undefined) throw new Error(trouble);
  return stdout;
}
