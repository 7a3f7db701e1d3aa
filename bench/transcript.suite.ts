/** The transcript in the real window: from a press on the trace until what was said is painted. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { launch } from '../e2e/fixtures/launch';
import { untilListening } from '../e2e/fixtures/receiver-state';
import { makeConversation, thoughtOf } from './conversation';
import { median, type Suite } from './measurement';
import { httpSender } from './senders';

const NAME = 'transcript open 500 messages';
/** Two messages each. */
const CALLS = 249;
const REPEATS = 5;

export const transcriptSuite: Suite = {
  names: [NAME],

  async run(wanted, report) {
    if (!wanted(NAME)) return;
    const dataDir = mkdtempSync(join(tmpdir(), 'otelier-bench-'));
    const app = await launch({ dataDir });
    try {
      await untilListening(app.page);
      const { traceId, bodies } = makeConversation(CALLS);
      const sender = httpSender(app.httpPort, 'protobuf');
      for (const body of bodies) await sender.send(body);
      sender.close();
      await app.page
        .locator(`[data-trace="${traceId}"]`)
        .getByText(String(CALLS))
        .first()
        .waitFor();
      const times: number[] = [];
      for (let i = 0; i <= REPEATS; i++) times.push(await paintTranscript(app.page, traceId));
      report({
        name: NAME,
        // The first one also loads the view's code.
        value: median(times.slice(1)),
        unit: 'ms',
        aim: 200,
        lessIsBetter: true,
      });
    } finally {
      await app.close();
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
};

/** Goes from the list to the transcript; milliseconds until what the model said first is painted. */
async function paintTranscript(page: Page, traceId: string): Promise<number> {
  await page.getByRole('link', { name: 'Traces', exact: true }).first().click();
  await page.locator(`[data-trace="${traceId}"] a`).waitFor();
  return page.evaluate(
    async ([id, thought]) => {
      const start = performance.now();
      window.location.hash = `#/traces/${id}?view=transcript`;
      const isShown = (): boolean =>
        document.querySelector('[role=feed]')?.textContent?.includes(thought ?? '') === true;
      while (!isShown()) await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      return performance.now() - start;
    },
    [traceId, thoughtOf(1)] as const,
  );
}
