/** One model call that two tracers recorded, each in a trace of its own, is one call. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, screenshotBoth, test } from './fixtures';
import { newTraceId, post } from './fixtures/otlp';
import { untilListening } from './fixtures/receiver-state';
import { TraceList } from './pages/trace-list';
import { TraceView } from './pages/trace-view';

interface CapturedSpan extends Readonly<Record<string, unknown>> {
  readonly traceId: string;
  readonly name: string;
}
interface Captured {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly CapturedSpan[] }[];
  }[];
}

/** What a program emits where no span encloses the streamed call: each span begins a trace. */
function withoutEnclosingSpan(capture: string): Captured {
  const text = readFileSync(join(import.meta.dirname, `agents/captures/${capture}.jsonl`), 'utf8');
  const { resourceSpans } = JSON.parse(text) as Captured;
  const streamed = 'Please count from one to five.';
  const all = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
  const traceId = all.find((span) => JSON.stringify(span).includes(streamed))?.traceId;
  return {
    resourceSpans: resourceSpans.map((resource) => ({
      ...resource,
      scopeSpans: resource.scopeSpans.map((scope) => ({
        ...scope,
        spans: scope.spans
          .filter((span) => span.traceId === traceId && span.name !== 'chat-app')
          .map(({ parentSpanId: _, ...span }) => ({ ...span, traceId: newTraceId() })),
      })),
    })),
  };
}

for (const [capture, name] of [
  ['openinference-anthropic', 'messages.stream'],
  ['traceloop-anthropic', 'anthropic.chat'],
] as const) {
  test(`tells that two traces of ${capture} are one call`, async ({ launchApp }) => {
    const { page, httpPort } = await launchApp();
    await untilListening(page);
    await post(httpPort, withoutEnclosingSpan(capture));
    const list = new TraceList(page);
    await list.open();
    await expect(list.rows).toHaveCount(2);
    await expect(list.row('anthropic.messages.create')).toContainText('same call');
    await expect(list.row(name)).not.toContainText('same call');
    await screenshotBoth(page, `same-call-${capture}`);
    await list.row('anthropic.messages.create').getByRole('link').click();
    const notice = page.getByRole('status').filter({ hasText: 'Two tracers recorded' });
    await expect(notice).toBeVisible();
    await notice.getByRole('button', { name: 'Open' }).click();
    await new TraceView(page).expectNames([name]);
    await expect(notice).toBeHidden();
  });
}
