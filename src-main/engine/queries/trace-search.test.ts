import { afterEach, beforeEach, expect, it } from 'vitest';

import { QueryCancelled } from './query';
import {
  BASE_NS,
  createTestStore,
  spanHex,
  traceHex,
  type TestStore,
} from './test-support/test-store';
import { tracesSearch } from './trace-search';

let store: TestStore;
beforeEach(() => {
  store = createTestStore();
});
afterEach(() => store.close());

/** Hits as `trace name` or `trace/span name`. */
function search(text: string, limit = 20): string[] {
  return tracesSearch(store.host())({ text, limit }, () => {}).map((hit) => {
    const trace = Number(`0x${hit.traceId.slice(16)}`);
    const span = hit.spanId === null ? '' : `/${Number(`0x${hit.spanId}`)}`;
    return `${trace}${span} ${hit.name}`;
  });
}

it('finds traces by name and service, and spans by name', () => {
  store.addSpans(
    { trace: 1, span: 1, name: 'research agent', service: 'planner' },
    { trace: 1, span: 2, parent: 1, name: 'chat agent', service: 'llm' },
    { trace: 2, span: 1, name: 'batch' },
  );
  expect(search('AGENT')).toEqual(['1 research agent', '1/2 chat agent']);
  expect(search('llm')).toEqual(['1 research agent']);
  expect(search('nothing')).toEqual([]);
});

it('tells all about a hit', () => {
  store.addSpans(
    { trace: 1, span: 1, service: 'planner' },
    { trace: 1, span: 2, parent: 1, name: 'chat', startMs: 5, service: 'llm' },
  );
  expect(tracesSearch(store.host())({ text: 'chat', limit: 5 }, () => {})).toEqual([
    {
      traceId: traceHex(1),
      spanId: spanHex(2),
      name: 'chat',
      serviceName: 'llm',
      startNs: BASE_NS + 5_000_000n,
    },
  ]);
});

it('puts names that begin with the text first, then what arrived last', () => {
  store.addSpans(
    { trace: 1, span: 1, name: 'run a', startMs: 1 },
    { trace: 2, span: 1, name: 'run b', startMs: 2 },
    { trace: 3, span: 1, name: 'dry run', startMs: 3 },
  );
  expect(search('run')).toEqual(['2 run b', '1 run a', '3 dry run']);
});

it('finds ids by their beginning', () => {
  store.addSpans(
    { trace: 0xabc, span: 0xdef, name: 'a' },
    { trace: 0xabc, span: 7, parent: 0xdef },
  );
  expect(search(traceHex(0xabc).slice(0, 31).toUpperCase())).toEqual(['2748 a']);
  // The root stands for its trace, so its id finds nothing else; a child is a hit of its own.
  expect(search(spanHex(7))).toEqual(['2748/7 span 7']);
});

it('shares the room between traces and spans', () => {
  for (let trace = 1; trace <= 4; trace += 1) {
    store.addSpans(
      { trace, span: 1, name: 'x root', startMs: trace },
      { trace, span: 2, parent: 1, name: 'x child' },
    );
  }
  expect(search('x', 4)).toEqual(['4 x root', '3 x root', '4/2 x child', '3/2 x child']);
  expect(search('x child', 3)).toHaveLength(3);
  expect(search('x root', 3)).toHaveLength(3);
});

it('offers the traces that arrived last where nothing was typed', () => {
  store.addSpans({ trace: 1, span: 1, startMs: 1 }, { trace: 2, span: 1, startMs: 2 });
  expect(search(' ', 1)).toEqual(['2 span 1']);
});

it('leaves out deleted traces and their spans', () => {
  store.addSpans({ trace: 1, span: 1, name: 'x' }, { trace: 1, span: 2, parent: 1, name: 'x' });
  store.deleteTrace(1);
  expect(search('x')).toEqual([]);
});

it('stops at a checkpoint when cancelled', () => {
  store.addSpans({ trace: 1, span: 1, name: 'x' });
  store.writable.exec('UPDATE trace SET id = 4096; UPDATE span SET trace = 4096');
  store.cancel(true);
  expect(() => search('x')).toThrow(QueryCancelled);
});
