/** MLflow's SDK into Otelier and into MLflow's own server with SQLite, side by side. */
import { startMlflow } from '../e2e/mlflow/servers.mjs';
import { setUpMlflow } from '../e2e/mlflow/set-up.mjs';
import { startEngineProcess } from './engine-process';
import type { Measurement, Suite } from './measurement';
import { countTraces, makeExperiment, Replay, type Paced } from './mlflow/replay';
import { pumpSdk, recordTrace } from './mlflow/sdk';
import { startSink } from './mlflow/sink';

const SECONDS = 8;
/** More of them only share the cores that the servers need. */
const PROCESSES = 2;
/** Of each process. */
const TRACES = 150;
/** Of each trace that the client makes. */
const SPANS = 10;
const RATE = 500;
/** MLflow's server falls behind at once, and takes long to answer all that was sent. */
const PACED_SECONDS = { otelier: SECONDS, 'mlflow server': 2 };
const AIM_TIMES = 10;
const AIM_P95_MS = 50;

const kinds = ['otelier', 'mlflow server'] as const;
type Kind = (typeof kinds)[number];

const SDK_TIMES = 'mlflow sdk times';
const REQUESTS_TIMES = 'mlflow requests times';
const sdk = (kind: Kind): string => `mlflow sdk into ${kind}`;
const requests = (kind: Kind): string => `mlflow requests into ${kind}`;
const p95 = (kind: Kind, path: string): string => `mlflow p95 ${path} ${kind}`;
const refused = (kind: Kind): string => `mlflow refused at ${RATE} spans/s ${kind}`;
const paths = ['/v1/traces', '/api/3.0/mlflow/traces'];

const names = [
  ...kinds.map(sdk),
  SDK_TIMES,
  ...kinds.map(requests),
  REQUESTS_TIMES,
  ...kinds.flatMap((kind) => [...paths.map((path) => p95(kind, path)), refused(kind)]),
];

interface Target {
  readonly url: string;
  stop(): Promise<void>;
}

async function start(kind: Kind): Promise<Target> {
  if (kind === 'mlflow server') return startMlflow();
  const engine = await startEngineProcess();
  return { url: `http://127.0.0.1:${engine.httpPort}`, stop: () => engine.stop() };
}

export const mlflowSuite: Suite = {
  names,

  async run(wanted, report) {
    const isAsked = (...some: readonly string[]): boolean => some.some(wanted);
    const rates = new Map<string, number>();
    const tell = (measurement: Measurement): void => {
      rates.set(measurement.name, measurement.value);
      report(measurement);
    };
    await setUpMlflow();
    const sent = await recordTrace();
    const asksSdk = isAsked(SDK_TIMES, ...kinds.map(sdk));
    const alone = asksSdk ? await clientAlone() : NaN;
    for (const kind of kinds) {
      const isPaced = isAsked(refused(kind), ...paths.map((path) => p95(kind, path)));
      const isPumped = isAsked(requests(kind), REQUESTS_TIMES);
      const isSdk = isAsked(sdk(kind), SDK_TIMES);
      if (!isPaced && !isPumped && !isSdk) continue;
      const target = await start(kind);
      try {
        if (isSdk) {
          const value = await acknowledgedBySdk(target.url);
          tell({ name: sdk(kind), value, unit: 'spans/s', floor: alone });
        }
        const experiment = await makeExperiment(target.url, 'replayed');
        const replay = new Replay(target.url, experiment, sent, SPANS);
        if (isPumped) {
          tell({ name: requests(kind), value: await replay.pump(SECONDS), unit: 'spans/s' });
        }
        if (isPaced) reportPaced(kind, await replay.pace(RATE, PACED_SECONDS[kind]), tell);
        replay.close();
      } finally {
        await target.stop();
      }
    }
    const times = (of: (kind: Kind) => string): number =>
      (rates.get(of('otelier')) ?? NaN) / (rates.get(of('mlflow server')) ?? NaN);
    // Both wait for the client here, so that there is nothing to aim for.
    if (wanted(SDK_TIMES)) report({ name: SDK_TIMES, value: times(sdk), unit: '×' });
    if (wanted(REQUESTS_TIMES)) {
      report({ name: REQUESTS_TIMES, value: times(requests), unit: '×', aim: AIM_TIMES });
    }
  },
};

/** @throws where a trace that was acknowledged is not there */
async function acknowledgedBySdk(url: string): Promise<number> {
  const experiment = await makeExperiment(url, 'sent');
  const rate = await pumpSdk(url, 'sent', TRACES, PROCESSES);
  const stored = await countTraces(url, experiment);
  const made = (TRACES + 1) * PROCESSES;
  if (stored !== made) throw new Error(`${made} traces were sent, ${stored} are stored`);
  return rate;
}

/** What the SDK does where the server does nothing. */
async function clientAlone(): Promise<number> {
  const sink = await startSink(false);
  try {
    return await pumpSdk(sink.url, 'sent', TRACES, PROCESSES);
  } finally {
    await sink.stop();
  }
}

function reportPaced(
  kind: Kind,
  { latencies, requests: sent, refused: bad }: Paced,
  report: (measurement: Measurement) => void,
): void {
  const isOurs = kind === 'otelier';
  for (const path of paths) {
    const sorted = (latencies.get(path) ?? []).toSorted((a, b) => a - b);
    const value = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? NaN;
    const aim = isOurs ? { aim: AIM_P95_MS } : {};
    report({ name: p95(kind, path), value, unit: 'ms', lessIsBetter: true, ...aim });
  }
  const aim = isOurs ? { aim: 0 } : {};
  const share = (bad * 100) / sent;
  report({ name: refused(kind), value: share, unit: '%', lessIsBetter: true, ...aim });
}
