import { afterEach, beforeEach, expect, it } from 'vitest';

import { sessionsWindow } from './sessions-window';
import { BASE_NS, createTestStore, type TestStore } from './test-support/test-store';

let store: TestStore;
beforeEach(() => (store = createTestStore()));
afterEach(() => store.close());

it('shows the last turns of a long session, and the first thing that was asked', () => {
  const services = ['b', 'a', 'b', 'c'];
  for (let turn = 1; turn <= 40; turn++) {
    const startMs = turn * 1000;
    store.addSpans({
      trace: turn,
      span: turn,
      startMs,
      endMs: startMs + turn,
      service: services[turn % 4] ?? '',
      status: turn % 10 === 0 ? 2 : 0,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.conversation.id': 'long',
        ...(turn < 3 ? {} : { 'gen_ai.input.messages': asked(`question ${turn}`) }),
      },
    });
  }
  store.understand();
  const { rows } = sessionsWindow(store.host())(
    { text: '', offset: 0, limit: 5, experiment: null },
    () => undefined,
  );
  expect(rows).toEqual([
    {
      sessionId: 'long',
      // As they come up first.
      services: ['a', 'b', 'c'],
      turnCount: 40,
      firstStartNs: BASE_NS + 1_000_000_000n,
      lastStartNs: BASE_NS + 40_000_000_000n,
      turnDurationsNs: Array.from({ length: 16 }, (_, at) => (25 + at) * 1e6),
      errorCount: 4,
      preview: 'question 3',
    },
  ]);
});

it('counts no less than no failures while spans that were replaced wait to be understood', () => {
  const run = (endMs: number, status: number) =>
    [undefined, 1].map((parent, at) => ({
      trace: 1,
      span: at + 1,
      ...(parent === undefined ? {} : { parent }),
      startMs: 0,
      endMs,
      status,
      attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.conversation.id': 'mended' },
    }));
  store.addSpans(...run(10, 2));
  store.understand();
  const errorCount = () =>
    sessionsWindow(store.host())(
      { text: '', offset: 0, limit: 5, experiment: null },
      () => undefined,
    ).rows[0]?.errorCount;
  expect(errorCount()).toBe(1);
  store.addSpans(...run(20, 0));
  expect(errorCount()).toBe(0);
});

function asked(content: string): string {
  return JSON.stringify([{ role: 'user', parts: [{ type: 'text', content }] }]);
}
