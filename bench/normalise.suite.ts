/**
 * What understanding spans costs the senders: acknowledged spans a second into the real engine
 * with the facet worker and without it, one after the other in the same run, and how fast
 * spans can come for ever without facets falling behind.
 */
import { join } from 'node:path';

import Database from 'better-sqlite3';

import { startEngineProcess } from './engine-process';
import { makeBody, type RequestBody, type SpanSize } from './generate';
import type { Suite } from './measurement';
import { httpSender, pump } from './senders';

const sizes: readonly SpanSize[] = ['small', 'agent'];
const ROUNDS = 6;
const SECONDS = 3;
const WARM_UP_SECONDS = 1.5;
const POLL_MS = 50;
const MEMORY = 'memory engine normalising';

const costName = (size: SpanSize): string => `normalise cost ${size}`;

interface Run {
  /** Spans a second. */
  readonly acknowledged: number;
  /** Spans a second until all that was sent is understood; NaN without the worker. */
  readonly sustained: number;
  readonly peakBytes: number;
}

export const normaliseSuite: Suite = {
  names: [...sizes.map(costName), MEMORY],

  async run(wanted, report) {
    let peakBytes = 0;
    for (const size of sizes) {
      if (!wanted(costName(size)) && !wanted(MEMORY)) continue;
      const body = makeBody('protobuf', size);
      const plain: Run[] = [];
      const understood: Run[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        // In turns first and last, so that a machine that slows down favours neither.
        const order = round % 2 === 0 ? [false, true] : [true, false];
        for (const understand of order) {
          (understand ? understood : plain).push(await measure(body, understand));
        }
      }
      // The best rounds, since other programs make a machine slower and never faster.
      const of = (runs: readonly Run[], field: keyof Run): number =>
        Math.max(...runs.map((run) => run[field]));
      report({
        name: costName(size),
        value: (1 - of(understood, 'acknowledged') / of(plain, 'acknowledged')) * 100,
        unit: '%',
        aim: 25,
        lessIsBetter: true,
      });
      report({
        name: `${costName(size)}: acknowledged`,
        value: of(understood, 'acknowledged'),
        unit: 'spans/s',
        floor: of(plain, 'acknowledged'),
      });
      report({
        name: `${costName(size)}: sustained`,
        value: of(understood, 'sustained'),
        unit: 'spans/s',
      });
      peakBytes = Math.max(peakBytes, ...understood.map((run) => run.peakBytes));
    }
    report({ name: MEMORY, value: peakBytes / 1e6, unit: 'MB', aim: 350, lessIsBetter: true });
  },
};

async function measure(body: RequestBody, understand: boolean): Promise<Run> {
  const engine = await startEngineProcess({ understand });
  const sender = httpSender(engine.httpPort, 'protobuf');
  let peakBytes = 0;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, engine.residentBytes());
  }, POLL_MS);
  try {
    await pump(sender, body, WARM_UP_SECONDS);
    if (understand) await untilUnderstood(engine.dataDir);
    const startMs = performance.now();
    const acknowledged = await pump(sender, body, SECONDS);
    const spans = (acknowledged * (performance.now() - startMs)) / 1000;
    if (understand) await untilUnderstood(engine.dataDir);
    const sustained = understand ? (spans * 1000) / (performance.now() - startMs) : NaN;
    return { acknowledged, sustained, peakBytes };
  } finally {
    clearInterval(watch);
    sender.close();
    await engine.stop();
  }
}

/** Looks into the store from outside, as the worker does. */
async function untilUnderstood(dataDir: string): Promise<void> {
  const db = new Database(join(dataDir, 'otelier.db'), { readonly: true });
  try {
    const anyDue = db.prepare('SELECT 1 FROM trace WHERE facet_version <= 0 LIMIT 1');
    while (anyDue.get() !== undefined) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  } finally {
    db.close();
  }
}
