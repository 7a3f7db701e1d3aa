import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { SpanFacets } from './span-facets';
import { runToMarkdown, type MarkdownStep } from './run-to-markdown';
import {
  facetsOf,
  message,
  modelOf,
  payloadOf,
  toolCall,
  toolOf,
  toolResult,
} from './test-support/span-facets';
import type { SpanFold } from './trace-facets';

const step = (
  key: number,
  depth: number,
  told: Partial<SpanFacets>,
  fold: Partial<SpanFold> = {},
  more: Partial<MarkdownStep> = {},
): MarkdownStep => ({
  depth,
  name: 'span',
  durationNs: 1_500_000_000,
  status: 0,
  facets: facetsOf(told),
  fold: {
    key,
    usageCount: 'none',
    tokens: null,
    cost: null,
    duplicateOf: null,
    knownMessageCount: 0,
    continues: null,
    toolSpans: [],
    requestedBy: null,
    isSuperseded: false,
    agentName: null,
    sessionId: null,
    ...fold,
  },
  ...more,
});

const agent = (name: string) => ({
  id: null,
  name,
  version: null,
  description: null,
  parentId: null,
});

const run: MarkdownStep[] = [
  step(1, 0, { kind: 'agent', agent: agent('planner') }),
  step(
    2,
    1,
    {
      kind: 'llm',
      model: modelOf({
        requestModel: 'gpt-4o',
        system: [message('system', 'Be brief.')],
        input: [message('user', 'What is the weather?\n# now')],
        output: [message('assistant', [toolCall('get_weather', { city: 'Paris' }, 'c1')])],
        finishReasons: ['tool_calls'],
      }),
    },
    { toolSpans: [['c1', 3]] },
  ),
  step(
    3,
    1,
    {
      kind: 'tool',
      tool: toolOf({
        name: 'get_weather',
        args: payloadOf({ city: 'Paris' }),
        result: payloadOf('sunny'),
      }),
    },
    { requestedBy: 2 },
  ),
  step(
    4,
    1,
    {
      kind: 'llm',
      model: modelOf({
        requestModel: 'gpt-4o',
        system: [message('system', 'Be brief.')],
        input: [
          message('user', 'What is the weather?\n# now'),
          message('assistant', [toolCall('get_weather', { city: 'Paris' }, 'c1')]),
          message('tool', [toolResult('sunny', 'c1')]),
        ],
        output: [message('assistant', 'Sunny.')],
        finishReasons: ['length'],
      }),
    },
    { knownMessageCount: 3 },
  ),
];

describe('runToMarkdown', () => {
  it('tells a run: the user, agents, calls with what is new, tools, answers', () => {
    const { markdown, isCut } = runToMarkdown(run, { title: 'weather', trace: null });
    expect(isCut).toBe(false);
    // Formatted durations hold a no-break space.
    expect(markdown.replaceAll('\u00a0', ' ')).toBe(`# weather

## Agent planner (1.50 s)

### Model gpt-4o (1.50 s)

**system**

> Be brief.

**user**

> What is the weather?
> # now

**assistant**

calls \`get_weather\`, see below

### Tool get\\_weather (1.50 s)

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

  it('nests agents by headings and leaves out frames, placeholders and twins', () => {
    const { markdown } = runToMarkdown(
      [
        step(1, 0, { kind: 'chain', label: 'frame' }),
        step(2, 1, { kind: 'agent', agent: agent('outer') }),
        step(3, 2, { kind: 'tool', tool: toolOf({ name: 'ask' }) }),
        step(4, 3, { kind: 'agent', agent: agent('inner') }),
        step(5, 4, { kind: 'llm', model: modelOf({ requestModel: 'm' }) }),
        step(6, 4, { kind: 'llm', model: modelOf({ requestModel: 'twin' }) }, { duplicateOf: 5 }),
        step(
          7,
          4,
          { kind: 'llm', model: modelOf({ requestModel: 'old' }) },
          { isSuperseded: true },
        ),
        step(8, 1, { kind: 'agent', agent: agent('next') }),
      ],
      { title: 't', trace: null },
    );
    const headings = markdown.match(/^#+ \w+ \w+/gm);
    expect(headings).toEqual([
      '## Agent outer',
      '### Tool ask',
      '### Agent inner',
      '#### Model m',
      '## Agent next',
    ]);
  });

  it('tells errors, of frames too', () => {
    const error = { type: 'TimeoutError', message: 'took too long', stack: null, httpStatus: null };
    const { markdown } = runToMarkdown(
      [step(1, 0, { kind: 'http', label: 'GET /x', error }, {}, { status: 2 })],
      { title: 't', trace: null },
    );
    expect(markdown).toContain('## HTTP GET /x');
    expect(markdown).toContain('**failed**\n\n```\nTimeoutError: took too long\n```');
  });

  it('makes fences longer than those within', () => {
    const result = 'a\n````js\nx\n````';
    const { markdown } = runToMarkdown(
      [step(1, 0, { kind: 'tool', tool: toolOf({ result: payloadOf(result) }) })],
      { title: 't', trace: null },
    );
    expect(markdown).toContain(`\`\`\`\`\`\n${result}\n\`\`\`\`\``);
  });

  it('shortens long texts and says how much was left out', () => {
    const text = `${'a'.repeat(30_000)}${'z'.repeat(30_000)}`;
    const long = step(1, 0, {
      kind: 'llm',
      model: modelOf({ input: [message('user', text)] }),
    });
    const { markdown, isCut } = runToMarkdown([long], { title: 't', trace: null });
    expect(isCut).toBe(true);
    expect(markdown).toMatch(/a{14000}\n> \[… 40,000 characters left out …\]\n> z{6000}/);
  });

  it('stays below a length, leaving out steps last', () => {
    const steps = Array.from({ length: 500 }, (_, index) =>
      step(index + 1, 0, { kind: 'tool', tool: toolOf({ result: payloadOf('x'.repeat(5000)) }) }),
    );
    const { markdown, isCut } = runToMarkdown(steps, {
      title: 't',
      trace: null,
      maxLength: 50_000,
    });
    expect(isCut).toBe(true);
    expect(markdown.length).toBeLessThanOrEqual(50_000);
    expect(markdown).toMatch(/\[… \d+ steps left out …\]\n$/);
  });

  it('keeps every text inside its quotation or fence', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\n', '`', '#', '>', '-', ' ', '*') });
    fc.assert(
      fc.property(text, text, text, (said, result, name) => {
        const { markdown } = runToMarkdown(
          [
            step(1, 0, { kind: 'llm', model: modelOf({ input: [message('user', said)] }) }),
            step(2, 0, { kind: 'tool', tool: toolOf({ name, result: payloadOf(result) }) }),
          ],
          { title: 't', trace: null },
        );
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
