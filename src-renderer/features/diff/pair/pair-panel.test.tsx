import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { DiffPair, PairDifference, PairSide } from '@contract/diff';
import { ContractError } from '@contract/errors';
import type { SpanDetail, StoreKey } from '@contract/traces';
import { diffContent, type ContentToDiff } from '@domain/diff/diff-content';
import type { KeyValue } from '@domain/otlp/model';
import type { SpanId, TraceId } from '@domain/units';

import { FakeEngine } from '../../../lib/test-support/fake-engine';
import { renderView, stubLayout } from '../../../ui/test-support/render-view';
import { useComparePreferences } from '../compare-preferences';
import { PairPanel, type PairPanelProps } from './pair-panel';

vi.mock('./content-diff.worker?worker&url', () => ({ default: '/content-diff.worker.js' }));

/** What the worker does, on the thread of the test: jsdom has no workers. */
class TestWorker extends EventTarget {
  static isBroken = false;
  postMessage(content: ContentToDiff): void {
    queueMicrotask(() =>
      this.dispatchEvent(
        TestWorker.isBroken
          ? new ErrorEvent('error', { message: 'out of memory' })
          : new MessageEvent('message', { data: diffContent(content) }),
      ),
    );
  }
  terminate(): void {}
}

function side(key: StoreKey, changes: Partial<PairSide> = {}): PairSide {
  return {
    key,
    traceId: `trace ${key}` as TraceId,
    spanId: `span ${key}` as SpanId,
    kind: 'llm',
    name: 'chat qwen',
    label: 'qwen',
    agentName: 'coder',
    callOf: { number: 1, total: 2 },
    model: 'qwen',
    startNs: 20e9,
    durationNs: 3e9,
    timeToFirstTokenNs: 1.24e9,
    inputTokens: 3102,
    outputTokens: 168,
    cacheReadTokens: null,
    cacheWriteTokens: null,
    reasoningTokens: null,
    finishReason: null,
    attempt: null,
    costUsd: 0,
    costState: 'local',
    isError: false,
    errorType: null,
    earlierMessageCount: 0,
    isRecorded: true,
    conventions: ['otel-genai'],
    ...changes,
  };
}

const differs = (changes: Partial<PairDifference>): PairDifference => ({
  field: 'system',
  part: { role: 'system', type: 'text', name: null },
  order: 0,
  before: 'Be brief.\nRun the tests.',
  after: 'Be brief.\nWait 5 s.\nRun the tests.',
  scrubbing: 'content',
  isCut: false,
  ...changes,
});

const attribute = (key: string, value: string): KeyValue => ({
  key,
  value: { type: 'string', value },
});

let engine: FakeEngine;
let pair: DiffPair;
let attributes: Map<StoreKey, readonly KeyValue[]>;
let close: () => void = () => undefined;

beforeEach(() => {
  stubLayout();
  TestWorker.isBroken = false;
  vi.stubGlobal('Worker', TestWorker);
  pair = { a: side(1), b: side(2), differences: [differs({})], same: [], isUnknown: false };
  attributes = new Map();
  engine = new FakeEngine()
    .install()
    .answer('diff.pair', () => pair)
    .answer('trace.spanOtlpJson', ({ spanKey }) => `{"name":"chat","spanId":"${spanKey}"}`)
    .answer(
      'trace.spanDetail',
      ({ spanKey }) =>
        ({
          key: spanKey,
          span: { attributes: attributes.get(spanKey) ?? [] },
        }) as unknown as SpanDetail,
    );
});

afterEach(() => {
  close();
  vi.unstubAllGlobals();
});

const onOpenTrace = vi.fn<PairPanelProps['onOpenTrace']>();
const onClose = vi.fn<() => void>();

async function open(changes: Partial<PairPanelProps> = {}): Promise<void> {
  close = renderView(
    engine,
    '/import',
    <PairPanel
      keyA={1}
      keyB={2}
      traceKeys={[1, 2]}
      onClose={onClose}
      onOpenTrace={onOpenTrace}
      {...changes}
    />,
  );
  if (changes.keyA !== null || changes.keyB !== null)
    await screen.findByRole('heading', { level: 2 });
}

const section = (name: string): Promise<HTMLElement> => screen.findByRole('group', { name });
const compared = (name: string): Promise<HTMLElement> =>
  screen.findByRole('group', { name: `${name}, compared` });
const copied = (): unknown =>
  engine.shellCalls.findLast(({ method }) => method === 'clipboard.writeText')?.params;

describe('the head', () => {
  it('says what the step is, how it was matched, and leads to both sides', async () => {
    await open({ match: { kind: 'aligned', confidence: 0.862 } });
    screen.getByText('coder, LLM call 1, matched by place and likeness, 86% sure');
    fireEvent.click(screen.getByRole('button', { name: 'Open A' }));
    fireEvent.click(screen.getByRole('button', { name: 'Open B' }));
    expect(onOpenTrace.mock.calls).toEqual([
      ['trace 1', 'span 1'],
      ['trace 2', 'span 2'],
    ]);
    fireEvent.click(screen.getByRole('button', { name: 'Close' }));
    expect(onClose).toHaveBeenCalledOnce();
  });

  it('has the figures of both sides, and columns only for what there is', async () => {
    pair = {
      ...pair,
      b: side(2, { isError: true, errorType: 'errors.TimeoutError', inputTokens: null }),
    };
    await open();
    const rows = screen.getAllByRole('row').map((row) => row.textContent);
    expect(rows[0]).toBe('SideStartedDurationFirst tokenInputOutputCostError');
    expect(rows[1]).toContain('3,102168localnone');
    expect(rows[2]).toContain('—168localTimeoutError');
  });

  it('tells what changed, grey within the tolerance, and more where asked', async () => {
    const more = { cacheReadTokens: 900, finishReason: 'stop', attempt: { number: 2, total: 3 } };
    pair = { ...pair, a: side(1), b: side(2, { durationNs: 2e9, inputTokens: 3110, ...more }) };
    const times = {
      a: { selfNs: 3e9, pathNs: 0 },
      b: { selfNs: Number.NaN, pathNs: 2e9 },
    };
    await open({ times });
    const changes = (): (string | undefined)[] =>
      screen
        .getAllByRole('row', { name: /^Change/ })
        .flatMap((row) => within(row).getAllByRole('cell'))
        .map(({ textContent }) => textContent?.replaceAll('\u00a0', ' '));
    expect(changes()).toEqual(['', '▾ 33%', 'same', 'same', 'same', 'same']);
    const [, duration, , input] = within(screen.getByRole('row', { name: /^Change/ })).getAllByRole(
      'cell',
    );
    expect(duration?.className).toContain('okText');
    expect(input?.className).toContain('t3');
    act(() => useComparePreferences.setState({ showsMoreFigures: true }));
    expect(changes().slice(6)).toEqual(['', '▴ 2.00 s', '', '', '']);
    expect(screen.getByText('2 of 3')).not.toBeNull();
    act(() => useComparePreferences.setState({ showsMoreFigures: false }));
  });

  it('tells another name', async () => {
    pair = { ...pair, b: side(2, { name: 'chat gpt', label: 'gpt' }) };
    await open();
    expect(screen.getByRole('heading', { level: 2 }).textContent).toBe('chat qwen → gpt');
  });
});

describe('content', () => {
  it('shows a line that was added, side by side and inline, and copies either side', async () => {
    await open();
    const prompt = await section('System prompt');
    await within(prompt).findByText('1 line added');
    expect(screen.getByRole('tab', { name: /^Content ?1 change$/ })).not.toBeNull();
    expect((await compared('System prompt')).textContent).toBe(
      '1Be brief.1Be brief.2B: Wait 5 s.2Run the tests.3Run the tests.',
    );
    fireEvent.click(screen.getByRole('radio', { name: 'Inline' }));
    expect((await compared('System prompt')).textContent).toBe(
      '1Be brief.+B: Wait 5 s.3Run the tests.',
    );
    fireEvent.click(within(prompt).getByRole('button', { name: 'Copy System prompt of B' }));
    await waitFor(() => expect(copied()).toEqual({ text: 'Be brief.\nWait 5 s.\nRun the tests.' }));
  });

  it('says in one line what is the same, between what differs', async () => {
    const part = { role: 'user', type: 'text', name: null } as const;
    pair = {
      ...pair,
      differences: [
        differs({}),
        differs({
          field: 'output',
          order: 2,
          part: { role: 'assistant', type: 'toolCall', name: 'read_file' },
          before: { path: 'a' },
          after: { path: 'a', grep: 'x' },
        }),
      ],
      same: [{ field: 'input', part, order: 1, tokenEstimate: 412, isButForIds: false }],
    };
    await open();
    const same = screen.getByText('User message is the same, 412 tokens');
    const call = await section('Tool call read_file');
    expect(same.compareDocumentPosition(call)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    await within(call).findByText('1 argument added');
  });

  it('unfolds long stretches that are the same', async () => {
    const lines = Array.from({ length: 50 }, (_, n) => `line ${n}`).join('\n');
    pair = { ...pair, differences: [differs({ before: `${lines}\na`, after: `${lines}\nb` })] };
    await open();
    const view = await compared('System prompt');
    expect(view.textContent).not.toContain('line 20');
    fireEvent.click(within(view).getByRole('button', { name: '47 lines are the same' }));
    expect(view.textContent).toContain('line 20');
  });

  it('counts ids and times that differ, and shows them when asked', async () => {
    const result = (etag: string, n: number) => ({ etag, a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, n });
    pair = {
      ...pair,
      differences: [
        differs({ field: 'result', part: null, before: result('x1', 1), after: result('y1', 2) }),
      ],
    };
    await open();
    const toggle = await screen.findByRole('button', { name: '1 id or time differs' });
    expect((await compared('Result')).textContent).not.toContain('x1');
    fireEvent.click(toggle);
    await waitFor(async () => expect((await compared('Result')).textContent).toContain('x1'));
    expect(toggle.getAttribute('aria-pressed')).toBe('true');
  });

  it('reads long texts in full when asked', async () => {
    pair = { ...pair, differences: [differs({ isCut: true })] };
    await open();
    fireEvent.click(await screen.findByRole('button', { name: 'Show all' }));
    await waitFor(() =>
      expect(engine.calls.findLast(({ method }) => method === 'diff.pair')?.params).toEqual({
        keyA: 1,
        keyB: 2,
        isWhole: true,
      }),
    );
  });

  it('shows of a long line what is around the change, and the rest when asked', async () => {
    const long = 'same '.repeat(10_000);
    pair = { ...pair, differences: [differs({ before: `${long}a`, after: `${long}b` })] };
    await open();
    const view = await compared('System prompt');
    expect(view.textContent.length).toBeLessThan(1500);
    expect([...view.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['a', 'b']);
    const [more] = within(view).getAllByRole('button', { name: '49,500 more characters' });
    fireEvent.click(more!);
    expect(view.textContent.length).toBeGreaterThan(20_000);
    expect(within(view).getAllByRole('button', { name: /29,500 more/ })).toHaveLength(1);
  });

  it('is text: markup stays text', async () => {
    const markup = '<img src=x onerror="window.pwned = 1">';
    pair = { ...pair, differences: [differs({ before: markup, after: `${markup}!` })] };
    await open();
    expect((await compared('System prompt')).textContent).toContain(markup);
    expect(document.querySelector('img')).toBeNull();
  });
});

describe('states', () => {
  it('says which side recorded nothing, and which setting would', async () => {
    pair = {
      ...pair,
      b: side(2, { isRecorded: false, conventions: ['traceloop'] }),
      differences: [],
      isUnknown: true,
    };
    await open();
    screen.getByText(/^Unknown whether they differ: the messages of B were not recorded/);
    expect(screen.queryByText('TRACELOOP_TRACE_CONTENT')).not.toBeNull();
  });

  it('shows one side alone', async () => {
    pair = { ...pair, a: null, differences: [differs({ before: null, after: 'Be brief.' })] };
    await open({ keyA: null });
    screen.getByText('coder, LLM call 1, only in B');
    expect(screen.queryByRole('button', { name: 'Open A' })).toBeNull();
    expect(screen.queryByRole('radio', { name: 'Inline' })).toBeNull();
    expect((await compared('System prompt')).textContent).toBe('1Be brief.');
  });

  it('says that nothing differs', async () => {
    pair = { ...pair, differences: [] };
    await open();
    expect(screen.queryByText(/^Neither span says anything/)).not.toBeNull();
  });

  it('asks to choose a row where there is none', async () => {
    await open({ keyA: null, keyB: null });
    screen.getByText('Choose a row to see in what its spans differ.');
    expect(engine.calls.filter(({ method }) => method === 'diff.pair')).toEqual([]);
  });

  it('says what went wrong and tries again', async () => {
    let isGone = true;
    engine.answer('diff.pair', () => {
      if (isGone) throw new ContractError('not_found', 'This span is no longer in the trace.');
      return pair;
    });
    close = renderView(
      engine,
      '/import',
      <PairPanel
        keyA={1}
        keyB={2}
        traceKeys={[1, 2]}
        onClose={onClose}
        onOpenTrace={onOpenTrace}
      />,
    );
    await screen.findByText('This span is no longer in the trace.');
    isGone = false;
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('heading', { level: 2 })).not.toBeNull();
  });

  it('says that a comparison stopped, and compares again', async () => {
    TestWorker.isBroken = true;
    await open();
    await screen.findByText('out of memory');
    TestWorker.isBroken = false;
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect((await compared('System prompt')).textContent).toContain('Wait 5 s.');
  });
});

describe('attributes and raw', () => {
  it('lists what differs, marks ids, and shows all when asked', async () => {
    attributes.set(1, [
      attribute('v', '14'),
      attribute('response.id', 'x'),
      attribute('os', 'mac'),
    ]);
    attributes.set(2, [
      attribute('v', '15'),
      attribute('response.id', 'y'),
      attribute('os', 'mac'),
    ]);
    await open();
    fireEvent.click(await screen.findByRole('tab', { name: /^Attributes ?2$/ }));
    const table = await screen.findByRole('region', { name: 'Attributes' });
    within(table).getByText('2 of 3 differ');
    const rows = () =>
      within(table)
        .getAllByRole('row')
        .map((row) => row.textContent);
    expect(rows().slice(1)).toEqual(['v1415', 'response.idid or timexy']);
    fireEvent.click(within(table).getByRole('radio', { name: 'All' }));
    expect(rows()).toHaveLength(4);
  });

  it('opens long values to compare them word by word', async () => {
    attributes.set(1, [attribute('prompt', `{"a":"${'word '.repeat(20)}x"}`)]);
    attributes.set(2, [attribute('prompt', `{"a":"${'word '.repeat(20)}y"}`)]);
    await open();
    fireEvent.keyDown(document.body, { key: '2', code: 'Digit2' });
    fireEvent.click(await screen.findByRole('button', { name: 'prompt' }));
    const marks = (await compared('prompt')).querySelectorAll('mark');
    expect([...marks].map(({ textContent }) => textContent)).toEqual(['x', 'y']);
  });

  it('compares the OTLP JSON line by line', async () => {
    await open();
    fireEvent.keyDown(document.body, { key: '7', code: 'Digit3' });
    const raw = await compared('OTLP JSON');
    await waitFor(() => expect(raw.textContent).toContain('"spanId": "2"'));
    fireEvent.click(screen.getByRole('button', { name: 'Copy OTLP JSON of A' }));
    await waitFor(() =>
      expect(copied()).toEqual({ text: '{\n  "name": "chat",\n  "spanId": "1"\n}' }),
    );
  });
});
