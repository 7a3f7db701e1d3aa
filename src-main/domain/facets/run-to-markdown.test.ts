import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { formatCounted } from '../format';
import { foldTrace } from './fold-trace';
import { TextCutter } from './markdown/text-blocks';
import { runToMarkdown, type RunMarkdown } from './run-to-markdown';
import type { SpanFacets } from './span-facets';
import {
  facetsOf,
  message,
  modelOf,
  payloadOf,
  toolCall,
  toolOf,
  toolResult,
} from './test-support/span-facets';
import { toFacetRow } from './to-facet-row';
import type { FoldSpan } from './trace-facets';

interface Told extends Partial<SpanFacets> {
  readonly id: string;
  readonly parent?: string;
  /** Start and end in s. */
  readonly at?: readonly [number, number];
  readonly status?: number;
}

/** The Markdown of spans whose keys are 1, 2, 3… in the order written. */
function write(
  told: readonly Told[],
  rootKey: number | null = null,
  maxLength?: number,
): RunMarkdown {
  const facets = told.map(({ id: _, parent: __, at: ___, status: ____, ...rest }) =>
    facetsOf(rest),
  );
  const spans = told.map(({ id, parent = null, at = [0, 1.5], status = 0 }, index): FoldSpan => ({
    key: index + 1,
    spanId: id,
    parentSpanId: parent,
    name: id,
    serviceName: 'service',
    startNs: at[0] * 1e9,
    endNs: at[1] * 1e9,
    status,
    facets: toFacetRow(facets[index] ?? facetsOf({})),
  }));
  const written = runToMarkdown(
    {
      traceId: 'aabb',
      startNs: 1_700_000_000_000_000_000n,
      spans,
      fold: foldTrace(spans, []),
      facetsOf: (key) => facets[key - 1] ?? null,
    },
    rootKey,
    maxLength,
  );
  if (written === null) throw new Error('no such span');
  return written;
}

const agent = (name: string) => ({
  id: null,
  name,
  version: null,
  description: null,
  parentId: null,
});

const question = message('user', 'What is the weather?\n# now');
const ask = message('assistant', [toolCall('get_weather', { city: 'Paris' }, 'c1')]);

const run: readonly Told[] = [
  { id: 'root', kind: 'agent', agent: agent('planner'), at: [0, 9] },
  {
    id: 'a',
    parent: 'root',
    kind: 'llm',
    model: modelOf({
      requestModel: 'gpt-4o',
      system: [message('system', 'Be brief.')],
      input: [question],
      output: [ask],
      finishReasons: ['tool_calls'],
    }),
  },
  {
    id: 't',
    parent: 'root',
    kind: 'tool',
    tool: toolOf({
      name: 'get_weather',
      callId: 'c1',
      args: payloadOf({ city: 'Paris' }),
      result: payloadOf('sunny'),
    }),
    at: [2, 3.5],
  },
  {
    id: 'b',
    parent: 'root',
    kind: 'llm',
    model: modelOf({
      requestModel: 'gpt-4o',
      system: [message('system', 'Be brief.')],
      input: [question, ask, message('tool', [toolResult('sunny', 'c1')])],
      output: [message('assistant', 'Sunny.')],
      finishReasons: ['length'],
    }),
    at: [4, 5.5],
  },
];

describe('runToMarkdown', () => {
  it('tells a run: the user, agents, calls with what is new, tools, answers', () => {
    const { markdown, isCut, spanCount, tokenEstimate } = write(run);
    expect(isCut).toBe(false);
    expect(spanCount).toBe(4);
    expect(tokenEstimate).toBeGreaterThan(50);
    // Formatted durations hold a no-break space; the time of day is the system's.
    const plain = markdown.replaceAll('\u00a0', ' ').replace(/begun [^,]*/, 'begun then');
    expect(plain).toBe(`# root

trace aabb, begun then, 9.00 s, 4 spans

## Agent planner (9.00 s)

### Model gpt-4o (1.50 s)

**system**

> Be brief.

**user**

> What is the weather?
> # now

**assistant**

calls \`get_weather\`, see below

### Tool get_weather (1.50 s)

\`\`\`json
{"city":"Paris"}
\`\`\`

returned

\`\`\`
sunny
\`\`\`

### Model gpt-4o (1.50 s)

*3 messages as before*

**assistant**

> Sunny.

finished: length
`);
  });

  it('begins at a span', () => {
    const { markdown, spanCount } = write(run, 3);
    expect(spanCount).toBe(1);
    expect(markdown).toContain('## Tool get_weather');
    expect(markdown).not.toContain('planner');
  });

  it('nests agents by headings and leaves out frames and the second span of a call', () => {
    const { markdown } = write([
      { id: 'frame', kind: 'chain' },
      { id: 'o', parent: 'frame', kind: 'agent', agent: agent('outer') },
      { id: 't', parent: 'o', kind: 'tool', tool: toolOf({ name: 'ask' }) },
      { id: 'i', parent: 't', kind: 'agent', agent: agent('inner') },
      { id: 'm', parent: 'i', kind: 'llm', model: modelOf({ requestModel: 'm' }) },
      {
        id: 'm2',
        parent: 'm',
        kind: 'llm',
        model: modelOf({ requestModel: 'm', output: [message('assistant', 'told within')] }),
      },
      { id: 'n', parent: 'frame', kind: 'agent', agent: agent('next'), at: [2, 3] },
    ]);
    expect(markdown.match(/^##+ \w+ \w+/gm)).toEqual([
      '## Agent outer',
      '### Tool ask',
      '### Agent inner',
      '#### Model m',
      '## Agent next',
    ]);
    expect(markdown).toContain('> told within');
  });

  it('tells errors, of frames too', () => {
    const error = { type: 'TimeoutError', message: 'took too long', stack: null, httpStatus: null };
    const { markdown } = write([{ id: 'x', kind: 'http', label: 'GET /x', error, status: 2 }]);
    expect(markdown).toContain('## HTTP GET /x');
    expect(markdown).toContain('**failed**\n\n```\nTimeoutError: took too long\n```');
  });

  it('tells a failure once, where it began', () => {
    const error = { type: 'ValueError', message: 'boom', stack: null, httpStatus: null };
    const { markdown } = write([
      { id: 'a', kind: 'agent', agent: agent('desk'), error, status: 2 },
      {
        id: 't',
        parent: 'a',
        kind: 'tool',
        tool: toolOf({ name: 'ask' }),
        label: 'ask',
        error,
        status: 2,
      },
    ]);
    expect(markdown).toContain('1 failure, passed through 2 spans');
    expect(markdown).toContain('failed since `ask` failed within');
    expect(markdown.match(/ValueError: boom/g)).toHaveLength(1);
  });

  it('makes fences longer than those within', () => {
    const result = 'a\n````js\nx\n````';
    const { markdown } = write([
      { id: 't', kind: 'tool', tool: toolOf({ result: payloadOf(result) }) },
    ]);
    expect(markdown).toContain(`\`\`\`\`\`\n${result}\n\`\`\`\`\``);
  });

  it('writes a name of any length, ticks and all', () => {
    const output = [message('assistant', [toolCall('` '.repeat(200_000), {})])];
    const { markdown } = write([{ id: 'm', kind: 'llm', model: modelOf({ output }) }]);
    expect(markdown.length).toBeLessThan(2000);
  });

  it('shortens long texts and says how much was left out', () => {
    const text = `${'a'.repeat(50_000)}${'z'.repeat(50_000)}`;
    const model = modelOf({ input: [message('user', text)] });
    const { markdown, isCut } = write([{ id: 'm', kind: 'llm', model }]);
    expect(isCut).toBe(true);
    expect(markdown).toMatch(/a{35000}\n> \[… 50,000 characters left out …\]\n> z{15000}/);
  });

  it('stays below a length, leaving out spans last', () => {
    const tool = toolOf({ result: payloadOf('x'.repeat(5000)) });
    const many = Array.from({ length: 500 }, (_, id): Told => ({
      id: `${id}`,
      kind: 'tool',
      tool,
    }));
    const shortened = write(many, null, 300_000);
    expect(shortened.isCut).toBe(true);
    expect(shortened.markdown).not.toContain('spans left out');
    expect(shortened.copiedCount).toBe(500);
    const { markdown, spanCount, copiedCount } = write(many, null, 50_000);
    expect(spanCount).toBe(500);
    expect(copiedCount).toBe(markdown.match(/^## Tool/gm)?.length);
    expect(markdown.length).toBeLessThanOrEqual(50_000);
    expect(markdown).toMatch(
      new RegExp(`\\[… ${formatCounted(500 - copiedCount, 'span')} left out …\\]\n$`),
    );
  });

  it('leaves no text out where spans alone are left out', () => {
    const many = Array.from({ length: 500 }, (_, id): Told => ({ id: `${id}`, kind: 'tool' }));
    expect(write(many, null, 5000)).toMatchObject({ isCut: false });
  });

  it('keeps failures, and what is above them, before all else', () => {
    const error = { type: 'ValueError', message: 'boom', stack: null, httpStatus: null };
    const many = Array.from({ length: 2000 }, (_, at): Told[] => [
      { id: `agent ${at}`, kind: 'agent', agent: agent(`agent ${at}`), at: [at, at + 1] },
      {
        id: `tool ${at}`,
        parent: `agent ${at}`,
        kind: 'tool',
        tool: toolOf({ name: `tool ${at}` }),
        ...(at % 100 === 99 ? { error, status: 2 } : {}),
      },
    ]).flat();
    const { markdown, spanCount, copiedCount } = write(many, null, 10_000);
    expect(markdown.length).toBeLessThanOrEqual(10_000);
    expect(markdown.match(/ValueError: boom/g)).toHaveLength(20);
    for (let at = 99; at < 2000; at += 100) {
      expect(markdown).toMatch(new RegExp(`## Agent agent ${at} .*\n\n### Tool tool ${at} `));
    }
    const left = [...markdown.matchAll(/\[… ([\d,]+) spans? left out …\]/g)].map(([, count]) =>
      Number(count?.replaceAll(',', '')),
    );
    expect(left.length).toBeGreaterThan(10);
    expect(copiedCount).toBe(spanCount - left.reduce((sum, count) => sum + count, 0));
    expect(copiedCount).toBeGreaterThan(40);
  });

  it('stays below a length where even failures are too many', () => {
    const error = { type: 'ValueError', message: 'boom', stack: null, httpStatus: null };
    const many = Array.from({ length: 1000 }, (_, id): Told => {
      return { id: `${id}`, kind: 'tool', error, status: 2 };
    });
    const { markdown, copiedCount } = write(many, null, 10_000);
    expect(markdown.length).toBeLessThanOrEqual(10_000);
    expect(markdown.match(/\*\*failed/g)).toHaveLength(copiedCount);
  });

  it('never says that less was left out than saying so takes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 140, max: 260 }), (length) => {
        const cutter = new TextCutter(150);
        const text = 'x'.repeat(length);
        const cut = cutter.cut(text);
        expect(cut.length).toBeLessThanOrEqual(text.length);
        expect(cutter.isCut).toBe(cut !== text);
      }),
    );
  });

  it('keeps every text inside its quotation or fence', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\n', '`', '#', '>', '-', ' ', '*') });
    fc.assert(
      fc.property(text, text, text, (said, result, name) => {
        const { markdown } = write([
          { id: 'm', kind: 'llm', model: modelOf({ input: [message('user', said)] }) },
          { id: 't', kind: 'tool', tool: toolOf({ name, result: payloadOf(result) }) },
        ]);
        let fence: string | null = null;
        let headings = 0;
        for (const line of markdown.split('\n')) {
          const ticks = /^`{3,}/.exec(line)?.[0] ?? null;
          if (fence === null && ticks !== null) fence = ticks;
          else if (fence !== null && line === fence) fence = null;
          else if (fence === null && line.startsWith('#')) headings++;
        }
        expect(fence).toBeNull();
        expect(headings).toBe(3);
      }),
    );
  });
});
