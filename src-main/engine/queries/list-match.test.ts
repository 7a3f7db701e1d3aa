import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ContractError } from '@contract/errors';
import { listMatch } from './list-match';
import { assess, setTag, tellInfo } from './test-support/annotate';
import { agentRun } from './test-support/agent-run';
import { createTestStore, traceHex, type TestStore } from './test-support/test-store';
import { QueryCancelled, type QueryHost } from './query';
import { WITH_FACETS } from './trace-window';

let store: TestStore;
let host: QueryHost;

/**
 * 1: an agent's run in session s1. 2: another of the same session, by another model. 3: a failed
 * request of another service. 4: still going on. 5: odd values.
 */
beforeAll(() => {
  store = createTestStore();
  store.addSpans(
    ...agentRun({ trace: 1, session: 's1', user: 'Zoë', model: 'gpt-4o-mini' }),
    ...agentRun({ trace: 2, session: 's1', user: 'bob', model: 'claude', startMs: 1000 }),
    { trace: 3, span: 1, name: 'GET /', startMs: 2000, endMs: 4500, status: 2, service: 'shop' },
    {
      trace: 3,
      span: 2,
      parent: 1,
      name: 'tool',
      status: 1,
      service: 'shop',
      attributes: { k: 'b' },
    },
    {
      trace: 3,
      span: 3,
      parent: 1,
      name: 'other',
      status: 2,
      service: 'shop',
      attributes: { k: 'a' },
    },
    { trace: 4, span: 2, parent: 1, name: 'child', startMs: 3000, endMs: 3001 },
    {
      trace: 5,
      span: 1,
      name: 'ROOT [5]*',
      startMs: 4000,
      endMs: 4001,
      status: 1,
      attributes: {
        quoted: '"inner"',
        many: 12,
        text: '7.5',
        'a.b c': 'Straße',
        long: 'a'.repeat(40),
      },
    },
  );
  store.understand();
  setTag(store, 1, 'env', 'dev');
  setTag(store, 1, 'label', '');
  setTag(store, 2, 'env', 'prod');
  setTag(store, 2, 'odd `key`', "it's");
  setTag(
    store,
    3,
    'mlflow.linkedPrompts',
    '[{"name":"a/b","version":"2"},{"name":"c","version":3},4]',
  );
  setTag(store, 4, 'mlflow.linkedPrompts', 'no JSON');
  tellInfo(store, 2, {
    state: 'ERROR',
    durationMs: 7000,
    requestTimeMs: 5,
    metadata: { 'a"b': 'x' },
  });
  assess(store, 1, { name: 'score', value: 3 });
  assess(store, 1, { name: 'good', value: true });
  assess(store, 2, { name: 'score', value: 0.25 });
  assess(store, 2, { name: 'polite', value: 'yes', session: 's1' });
  assess(store, 3, { name: 'score', value: 9, isValid: false });
  assess(store, 3, { name: 'loops', kind: 'issue', value: 'loops' });
  assess(store, 3, { name: 'words', value: ['x', 1] });
  host = store.host();
});
afterAll(() => store.close());

/** Numbers of the traces that match. */
function found(text: string): number[] {
  const match = listMatch(text);
  const select = host.db
    .prepare<[object], string>(/* sql */ `
      SELECT hex(trace.trace_id) FROM trace ${WITH_FACETS}
      WHERE ${match?.condition ?? 'TRUE'} ORDER BY trace.trace_id`)
    .pluck();
  return select.all({ ...match?.values }).map((hex) => Number.parseInt(hex, 16));
}

describe('fields of a trace', () => {
  it.each<[string, number[]]>([
    ['', [1, 2, 3, 4, 5]],
    ['status = error', [2, 3]],
    ['status != ok', [2, 3, 4]],
    ['status IN (running)', [4]],
    ['duration > 2s', [2, 3]],
    ['timestamp_ms < 10', [2]],
    ['end_time_ms = 7005', [2]],
    ["name LIKE 'ROOT%'", [5]],
    ["name LIKE 'root%'", []],
    ["name ILIKE 'root%'", [5]],
    ["name LIKE '%[_]*'", [5]],
    ["name IN ('child', 'GET /')", [3, 4]],
    [`trace_id = '${traceHex(3)}'`, [3]],
    [`trace_id = 'tr-${traceHex(3)}'`, [3]],
    [`request_id != 'tr-${traceHex(3)}'`, [1, 2, 4, 5]],
    [`request_id = '${traceHex(3)}'`, []],
    ["trace_id LIKE '%3'", [3]],
    ['service = shop', [3]],
    ['service != shop', [1, 2, 4, 5]],
    ['session = s1', [1, 2]],
    ['session IS NULL', [3, 4, 5]],
    ["user ILIKE 'zOË'", [1]],
    ["user RLIKE '^b.b$'", [2]],
    ['model = claude', [2]],
    ['model != claude', [1]],
    ['model IS NOT NULL', [1, 2]],
    ["agent LIKE 'fore%'", [1, 2]],
    ['tokens > 100', [1, 2]],
    ['tokens IS NULL', [3, 4, 5]],
    ['errors > 0 AND spans = 3', [3]],
    ['model_calls = 2 AND tool_calls >= 1', [1, 2]],
    ['cost = 0', [3, 4, 5]],
  ])('%s', (text, traces) => {
    expect(found(text)).toEqual(traces);
  });
});

describe('what is said of a trace', () => {
  it.each<[string, number[]]>([
    ['tag.env = dev', [1]],
    ['tag.env != dev', [2]],
    ['NOT tag.env = dev', [2, 3, 4, 5]],
    ['tag.env NOT IN (dev, prod)', []],
    ['tag.label IS NOT NULL', [1]],
    ["tag.`odd ``key``` = 'it''s'", [2]],
    ["metadata.`a\"b` = 'x'", [2]],
    ['metadata.`mlflow.trace.session` = "s1"', [1, 2]],
    ['metadata.mlflow.trace.session = \'"s1"\'', [1, 2]],
    ['prompt = "a/b/2"', [3]],
    ['prompt = "c/3"', [3]],
    ['prompt = "c/4"', []],
    ['issue.id = loops', [3]],
    ['feedback.score = 3', [1]],
    ["feedback.score = '3.0'", [1]],
    ["feedback.score != '3.0'", [2]],
    ['feedback.score < 1', [2]],
    ['feedback.score IS NULL', [3, 4, 5]],
    ['feedback.good = true', [1]],
    ["feedback.good = '1'", []],
    ['feedback.good = Yes', [1]],
    ["feedback.good = 'no'", []],
    ['feedback.good != yes', []],
    ['feedback.good != no', [1]],
    ['feedback.good IN (no, yes)', [1]],
    ['feedback.good NOT IN (yes)', []],
    ["feedback.good LIKE 'yes'", []],
    ['feedback.polite = yes', [1, 2]],
    ['feedback.words LIKE \'%"x"%\'', [3]],
    ['expectation.score IS NOT NULL', []],
    ['experiment IS NOT NULL', [1, 2, 3, 4, 5]],
  ])('%s', (text, traces) => {
    expect(found(text)).toEqual(traces);
  });
});

describe('spans', () => {
  it.each<[string, number[]]>([
    ["span.name = 'tool' AND span.status = 'ERROR'", []],
    ["span.name = 'tool' AND (span.status = 'ERROR' OR span.name = 'tool')", [3]],
    [
      "(span.name = 'tool' AND span.status = 'OK') AND (span.status = 'ERROR' AND span.name = 'other')",
      [3],
    ],
    ["span.name = 'tool' AND NOT span.status = 'ERROR'", []],
    ["span.name = 'tool' AND span.status != 'ERROR'", [3]],
    ['span.type = llm', [1, 2]],
    ["span.type = 'CHAT_MODEL' AND span.name = 'chat'", [1, 2]],
    ["span.type LIKE 'TOO%'", [1, 2]],
    ['span.status IN (error)', [3]],
    ['span.attributes.k = a', [3]],
    ['span.attributes.k != a', [3]],
    ['span.attributes.k = a AND span.name = tool', []],
    ['span.attributes.quoted = inner', [5]],
    ['span.attributes.quoted = \'"inner"\'', [5]],
    ["span.attributes.quoted LIKE '%ne%'", [5]],
    ['span.attributes.many > 11', [5]],
    ["span.attributes.many = '12'", [5]],
    ['span.attributes.text < 8', [5]],
    ['span.attributes.text = 7.5', [5]],
    ["span.attributes.`a.b c` ILIKE 'STRASSE'", []],
    ["span.attributes.`a.b c` RLIKE 'stra.e'", []],
    ["span.attributes.`a.b c` RLIKE '(?i)stra.e'", [5]],
    ['span.attributes.gen_ai.usage.input_tokens >= 150', [1, 2]],
    ['span.attributes.k IS NULL AND span.name = tool', []],
    ['span.attributes.none IS NOT NULL', []],
    ["span.content LIKE '%inner%' AND span.status = 'OK'", [5]],
    ["trace.text LIKE '%Oslo%'", [1, 2]],
    ["text LIKE '%oslo%'", []],
    ["text ILIKE '%OSLO%'", [1, 2]],
    ["text LIKE '12'", [5]],
    ["text ILIKE '%straße%'", [5]],
    ["text LIKE 'GET _'", [3]],
    ["text LIKE 'Oslo'", []],
  ])('%s', (text, traces) => {
    expect(found(text)).toEqual(traces);
  });
});

it('joins conditions by OR and NOT', () => {
  expect(found('tag.env = dev OR NOT (status = ok OR status = error)')).toEqual([1, 4]);
  expect(found('NOT session = s1 AND NOT NOT status = ok')).toEqual([5]);
});

it('finds words as before', () => {
  expect(found('shop')).toEqual([3]);
  expect(found(' zoË ')).toEqual([1]);
  expect(found('"status = error"')).toEqual([]);
});

it('says what is wrong with a filter, and where', () => {
  expect(() => found(' status = bad')).toThrow(
    'This filter cannot be read (at character 11): There is no status bad.',
  );
  expect(() => found('cost >')).toThrow(ContractError);
});

it('takes as many conditions as the language allows', () => {
  const each = "(span.name = 'a' OR feedback.x = '1' AND span.attributes.k RLIKE '^a')";
  const many = Array.from({ length: 66 }, () => each).join(' AND ');
  expect(found(many)).toEqual([]);
});

describe('a regular expression that takes too long', () => {
  it('is given up on one text, and finds others', () => {
    expect(found("span.attributes.long RLIKE '^(a+)+b$'")).toEqual([]);
    expect(found("span.attributes.long RLIKE '^(a+)+$'")).toEqual([5]);
  });

  it('is refused once it was too slow on many', () => {
    const select = host.db.prepare<[string, string]>(
      "SELECT matches_regex(? || value, '^(a+)+b$') FROM json_each(?)",
    );
    const numbers = JSON.stringify(Array.from({ length: 20 }, (_, at) => at));
    expect(() => select.all('a'.repeat(40), numbers)).toThrow(
      'This regular expression takes too long.',
    );
  });
});

it('can be cancelled while it looks into spans', () => {
  store.cancel(true);
  try {
    expect(() => found("text LIKE '%x%'")).toThrow(QueryCancelled);
  } finally {
    store.cancel(false);
  }
});
