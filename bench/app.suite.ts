/** The real app in its real window: cold start, first paint of list and trace, memory. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { launch, type RunningApp } from '../e2e/fixtures/launch';
import { untilListening } from '../e2e/fixtures/receiver-state';
import { makeBody, makeTrace } from './generate';
import { median, type Suite } from './measurement';
import { httpSender } from './senders';

const traceSizes = { '1k': 1_000, '10k': 10_000, '100k': 100_000 } as const;
const listSizes = { '1k': 1_000, '50k': 50_000 } as const;
const REPEATS = 5;
const paintName = (size: string): string => `open trace ${size}`;
const listName = (size: string): string => `list first page ${size}`;
const COLD_START = 'cold start';
const MEMORY = 'memory app idle';

export const appSuite: Suite = {
  names: [
    COLD_START,
    MEMORY,
    ...Object.keys(listSizes).map(listName),
    ...Object.keys(traceSizes).map(paintName),
  ],

  async run(wanted, report) {
    if (wanted(COLD_START) || wanted(MEMORY)) {
      const times: number[] = [];
      let residentBytes = 0;
      for (let i = 0; i < REPEATS; i++) {
        await withApp(async (app, startedMs) => {
          await app.page.getByRole('navigation', { name: 'Main' }).waitFor();
          times.push(performance.now() - startedMs);
          residentBytes = await engineBytes(app);
        });
      }
      report({ name: COLD_START, value: median(times), unit: 'ms', lessIsBetter: true });
      report({ name: MEMORY, value: residentBytes / 1e6, unit: 'MB', lessIsBetter: true });
    }
    for (const [size, traces] of Object.entries(listSizes)) {
      if (!wanted(listName(size))) continue;
      await withApp(async (app) => {
        await seed(app, traces, 1);
        const times = await repeat(() => paintList(app.page));
        report({ name: listName(size), value: median(times), unit: 'ms', lessIsBetter: true });
      });
    }
    for (const [size, spans] of Object.entries(traceSizes)) {
      if (!wanted(paintName(size))) continue;
      await withApp(async (app) => {
        const traceId = await seedTrace(app, spans);
        const samples = await repeat(() => paintTrace(app.page, traceId));
        report({
          name: paintName(size),
          value: median(samples.map((sample) => sample.paintMs)),
          unit: 'ms',
          lessIsBetter: true,
          ...(size === '10k' ? { aim: 300 } : {}),
        });
        report({
          name: `${paintName(size)}: query and transfer`,
          value: median(samples.map((sample) => sample.dataMs)),
          unit: 'ms',
          lessIsBetter: true,
        });
      });
    }
  },
};

async function withApp(work: (app: RunningApp, startedMs: number) => Promise<void>): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'otelier-bench-'));
  const startedMs = performance.now();
  const app = await launch({ dataDir });
  try {
    await work(app, startedMs);
  } finally {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function repeat<T>(sample: () => Promise<T>): Promise<T[]> {
  const samples: T[] = [];
  await sample();
  for (let i = 0; i < REPEATS; i++) samples.push(await sample());
  return samples;
}

/** Fills the store with `traces` traces of `spans` spans and waits until the list shows them. */
async function seed(app: RunningApp, traces: number, spans: number): Promise<void> {
  await untilListening(app.page);
  const sender = httpSender(app.httpPort, 'protobuf');
  const perBody = 500;
  for (let sent = 0; sent < traces; sent += perBody) {
    await sender.send(makeBody('protobuf', 'small', perBody * spans, spans).fresh());
  }
  sender.close();
}

/** One trace of `spans` spans; resolves with its id. */
async function seedTrace(app: RunningApp, spans: number): Promise<string> {
  await untilListening(app.page);
  const sender = httpSender(app.httpPort, 'protobuf');
  const { traceId, bodies } = makeTrace(spans);
  for (const body of bodies) await sender.send(body);
  sender.close();
  return traceId;
}

/** Goes to the list from elsewhere; milliseconds until its first rows are painted. */
async function paintList(page: Page): Promise<number> {
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await page.getByRole('grid').waitFor({ state: 'detached' });
  return page.evaluate(async () => {
    const link = document.querySelector<HTMLElement>('nav a[href="#/traces"]');
    const start = performance.now();
    link?.click();
    while (document.querySelector('[role=row][data-trace]') === null) {
      await new Promise(requestAnimationFrame);
    }
    await new Promise(requestAnimationFrame);
    return performance.now() - start;
  });
}

/** Opens the trace from the list; milliseconds until its first rows are painted. */
async function paintTrace(
  page: Page,
  traceId: string,
): Promise<{ paintMs: number; dataMs: number }> {
  await page.getByRole('link', { name: 'Traces', exact: true }).first().click();
  await page.locator(`[data-trace="${traceId}"] a`).waitFor();
  return page.evaluate(async (id) => {
    performance.clearMeasures('trace.open');
    const start = performance.now();
    document.querySelector<HTMLElement>(`[data-trace="${id}"] a`)?.click();
    while (document.querySelector('[role=treeitem]') === null) {
      await new Promise(requestAnimationFrame);
    }
    await new Promise(requestAnimationFrame);
    const paintMs = performance.now() - start;
    while (performance.getEntriesByName('trace.open').length === 0) {
      await new Promise(requestAnimationFrame);
    }
    return { paintMs, dataMs: performance.getEntriesByName('trace.open')[0]?.duration ?? NaN };
  }, traceId);
}

/** Resident bytes of the engine's process. */
export function engineBytes({ app }: RunningApp): Promise<number> {
  return app.evaluate(({ app: electron }) => {
    const engine = electron
      .getAppMetrics()
      .find((metric) => metric.type === 'Utility' && /engine/i.test(metric.name ?? ''));
    return (engine?.memory.workingSetSize ?? NaN) * 1024;
  });
}
