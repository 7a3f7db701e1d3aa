import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { SpanFacets, Usage } from '@domain/facets/span-facets';
import type { MessagePart } from '@domain/messages';

import { FakeEngine } from '../../../../lib/test-support/fake-engine';
import { followSettings } from '../../../../stores/settings';
import { renderView, stubLayout } from '../../../../ui/test-support/render-view';
import { TracePage } from '../../index';
import {
  answerFacets,
  message,
  modelCall,
  payload,
  toolCall,
  toolUse,
  type TestFacets,
} from '../../test-support/fake-facets';
import { FakeTrace, idOf, TRACE_ID, TRACE_KEY } from '../../test-support/fake-trace';
import { useViewPreferences } from '../../view-preferences';

let engine: FakeEngine;
let trace: FakeTrace;
let stops: (() => void)[] = [];

beforeEach(() => {
  stubLayout();
  useViewPreferences.setState({ isInspectorOpen: true });
  engine = new FakeEngine().install();
  trace = new FakeTrace({
    name: 'run',
    children: [
      { name: 'chat gpt', category: 'llm', start: 5e6, duration: 2_480_000_000 },
      { name: 'execute_tool grep', category: 'tool', status: 2 },
    ],
  }).install(engine);
});

afterEach(() => {
  for (const stop of stops) stop();
  stops = [];
});

const CHAT = 1;
const TOOL = 2;

async function open(span: number, facets: ReadonlyMap<number, TestFacets>): Promise<void> {
  answerFacets(engine, trace, facets);
  stops.push(renderView(engine, `/traces/${TRACE_ID}?span=${idOf(span)}`, <TracePage />));
  stops.push(followSettings());
  await screen.findByRole('tab', { name: /Messages|Arguments|Documents|Input|Content/ });
}

const panel = (): HTMLElement => screen.getByRole('tabpanel');
const card = (name: string | RegExp): HTMLElement => within(panel()).getByRole('article', { name });
const unfold = (name: RegExp): void => {
  fireEvent.click(within(panel()).getByRole('button', { name }));
};
function press(key: string, init: KeyboardEventInit = {}): void {
  fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key, ...init });
}

describe('the keys of the tabs', () => {
  it('leave the focus in the panel where it was', async () => {
    const model = modelCall([message('user', 'Hello')], []);
    await open(CHAT, new Map([[CHAT, { kind: 'llm', facets: { model } }]]));
    const user = await screen.findByRole('article', { name: 'User' });
    user.focus();
    press('2');
    await screen.findByRole('tab', { name: /Attributes/, selected: true });
    const span = screen.getByRole('complementary', { name: 'Span' });
    await waitFor(() => expect(span.contains(document.activeElement)).toBe(true));
    press('1');
    await waitFor(() => expect(document.activeElement).toBe(card('User')));
    // From elsewhere the focus stays there.
    screen.getByRole('tree', { name: 'Spans' }).focus();
    press('2');
    await screen.findByRole('tab', { name: /Attributes/, selected: true });
    expect(document.activeElement).toBe(screen.getByRole('tree', { name: 'Spans' }));
  });
});

const usage: Usage = {
  input: 6214,
  output: 412,
  total: null,
  cacheRead: 4096,
  cacheWrite: null,
  reasoning: 180,
  inputIncludedCache: true,
  outputIncludedReasoning: true,
  scope: 'call',
  extra: [],
};
const thought: MessagePart = { type: 'reasoning', text: 'Better wait.', isHidden: false };
const input = [
  message('system', 'You are the coder.'),
  message('user', 'Is it **fast**?\nSay & show.'),
  message('assistant', toolCall('call_1', 'grep', { pattern: 'WAL' })),
  message('tool', {
    type: 'toolResult',
    id: 'call_1',
    name: null,
    result: 'no match',
    isError: true,
    isServerSide: false,
  }),
];
const output = [message('assistant', thought, 'I wait.', toolCall('call_2', 'edit', { n: 1 }))];

function chat(changes: Partial<SpanFacets> = {}, more: Partial<TestFacets> = {}) {
  const facets: Partial<SpanFacets> = {
    model: {
      ...modelCall(input, output),
      provider: 'anthropic',
      parameters: [
        { key: 'temperature', value: 0.2 },
        { key: 'max_output_tokens', value: 4096 },
      ],
      toolDefinitions: [
        { name: 'edit', description: 'Edits a file.', parameters: { type: 'object' }, type: null },
      ],
      finishReasons: ['tool_calls'],
      timeToFirstTokenNs: 540_000_000,
    },
    usage,
    conventions: [{ id: 'otel-genai', version: '1.37', evidence: 'gen_ai.operation.name' }],
    provenance: {
      'model.provider': {
        key: 'gen_ai.provider.name',
        convention: 'otel-genai',
        place: 'attribute',
      },
    },
    ...changes,
  };
  const fold = { knownMessageCount: 3, agentName: 'coder', toolSpans: [['call_2', 3]] } as const;
  return new Map<number, TestFacets>([
    [CHAT, { kind: 'llm', label: 'gpt', facets, fold, ...more }],
  ]);
}

describe('a model call', () => {
  it('says which attempt of its request a call was, also where the others have no span', async () => {
    const attempt = { number: 3, total: 3, retries: trace.table.keys[TOOL]!, retriedBy: null };
    await open(CHAT, chat({}, { fold: { attempt } }));
    const inspector = screen.getByRole('complementary', { name: 'Span' });
    expect(inspector.textContent).toContain('attempt 3 of 3, retries attempt 2');
    fireEvent.click(within(inspector).getByRole('button', { name: 'attempt 2' }));
    await waitFor(() => expect(inspector.textContent).toContain('execute_tool grep'));
    const alone = { ...attempt, retries: null };
    stops.pop()?.();
    stops.pop()?.();
    await open(CHAT, chat({}, { fold: { attempt: alone } }));
    expect(screen.getByRole('complementary', { name: 'Span' }).textContent).toContain(
      'attempt 3 of 3, retries what has no span here',
    );
  });

  it('opens with its messages: what is old is folded, what is new and the answer are not', async () => {
    await open(CHAT, chat());
    expect(screen.getByRole('tab', { selected: true }).textContent).toBe('Messages5');
    expect(card('System').textContent).toContain('You are the coder.');
    expect(within(panel()).getByRole('button', { name: /^System/ }).ariaExpanded).toBe('false');
    expect(card('2 earlier messages').textContent).toContain('user, assistant');
    expect(within(panel()).queryByText(/fast/)).toBeNull();
    const result = card('Tool result');
    expect(within(result).getByText('grep')).toBeTruthy();
    expect(within(result).getByText('error')).toBeTruthy();
    expect(within(result).getByText('no match')).toBeTruthy();
    expect(card('Assistant').textContent).toContain('I wait.');
  });

  it('shows its figures and its tokens', async () => {
    await open(CHAT, chat());
    const inspector = screen.getByRole('complementary', { name: 'Span' });
    const facts = inspector.querySelector('dl')!.textContent;
    for (const fact of [
      'Duration2.48\u00a0s',
      'First token540\u00a0ms',
      'Speed212\u00a0tok/s',
      'Provideranthropic',
      'Temperature0.2',
      'Max tokens4,096',
      'Finishtool_calls',
    ]) {
      expect(facts).toContain(fact);
    }
    expect(
      within(inspector).getByRole('img', {
        name: 'Tokens: 4,096 cached input, 2,118 input, 180 reasoning, 232 output',
      }),
    ).toBeTruthy();
    expect(inspector.textContent).toContain('6,626');
  });

  it('goes from a call of a tool to the span that ran it', async () => {
    await open(CHAT, chat());
    const call = within(panel()).getByRole('group', { name: 'Call of edit' });
    expect(call.className).toContain('error');
    fireEvent.click(within(call).getByRole('button', { name: 'Definition' }));
    await within(call).findByText('Edits a file.');
    fireEvent.click(within(call).getByRole('button', { name: 'Go to span' }));
    await waitFor(() =>
      expect(screen.getByRole('heading', { level: 2 }).textContent).toBe('execute_tool grep'),
    );
  });

  it('draws Markdown or raw text that keeps its lines, and remembers which', async () => {
    await open(CHAT, chat());
    unfold(/^2 earlier messages/);
    fireEvent.click(within(card('2 earlier messages')).getByRole('button', { name: /^User/ }));
    await waitFor(() => expect(within(panel()).getByText('fast').tagName).toBe('STRONG'));
    press('m');
    await waitFor(() => expect(card('User').textContent).toContain('Is it **fast**?\nSay & show.'));
    expect(engine.settings.messageText).toBe('raw');
    fireEvent.click(screen.getByRole('radio', { name: 'Markdown' }));
    await waitFor(() => expect(engine.settings.messageText).toBe('markdown'));
  });

  it('shows or hides reasoning with r', async () => {
    await open(CHAT, chat());
    await within(panel()).findByText('Better wait.');
    press('r');
    await waitFor(() => expect(within(panel()).queryByText('Better wait.')).toBeNull());
    expect(engine.settings.showReasoning).toBe(false);
    press('r');
    await within(panel()).findByText('Better wait.');
  });

  it('is gone through with the arrows, and ⌘C copies the message that has the focus', async () => {
    await open(CHAT, chat());
    screen.getByRole('tab', { selected: true }).focus();
    const first = card('System');
    first.focus();
    press('c', { ctrlKey: true });
    expect(engine.shellCalls.at(-1)).toEqual({
      method: 'clipboard.writeText',
      params: { text: 'You are the coder.' },
    });
    press('ArrowDown');
    expect(document.activeElement).toBe(card('2 earlier messages'));
    press('ArrowRight');
    expect(within(panel()).getByRole('button', { name: /^2 earlier/ }).ariaExpanded).toBe('true');
  });

  it('unfolds what holds the text that is looked for', async () => {
    await open(CHAT, chat());
    fireEvent.change(screen.getByRole('textbox', { name: 'Find in panel' }), {
      target: { value: 'say & SHOW' },
    });
    await waitFor(() => expect(within(panel()).getByText('Say & show').tagName).toBe('MARK'));
  });

  it('says which setting records what is missing', async () => {
    await open(CHAT, chat({ model: { ...modelCall([], []) } }));
    expect(panel().textContent).toContain('The messages to the model were not recorded.');
    expect(panel().textContent).toContain('OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT');
  });

  it('says where its tokens count when they do not count here', async () => {
    const fold = { usageCount: 'duplicate', duplicateOf: 3 } as const;
    await open(CHAT, chat({}, { fold }));
    const inspector = screen.getByRole('complementary', { name: 'Span' });
    expect(inspector.textContent).toContain(
      'Counted in execute_tool grep, which is the same call.',
    );
  });

  it('never makes markup, pictures or pages out of what was said', async () => {
    const evil = [
      '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>',
      '',
      '![p](https://example.com/tracker.png) [x](javascript:alert(1)) [ok](https://example.com/)',
      '',
      '- [x] done',
    ].join('\n');
    await open(CHAT, chat({ model: modelCall([message('user', evil)], []) }, { fold: {} }));
    await waitFor(() => expect(within(panel()).getByRole('list')).toBeTruthy());
    expect(card('User').querySelector('img, script, a[href], input')).toBeNull();
    expect(panel().textContent).toContain('<img src=x onerror=');
    fireEvent.click(within(panel()).getByRole('button', { name: 'ok' }));
    expect(engine.shellCalls.at(-1)).toEqual({
      method: 'link.open',
      params: { url: 'https://example.com/' },
    });
    expect(within(panel()).queryByRole('button', { name: 'x' })).toBeNull();
    expect(within(panel()).getByRole('img', { name: 'done' })).toBeTruthy();
  });

  it('shows a prompt of megabytes in blocks that are laid out where they are seen', async () => {
    const long = `${'A line of the prompt.\n'.repeat(250_000)}end`;
    engine.settings = { ...engine.settings, messageText: 'raw' };
    await open(CHAT, chat({ model: modelCall([message('user', long)], []) }, { fold: {} }));
    const region = within(panel()).getByRole('region', { name: 'User, text' });
    expect(region.childElementCount).toBeGreaterThan(1000);
    expect(region.lastElementChild!.textContent).toMatch(/end$/);
  });

  it('draws Markdown of megabytes piece by piece, as it comes near to sight', async () => {
    const long = 'A **line** of the prompt.\n\n'.repeat(200_000);
    await open(CHAT, chat({ model: modelCall([message('user', long)], []) }, { fold: {} }));
    const region = within(panel()).getByRole('region', { name: 'User, text' });
    await waitFor(() => expect(region.querySelector('strong')?.textContent).toBe('line'));
    expect(region.childElementCount).toBeGreaterThan(1000);
    expect(region.querySelectorAll('strong').length).toBeLessThan(300);
    expect(region.textContent).not.toContain('**');
  });

  it('keeps parts it does not know, as JSON', async () => {
    const odd: MessagePart = { type: 'unknown', typeRaw: 'hologram', value: { depth: 3 } };
    await open(CHAT, chat({ model: modelCall([message('user', odd)], []) }, { fold: {} }));
    expect(card('User').textContent).toContain('Part of type hologram');
    expect(card('User').textContent).toContain('depth: 3');
  });

  it('shows several answers, each with its number', async () => {
    const choices = [0, 1].map((choiceIndex) => ({
      ...message('assistant', `answer ${choiceIndex}`),
      choiceIndex,
    }));
    await open(CHAT, chat({ model: modelCall(input, choices) }));
    expect(within(panel()).getByText('choice 1')).toBeTruthy();
    expect(within(panel()).getByText('choice 2')).toBeTruthy();
  });

  it('pages through a long history', async () => {
    const many = Array.from({ length: 400 }, (_, at) => message('user', `message ${at}`));
    await open(CHAT, chat({ model: modelCall(many, output) }, { fold: { knownMessageCount: 0 } }));
    expect(within(panel()).getAllByRole('article', { name: 'User' })).toHaveLength(20);
    unfold(/^380 messages/);
    expect(within(panel()).getAllByRole('article', { name: 'User' })).toHaveLength(70);
    unfold(/^Show 50 more of 330/);
    expect(within(panel()).getAllByRole('article', { name: 'User' })).toHaveLength(120);
  });

  it('tells how it was understood, and where each field came from', async () => {
    await open(CHAT, chat());
    unfold(/^Understood as/);
    const text = card('Understood as').textContent;
    expect(text).toContain('OTel GenAI 1.37');
    expect(text).toContain('attribute gen_ai.provider.name, OTel GenAI');
  });

  it('is read again when its meaning was found out anew', async () => {
    await open(CHAT, chat());
    answerFacets(engine, trace, chat({ model: modelCall(input, [message('assistant', 'More.')]) }));
    act(() => engine.emit('traces.facetsChanged', { keys: [TRACE_KEY] }));
    await within(panel()).findByText('More.');
    expect(within(panel()).queryByText('I wait.')).toBeNull();
  });
});

describe('a tool', () => {
  it('opens with what it was given and what it gave back', async () => {
    const facets: Partial<SpanFacets> = {
      tool: {
        ...toolUse(
          'grep',
          { pattern: 'WAL' },
          'Traceback (most recent call last):\n  File "a.py", line 1, in f\nE: no',
        ),
        isError: true,
      },
      error: { type: 'E', message: 'no', stack: null, httpStatus: 503 },
    };
    await open(TOOL, new Map([[TOOL, { kind: 'tool', facets, fold: { requestedBy: 2 } }]]));
    expect(screen.getByRole('tab', { selected: true }).textContent).toBe('Arguments & result');
    expect(card('Arguments').textContent).toContain('pattern: "WAL"');
    expect(within(card('Result')).getByRole('group', { name: 'Stack trace' })).toBeTruthy();
    expect(card('Error').textContent).toContain('HTTP 503');
    fireEvent.click(
      within(panel()).getByRole('button', { name: 'Go to the call that asked for it' }),
    );
    await waitFor(() =>
      expect(screen.getByRole('heading', { level: 2 }).textContent).toBe('chat gpt'),
    );
  });

  it('says what was cut or redacted', async () => {
    const tool = {
      ...toolUse('grep', 'x', null),
      args: { ...payload('{"a": "…'), isTruncated: true },
      result: { ...payload('<REDACTED>'), isRedacted: true },
    };
    await open(TOOL, new Map([[TOOL, { kind: 'tool', facets: { tool } }]]));
    expect(card('Arguments').textContent).toContain('Cut before it was sent by OTel GenAI');
    expect(card('Result').textContent).toContain('Redacted before it was sent by OTel GenAI');
  });
});

describe('other spans', () => {
  it('show documents as they were ranked', async () => {
    const document = { content: 'WAL allows one writer.', metadata: { source: 'wal.md' } };
    const retrieval = {
      query: 'WAL?',
      documents: [
        { ...document, id: 'a', score: 0.9 },
        { ...document, id: 'b', score: null },
      ],
      inputDocuments: [],
      topK: 2,
    };
    await open(CHAT, new Map([[CHAT, { kind: 'retriever', facets: { retrieval } }]]));
    expect(screen.getByRole('tab', { selected: true }).textContent).toBe('Documents2');
    const list = within(panel()).getByRole('list', { name: 'Documents' });
    const [first, second] = within(list).getAllByRole('article');
    expect(first!.textContent).toContain('0.900');
    expect(first!.textContent).toContain('source: "wal.md"');
    expect(second!.textContent).toContain('WAL allows one writer.');
  });

  it('show input and output, all of them where senders disagree', async () => {
    const facets = { input: [payload('one'), payload({ two: 2 })], output: [payload('out')] };
    await open(CHAT, new Map([[CHAT, { kind: 'chain', facets }]]));
    expect(card('Input 1 of 2').textContent).toContain('one');
    expect(card('Input 2 of 2').textContent).toContain('two: 2');
    expect(card('Output').textContent).toContain('out');
  });

  it('open with their attributes where nothing was said', async () => {
    await open(0, new Map([[0, { kind: 'span' }]]));
    expect(screen.getByRole('tab', { selected: true }).textContent).toContain('Attributes');
    press('1');
    await screen.findByText(/Neither input nor output was recorded/);
  });
});

describe('copying for a model', () => {
  it('offers the subtree and the whole trace, and says about how many tokens it was', async () => {
    engine.answer('trace.markdown', ({ spanKey }) => ({
      markdown: spanKey === null ? '# all' : '# some',
      tokenEstimate: 3400,
      spanCount: spanKey === null ? 20_001 : 12,
      copiedCount: spanKey === null ? 3705 : 12,
      isCut: spanKey === null,
    }));
    await open(0, new Map([[0, { kind: 'agent' }]]));
    press('C', { ctrlKey: true, shiftKey: true });
    fireEvent.click(
      await screen.findByRole('menuitem', { name: 'Markdown for a model, with 2 below' }),
    );
    await screen.findByText('12 spans copied, about 3.4k tokens.');
    press('C', { ctrlKey: true, shiftKey: true });
    fireEvent.click(
      await screen.findByRole('menuitem', { name: 'Whole trace as Markdown for a model' }),
    );
    await screen.findByText(
      '3,705 of 20,001 spans copied, about 3.4k tokens. Long texts were shortened.',
    );
    expect(engine.shellCalls.at(-1)).toEqual({
      method: 'clipboard.writeText',
      params: { text: '# all' },
    });
  });
});
