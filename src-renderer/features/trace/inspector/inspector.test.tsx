import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { FakeEngine } from '../../../lib/test-support/fake-engine';
import { renderView, stubLayout } from '../../../ui/test-support/render-view';
import { TracePage } from '../index';
import { attribute, FakeTrace, idOf, text, TRACE_ID } from '../test-support/fake-trace';
import { useViewPreferences } from '../view-preferences';

let engine: FakeEngine;
let trace: FakeTrace;
let close: () => void = () => undefined;

beforeEach(() => {
  stubLayout();
  useViewPreferences.setState({ isInspectorOpen: true });
  engine = new FakeEngine().install();
  trace = new FakeTrace({
    name: 'chat gpt',
    category: 'llm',
    duration: 2_480_000_000,
    logs: 1,
    children: [{ name: 'child' }],
  }).install(engine);
});

afterEach(() => close());

async function open(tab = 'attributes'): Promise<void> {
  close = renderView(engine, `/traces/${TRACE_ID}?span=${idOf(0)}&tab=${tab}`, <TracePage />);
  await screen.findByRole('textbox', { name: 'Find in panel' });
}

const panel = (): HTMLElement => screen.getByRole('complementary', { name: 'Span' });
const row = (key: string): HTMLElement =>
  within(panel())
    .getAllByRole('listitem')
    .find((one) => one.getAttribute('aria-label')?.startsWith(`${key}: `))!;
const copied = (): unknown =>
  engine.shellCalls.findLast(({ method }) => method === 'clipboard.writeText')?.params;

function press(key: string, init: KeyboardEventInit = {}): void {
  fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key, ...init });
}

describe('attributes', () => {
  it('S12 are text: markup stays text, and only web addresses can be opened', async () => {
    const markup = '<img src=x onerror="window.pwned = 1"><script>window.pwned = 1</script>';
    trace.spans.set(0, {
      name: markup,
      attributes: [
        attribute('html', markup),
        attribute('<b>key</b>', 'x'),
        attribute('bad', 'javascript:window.pwned = 1'),
        attribute('file', 'file:///etc/passwd'),
        attribute('good', 'https://example.org/a'),
      ],
    });
    await open();
    expect(row('html').textContent).toContain(markup);
    expect(row('<b>key</b>')).toBeTruthy();
    expect(panel().querySelector('img[src], script, b')).toBeNull();
    expect(panel().querySelector('a[href]')).toBeNull();
    expect(within(panel()).getAllByRole('button', { name: 'Open link' })).toHaveLength(1);
    expect('pwned' in window).toBe(false);
    fireEvent.click(within(row('good')).getByRole('button', { name: 'Open link' }));
    expect(engine.shellCalls.at(-1)).toEqual({
      method: 'link.open',
      params: { url: 'https://example.org/a' },
    });
  });

  it('are grouped by prefix, or in the order they were sent, with those that repeat', async () => {
    trace.spans.set(0, {
      attributes: [
        attribute('gen_ai.b', '1'),
        attribute('zone', 'x'),
        attribute('gen_ai.a', '2'),
        attribute('zone', 'y'),
      ],
    });
    await open();
    const keys = (): string[] =>
      within(within(panel()).getByRole('list', { name: 'Attributes' }))
        .getAllByRole('listitem')
        .flatMap((one) => one.getAttribute('aria-label') ?? []);
    expect(keys()).toEqual(['zone: x', 'zone: y', 'gen_ai.a: 2', 'gen_ai.b: 1']);
    expect(within(panel()).getByRole('heading', { name: /gen_ai/ })).toBeTruthy();
    expect(within(panel()).getAllByText('repeated')).toHaveLength(2);
    fireEvent.click(within(panel()).getByRole('radio', { name: 'As sent' }));
    expect(keys()).toEqual(['gen_ai.b: 1', 'zone: x', 'gen_ai.a: 2', 'zone: y']);
  });

  it('are found by name and by value, with ⌘F', async () => {
    trace.spans.set(0, {
      attributes: [attribute('a.one', 'Paris'), attribute('b.two', 'London')],
    });
    await open();
    press('f', { ctrlKey: true });
    const field = screen.getByRole('textbox', { name: 'Find in panel' });
    expect(document.activeElement).toBe(field);
    fireEvent.change(field, { target: { value: 'lond' } });
    expect(row('a.one')).toBeUndefined();
    expect(within(row('b.two')).getByText('Lond').tagName).toBe('MARK');
    fireEvent.change(field, { target: { value: 'nowhere' } });
    expect(within(panel()).getByText('No attribute contains “nowhere”.')).toBeTruthy();
  });

  it('B10 show a value of a megabyte in part until all of it is asked for', async () => {
    const long = `${'word '.repeat(200_000)}end`;
    trace.spans.set(0, { attributes: [attribute('input.value', long)] });
    await open();
    expect(row('input.value').textContent.length).toBeLessThan(600);
    fireEvent.click(within(row('input.value')).getByRole('button', { name: 'Unfold input.value' }));
    expect(row('input.value').textContent.length).toBeLessThan(25_000);
    fireEvent.click(within(panel()).getByRole('button', { name: 'Show all, 1.0\u00a0MB' }));
    const region = within(panel()).getByRole('region', { name: 'input.value' });
    expect(region.textContent).toBe(long);
    expect(region.childElementCount).toBeGreaterThan(200);
  });

  it('unfold JSON to a tree that folds, and back to its text', async () => {
    const json = '{"role": "user", "n": 12345678901234567890, "parts": [{"text": "hi"}]}';
    trace.spans.set(0, { attributes: [attribute('messages', json)] });
    await open();
    row('messages').focus();
    press('ArrowRight');
    const parts = within(panel()).getByRole('button', { name: /parts/ });
    expect(parts.getAttribute('aria-expanded')).toBe('true');
    expect(row('messages').textContent).toContain('12345678901234567890');
    fireEvent.click(parts);
    expect(parts.getAttribute('aria-expanded')).toBe('false');
    fireEvent.click(within(panel()).getByRole('radio', { name: 'Text' }));
    expect(within(panel()).getByRole('region', { name: 'messages' }).textContent).toBe(json);
  });

  it('copy their value with ⌘C while they have the focus, and not else', async () => {
    trace.spans.set(0, {
      attributes: [
        attribute('first', 'one'),
        attribute('n', { type: 'int', value: 9_007_199_254_740_993n }),
      ],
    });
    await open();
    press('c', { ctrlKey: true });
    expect(copied()).toBeUndefined();
    press('Enter');
    await waitFor(() => expect(document.activeElement).toBe(row('first')));
    press('ArrowDown');
    expect(document.activeElement).toBe(row('n'));
    press('c', { ctrlKey: true });
    expect(copied()).toEqual({ text: '9007199254740993' });
  });

  it('say what is missing and which setting decides', async () => {
    trace.spans.set(0, { droppedAttributesCount: 3 });
    await open();
    expect(within(panel()).getByText(/No attributes recorded/)).toBeTruthy();
    expect(panel().textContent).toContain(
      '3 attributes were dropped by the SDK. Raise OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT to keep more.',
    );
  });

  it('are drawn only where they are in sight when there are thousands', async () => {
    trace.spans.set(0, {
      attributes: Array.from({ length: 5000 }, (_, i) => attribute(`key${i}`, 'x')),
    });
    await open();
    expect(within(panel()).getAllByRole('listitem').length).toBeLessThan(100);
    expect(screen.getByRole('tab', { name: /Attributes/ }).textContent).toContain('5000');
  });
});

describe('tabs', () => {
  it('follow the keys 1 to 7', async () => {
    await open();
    const chosen = (): string | null =>
      screen.getAllByRole('tab', { selected: true })[0]?.textContent ?? null;
    for (const [key, name] of Object.entries({
      3: 'Events',
      4: 'Links',
      5: 'Logs',
      6: 'Resource',
      7: 'Raw',
      1: 'Content',
      2: 'Attributes',
    })) {
      press(key);
      await waitFor(() => expect(chosen()).toContain(name));
    }
  });

  it('show events with their offset, and exceptions with type, message and stack', async () => {
    trace.spans.set(0, {
      events: [
        {
          timeNs: trace.table.baseNs + 5_000_000n,
          name: 'cache miss',
          attributes: [attribute('key', 'k1')],
          droppedAttributesCount: 0,
        },
        {
          timeNs: trace.table.baseNs + 9_000_000n,
          name: 'exception',
          attributes: [
            attribute('exception.type', 'ValueError'),
            attribute('exception.message', 'no such model'),
            attribute('exception.stacktrace', 'Traceback:\n  File "run.py", line 3, in main\n'),
          ],
          droppedAttributesCount: 0,
        },
      ],
    });
    await open('events');
    const [first, second] = within(screen.getByRole('list', { name: 'Events' }))
      .getAllByRole('listitem')
      .filter((one) => one.dataset['item'] !== undefined && one.querySelector('header') !== null);
    expect(first!.textContent).toContain('+5.0\u00a0ms');
    expect(first!.textContent).toContain('k1');
    expect(second!.textContent).toContain('ValueError: no such model');
    expect(within(second!).getByText('run.py')).toBeTruthy();
  });

  it('show the log records of the span or of the whole trace', async () => {
    trace.log(0, 'request sent');
    trace.log(1, 'from the child', 17);
    await open('logs');
    await screen.findByText('request sent');
    expect(screen.queryByText('from the child')).toBeNull();
    fireEvent.click(screen.getByRole('radio', { name: 'Whole trace' }));
    const record = (await screen.findByText('from the child')).closest<HTMLElement>(
      '[role=listitem]',
    )!;
    expect(within(record).getByText('ERROR')).toBeTruthy();
    fireEvent.click(within(record).getByRole('button', { name: 'Go to span' }));
    await waitFor(() =>
      expect(within(panel()).getByRole('heading', { level: 2 }).textContent).toBe('child'),
    );
  });

  it('show resource, scope and by which door the span came', async () => {
    await open('resource');
    expect(row('service.name')).toBeTruthy();
    const received = screen.getByRole('region', { name: 'Received' });
    expect(received.textContent).toContain('HTTP, JSON');
    expect(received.textContent).toContain('x-mlflow-experiment-id12');
    expect(screen.getByRole('region', { name: 'Scope' }).textContent).toContain('my.tracer');
  });

  it('show raw OTLP and copy it as it is', async () => {
    await open('raw');
    const raw = await screen.findByRole('region', { name: 'OTLP JSON' });
    expect(raw.textContent).toBe('{\n  "resourceSpans": [\n    {\n      "key": 1\n    }\n  ]\n}');
    fireEvent.click(within(panel()).getByRole('button', { name: 'Copy OTLP JSON' }));
    await waitFor(() => expect(copied()).toEqual({ text: '{"resourceSpans":[{"key":1}]}' }));
  });
});

describe('a span', () => {
  it('shows its figures, status message and oddities', async () => {
    trace.spans.set(0, { statusMessage: 'rate limited' });
    await open();
    const facts = panel().querySelector('dl')!;
    expect(facts.textContent).toContain('Duration2.48\u00a0s');
    expect(facts.textContent).toContain('Scopemy.tracer');
    expect(within(panel()).getByText('rate limited')).toBeTruthy();
  });

  it('is copied as JSON, OTLP, cURL, Markdown or link', async () => {
    trace.spans.set(0, { attributes: [attribute('note', text("it's | here"))] });
    await open();
    const choose = async (name: string): Promise<string> => {
      press('C', { ctrlKey: true, shiftKey: true });
      const entry = await screen.findByRole('menuitem', { name });
      const before = engine.shellCalls.length;
      fireEvent.click(entry);
      await waitFor(() => expect(engine.shellCalls.length).toBeGreaterThan(before));
      await waitFor(() => expect(screen.queryByRole('menu')).toBeNull());
      return (copied() as { text: string }).text;
    };
    expect(JSON.parse(await choose('JSON'))).toMatchObject({
      name: 'chat gpt',
      attributes: { note: "it's | here" },
    });
    expect(await choose('OTLP JSON')).toBe('{"resourceSpans":[{"key":1}]}');
    expect(await choose('cURL that sends it again')).toContain(
      `http://127.0.0.1:4318/v1/traces \\\n  -H 'Content-Type: application/json' \\\n  --data-binary @- <<'EOF'\n{"resourceSpans"`,
    );
    expect(await choose('Markdown')).toContain("| note | it's \\| here |");
    expect(await choose('Link')).toBe(`/traces/${TRACE_ID}?span=${idOf(0)}`);
  });
});
