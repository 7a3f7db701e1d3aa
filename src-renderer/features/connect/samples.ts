import type { TraceStatus } from '@contract/traces';
import { parseTraceId, type TraceId } from '@domain/units';

/** The sample runs as `resources/samples/index.json` lists them; a test keeps the two alike. */
export interface SampleRun {
  readonly title: string;
  readonly description: string;
  readonly traceId: TraceId;
  readonly spans: number;
  /** Spans with status error. */
  readonly errors: number;
  /** Of the root, as the trace list shows it. */
  readonly status: Exclude<TraceStatus, 'running'>;
}

export const sampleRuns: readonly SampleRun[] = [
  {
    title: 'Helm releases',
    description: 'kagent on Google ADK, over A2A',
    traceId: idOf('3e289017fe03ffd7c4145316d2eb3d0d'),
    spans: 96,
    errors: 1,
    status: 'unset',
  },
  {
    title: 'Stock research',
    description: 'OpenAI Agents SDK, OpenLLMetry',
    traceId: idOf('9fa516c6d3cd456d5b2bf8349dcfa39b'),
    spans: 17,
    errors: 0,
    status: 'ok',
  },
  {
    title: 'Arithmetic hand-off',
    description: 'OpenAI Agents SDK, OpenInference',
    traceId: idOf('c60958e12a31f7bd1b19cc94b0a96dbe'),
    spans: 19,
    errors: 0,
    status: 'ok',
  },
  {
    title: 'Calculator question',
    description: 'Google ADK with Gemini',
    traceId: idOf('97847cb33dff13e46483685930f4e236'),
    spans: 7,
    errors: 0,
    status: 'unset',
  },
  {
    title: 'Web search in two steps',
    description: 'smolagents, OpenInference',
    traceId: idOf('f63de90470d666fccdf71a2b9cb7d089'),
    spans: 7,
    errors: 0,
    status: 'ok',
  },
  {
    title: 'Weather assistant',
    description: 'OpenTelemetry GenAI conventions',
    traceId: idOf('a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4'),
    spans: 5,
    errors: 1,
    status: 'ok',
  },
  {
    title: 'Time to a file',
    description: 'any-agent on Google ADK, Mistral',
    traceId: idOf('cdbd7b99cef221c28dd6d03c27d09b4c'),
    spans: 7,
    errors: 0,
    status: 'unset',
  },
  {
    title: 'Time to a file, again',
    description: 'any-agent on LangChain, Mistral',
    traceId: idOf('572318454595034fe5076610d6400542'),
    spans: 7,
    errors: 0,
    status: 'unset',
  },
];

function idOf(text: string): TraceId {
  const id = parseTraceId(text);
  if (id === null) throw new Error(`${text} is no trace id.`);
  return id;
}
