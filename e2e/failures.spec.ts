/** A failure that passes through several spans is one, wherever it is counted. */
import { expect, screenshotBoth, test } from './fixtures';
import {
  makeSpan,
  newSpanId,
  newTraceId,
  post,
  traceRequest,
  type MadeSpan,
} from './fixtures/otlp';
import { untilListening } from './fixtures/receiver-state';
import { TraceList } from './pages/trace-list';
import { TraceView } from './pages/trace-view';

test('counts a failure once, where it began', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp();
  await untilListening(page);
  const traceId = newTraceId();
  const startMs = Date.now() - 5000;
  const [agent, chain] = [newSpanId(), newSpanId()];
  const failed = (
    name: string,
    kind: string,
    spanId: string,
    parentSpanId: string | null,
    durationMs: number,
  ): MadeSpan =>
    makeSpan({
      traceId,
      name,
      spanId,
      ...(parentSpanId === null ? {} : { parentSpanId }),
      startMs,
      durationMs,
      error: 'ValueError: no such city',
      attributes: { 'openinference.span.kind': kind, 'error.type': 'ValueError' },
    });
  await post(
    httpPort,
    traceRequest('desk', [
      failed('lookup', 'TOOL', newSpanId(), chain, 100),
      failed('plan', 'CHAIN', chain, agent, 200),
      failed('weather desk', 'AGENT', agent, null, 300),
    ]),
  );
  const list = new TraceList(page);
  await list.open();
  await expect(list.row('weather desk')).toContainText('1 failure, passed through 3 spans');
  await screenshotBoth(page, 'failure-list');

  const view = new TraceView(page);
  await view.openById(traceId);
  const errors = page.getByTitle('1 failure, passed through 3 spans');
  await expect(errors).toContainText('1 in 3 spans');
  await view.expectNames(['weather desk', 'plan', 'lookup']);
  // Its own status stays, and every one of them is found.
  for (const name of ['weather desk', 'plan', 'lookup']) {
    await expect(view.span(name)).toContainText('error');
  }
  await view.span('weather desk').click();
  await page.getByRole('tab', { name: /Input & output|Messages/ }).click();
  await expect(view.inspector).toContainText('began in another span and passed through 3 spans');
  await screenshotBoth(page, 'failure-inspector');
  await view.inspector.getByRole('button', { name: 'another span' }).click();
  await expect(view.inspector).toContainText('began here and passed through 3 spans');

  await page.getByRole('radio', { name: 'Graph' }).click();
  await expect(page.getByText('1 error', { exact: true })).toHaveCount(1);
  await page.getByRole('radio', { name: 'Transcript' }).click();
  await expect(errors).toBeVisible();
  await screenshotBoth(page, 'failure-transcript');
});
