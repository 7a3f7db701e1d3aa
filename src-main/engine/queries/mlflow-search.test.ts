import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  recordedFilters,
  recordedOrders,
} from '@domain/filter-language/test-support/recorded-searches';
import { mlflowSearch, type MlflowSearchPage, type MlflowSearchParams } from './mlflow-search';
import { assess, setTag, tellInfo } from './test-support/annotate';
import { createTestStore, type SpanSpec, type TestStore } from './test-support/test-store';

/** Traces like those that MLflow's server was asked about. */
function fill(store: TestStore): void {
  const child = { trace: 1, parent: 1, startMs: 1, endMs: 40 };
  const model = { 'gen_ai.request.model': 'gpt-4o-mini', 'mlflow.spanType': '"CHAT_MODEL"' };
  const spans: SpanSpec[] = [
    {
      trace: 1,
      span: 1,
      name: 'run',
      endMs: 265,
      status: 1,
      attributes: { 'mlflow.spanType': '"AGENT"' },
    },
    {
      ...child,
      span: 2,
      name: 'llm',
      attributes: { ...model, 'mlflow.spanInputs': '{"q": "hey"}' },
    },
    { ...child, span: 3, name: 'tool', status: 2, attributes: { 'mlflow.spanType': '"TOOL"' } },
  ];
  for (let trace = 2; trace <= 14; trace += 1) {
    spans.push({
      trace,
      span: 1,
      name: `root ${trace}`,
      startMs: trace,
      endMs: trace + (trace > 12 ? 1 : 20),
    });
  }
  spans.push({ trace: 2, span: 2, parent: 1, name: 'call', status: 2, startMs: 3, endMs: 4 });
  spans.push({ trace: 3, span: 2, parent: 1, name: 'call', status: 2, startMs: 4, endMs: 5 });
  spans.push({
    trace: 4,
    span: 2,
    parent: 1,
    startMs: 5,
    endMs: 6,
    attributes: { greeting: 'Hello!' },
  });
  store.addSpans(...spans);
  store.understand();
  setTag(store, 1, 'env', 'dev');
  setTag(store, 1, 'mlflow.traceName', 'agent');
  const user = { 'mlflow.trace.user': 'u1' };
  tellInfo(store, 1, {
    clientRequestId: 'creq-1',
    metadata: { 'mlflow.trace.session': 's1', ...user },
  });
  tellInfo(store, 2, { metadata: { 'mlflow.trace.session': 'sess-9' } });
  tellInfo(store, 3, { metadata: { 'mlflow.trace.session': 's3' } });
  assess(store, 1, { name: 'good', value: false });
  assess(store, 1, { name: 'err', value: 0.5 });
  assess(store, 1, { name: 'exps', kind: 'expectation', value: 'paris' });
}

/** Where MLflow finds too few, and how many we find. */
const better: ReadonlyMap<string, number> = new Map([
  // It takes a span that never ended for one that ended in 1970, and so the time before it.
  ['end_time_ms > 5', 14],
  // It let an attribute override an id.
  ["request_id LIKE 'tr-%'", 14],
  // It knows no types of spans that came by OTLP.
  ["span.type NOT IN ('TOOL')", 14],
  // It looks through the JSON of a span, where no value begins and none ends.
  ["span.attributes.`gen_ai.request.model` LIKE 'gpt%'", 1],
  ["span.attributes.`gen_ai.request.model` = 'gpt-4o-mini'", 1],
]);

let store: TestStore;
let search: (params: MlflowSearchParams) => MlflowSearchPage;
beforeAll(() => {
  store = createTestStore();
  fill(store);
  search = mlflowSearch(store.host());
});
afterAll(() => store.close());

const everything: MlflowSearchParams = {
  experimentIds: [7],
  filter: '',
  orderBy: [],
  maxResults: 100,
  pageToken: '',
};
const keysOf = (params: Partial<MlflowSearchParams>): readonly number[] =>
  search({ ...everything, ...params }).keys;

describe('the searches recorded against MLflow', () => {
  it.each(recordedFilters)('%s', (filter, answer) => {
    if (typeof answer === 'string') {
      expect(() => keysOf({ filter })).toThrowError(
        expect.objectContaining({ code: 'bad_params' }),
      );
    } else {
      expect(keysOf({ filter })).toHaveLength(better.get(filter) ?? answer);
    }
  });

  it.each(recordedOrders.filter(([, answer]) => typeof answer === 'number'))(
    'order by %j',
    (orderBy) => {
      expect(keysOf({ orderBy })).toHaveLength(14);
    },
  );
});

describe('the order', () => {
  it('is newest first unless told otherwise', () => {
    expect(keysOf({}).slice(0, 3)).toEqual([14, 13, 12]);
    expect(keysOf({ orderBy: ['timestamp ASC'] }).slice(0, 3)).toEqual([1, 2, 3]);
  });

  it('is by end, which MLflow fails at, and takes a key twice', () => {
    const orderBy = ['end_time_ms DESC', 'end_time_ms', 'name'];
    expect(keysOf({ orderBy })[0]).toBe(1);
  });

  it('has traces without a value last either way', () => {
    expect(keysOf({ orderBy: ['metadata.`mlflow.trace.session`'] }).slice(0, 4)).toEqual([
      1, 3, 2, 14,
    ]);
    expect(keysOf({ orderBy: ['tag.env DESC'] })[0]).toBe(1);
  });
});

describe('pages', () => {
  it('follow one another without a gap', () => {
    const pages: MlflowSearchPage[] = [];
    let pageToken: string | null = '';
    while (pageToken !== null) {
      const page = search({ ...everything, maxResults: 6, pageToken });
      pages.push(page);
      pageToken = page.nextPageToken;
    }
    expect(pages.map(({ keys }) => keys.length)).toEqual([6, 6, 2]);
    expect(pages.flatMap(({ keys }) => keys)).toEqual(keysOf({}));
  });

  it.each([
    [0, "Invalid value 0 for parameter 'max_results' supplied. It must be a positive integer"],
    [-1, "Invalid value -1 for parameter 'max_results' supplied. It must be a positive integer"],
    [501, "Invalid value 501 for parameter 'max_results' supplied: "],
    [50_001, "Invalid value 50001 for parameter 'max_results' supplied: "],
  ])('may not have %i traces', (maxResults, message) => {
    expect(() => keysOf({ maxResults })).toThrow(message);
  });

  it('may have 500 traces', () => {
    expect(keysOf({ maxResults: 500 })).toHaveLength(14);
  });

  it.each(['?', 'abc', Buffer.from('{"offset":-1}').toString('base64'), 'bnVsbA=='])(
    'are not taken from the token %s',
    (pageToken) => {
      expect(() => keysOf({ pageToken })).toThrow('Invalid page token, ');
    },
  );
});

it('keeps to the experiments asked for', () => {
  expect(keysOf({ experimentIds: [1, 2] })).toEqual([]);
  expect(keysOf({ experimentIds: [] })).toEqual([]);
});
