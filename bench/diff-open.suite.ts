/**
 * A comparison in the real window: from a press until the engine's answer is there, from then until
 * its first rows are painted, the longest stop of the window meanwhile, and the engine's memory.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { launch } from '../e2e/fixtures/launch';
import { untilListening } from '../e2e/fixtures/receiver-state';
import { engineBytes } from './app.suite';
import { sendLargeRun } from './diff/send-run';
import { median, type Suite } from './measurement';
import { httpSender } from './senders';

const sizes = [
  {
    name: 'diff open 10,000',
    spans: 10_000,
    repeats: 4,
    aims: { aligned: { aim: 1000 }, paint: { aim: 300 } },
  },
  { name: 'diff open 100,000', spans: 100_000, repeats: 1, aims: { aligned: {}, paint: {} } },
] as const;

/** Of all steps, how many did something else. */
const SHARE = 0.2;
const MAX_BYTES = 500e6;

export const diffOpenSuite: Suite = {
  names: sizes.map(({ name }) => name),

  async run(wanted, report) {
    for (const { name, spans, repeats, aims } of sizes) {
      if (!wanted(name)) continue;
      const dataDir = mkdtempSync(join(tmpdir(), 'otelier-bench-'));
      const app = await launch({ dataDir });
      try {
        await untilListening(app.page);
        const sender = httpSender(app.httpPort, 'protobuf');
        const a = await sendLargeRun(sender, spans, 0);
        const b = await sendLargeRun(sender, spans, SHARE);
        sender.close();
        for (const { traceId, modelCalls } of [a, b]) {
          const row = app.page.locator(`[data-trace="${traceId}"]`);
          await row
            .getByText(modelCalls.toLocaleString('en-US'), { exact: true })
            .first()
            .waitFor({ timeout: 600_000 });
        }
        const first = await openDiff(app.page, a.traceId, b.traceId);
        const times: Opened[] = [];
        // The first also loads the code of the view and compiles it.
        for (let each = 0; each < repeats; each++) {
          times.push(await openDiff(app.page, a.traceId, b.traceId));
        }
        const ms = { unit: 'ms', lessIsBetter: true } as const;
        report({ name: `${name}: aligned, first time`, value: first.alignedMs, ...ms });
        report({ name: `${name}: first paint after, first time`, value: first.paintMs, ...ms });
        report({
          name: `${name}: aligned`,
          value: median(times.map(({ alignedMs }) => alignedMs)),
          ...ms,
          ...aims.aligned,
        });
        report({
          name: `${name}: first paint after`,
          value: median(times.map(({ paintMs }) => paintMs)),
          ...ms,
          ...aims.paint,
        });
        report({
          name: `${name}: longest stop of the window`,
          value: Math.max(first.stopMs, ...times.map(({ stopMs }) => stopMs)),
          ...ms,
          aim: 200,
        });
        report({
          name: `${name}: engine memory`,
          value: (await engineBytes(app)) / 1e6,
          unit: 'MB',
          ...(spans > 10_000 ? {} : { aim: MAX_BYTES / 1e6 }),
          lessIsBetter: true,
        });
      } finally {
        await app.close();
        rmSync(dataDir, { recursive: true, force: true });
      }
    }
  },
};

interface Opened {
  readonly alignedMs: number;
  readonly paintMs: number;
  /** The longest task of the window, or 0 where none was long. */
  readonly stopMs: number;
}

/** From the list to the comparison. */
async function openDiff(page: Page, a: string, b: string): Promise<Opened> {
  await page.getByRole('link', { name: 'Traces', exact: true }).first().click();
  await page.locator(`[data-trace="${a}"] a`).waitFor();
  return page.evaluate(
    async ([idA, idB]) => {
      performance.clearMeasures('diff.open');
      const stops: number[] = [];
      const observer = new PerformanceObserver((list) => {
        stops.push(...list.getEntries().map(({ duration }) => duration));
      });
      observer.observe({ type: 'longtask' });
      const start = performance.now();
      window.location.hash = `#/compare?a=${idA}&b=${idB}`;
      const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);
      while (document.querySelector('[role=treeitem][data-row]') === null) await frame();
      await frame();
      const paintedMs = performance.now() - start;
      while (performance.getEntriesByName('diff.open').length === 0) await frame();
      const measure = performance.getEntriesByName('diff.open')[0];
      const alignedMs = (measure?.startTime ?? NaN) + (measure?.duration ?? NaN) - start;
      await new Promise((resolve) => setTimeout(resolve, 500));
      observer.disconnect();
      return { alignedMs, paintMs: paintedMs - alignedMs, stopMs: Math.max(0, ...stops) };
    },
    [a, b] as const,
  );
}
