/** What evaluators found stands where it belongs: at what they judged. */
import { expect, screenshotBoth, test } from './fixtures';
import {
  keyValues,
  makeSpan,
  newSpanId,
  newTraceId,
  post,
  traceRequest,
  unixNano,
} from './fixtures/otlp';
import { untilListening } from './fixtures/receiver-state';
import { TraceView } from './pages/trace-view';

const said = (role: string, content: string): string =>
  JSON.stringify([{ role, parts: [{ type: 'text', content }] }]);

test('shows an evaluation at the span it judges', async ({ launchApp }) => {
  const { page, httpPort } = await launchApp();
  await untilListening(page);
  const traceId = newTraceId();
  const startMs = Date.now() - 5000;
  const rootId = newSpanId();
  const span = (name: string, at: number, attributes: Record<string, string>, as = {}) =>
    makeSpan({
      traceId,
      parentSpanId: rootId,
      name,
      startMs: startMs + at,
      durationMs: 500,
      attributes,
      as,
    });
  const root = makeSpan({
    traceId,
    spanId: rootId,
    name: 'invoke_agent desk',
    startMs,
    durationMs: 3000,
    attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'desk' },
  });
  const call = span('chat gpt-4.1', 100, {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'gpt-4.1',
    'gen_ai.response.id': 'answer-1',
    'gen_ai.input.messages': said('user', 'Is it raining?'),
    'gen_ai.output.messages': said('assistant', 'It is dry in Oslo.'),
  });
  const result = {
    name: 'gen_ai.evaluation.result',
    timeUnixNano: unixNano(startMs + 1200),
    attributes: keyValues({
      'gen_ai.evaluation.name': 'groundedness',
      'gen_ai.evaluation.score.value': 0.92,
      'gen_ai.evaluation.score.label': 'grounded',
      'gen_ai.evaluation.explanation': 'The forecast says the same.',
      'gen_ai.response.id': 'answer-1',
    }),
  };
  const evaluator = span(
    'judge',
    1000,
    { 'openinference.span.kind': 'EVALUATOR' },
    { events: [result] },
  );
  await post(httpPort, traceRequest('desk', [root, call, evaluator]));
  const view = new TraceView(page);
  await view.openById(traceId);
  await view.span('chat gpt-4.1').click();
  const card = view.inspector.getByRole('article', { name: 'groundedness' });
  await expect(card).toContainText('by judge');
  await card.getByRole('button').first().click();
  await expect(card).toContainText('Told by judge.');
  await expect(card).toContainText('0.92');
  await expect(card).toContainText('The forecast says the same.');
  await screenshotBoth(page, 'evaluation-inspector');
  await card.getByRole('button', { name: 'judge', exact: true }).click();
  await expect(card).toContainText('of gpt-4.1');
  await page.getByRole('radio', { name: 'Transcript' }).click();
  const step = page
    .getByRole('feed', { name: 'Transcript' })
    .getByRole('article', { name: 'gpt-4.1' });
  const told = step.getByRole('list', { name: 'Evaluations' });
  await expect(told).toContainText('groundedness');
  await expect(told).toContainText('grounded 0.92');
  await expect(told).toContainText('The forecast says the same.');
  await screenshotBoth(page, 'evaluation-transcript');
});
