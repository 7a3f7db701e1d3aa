/** The sample runs as `resources/samples/index.json` lists them; a test keeps the two alike. */
export interface SampleRun {
  readonly title: string;
  readonly description: string;
  readonly spans: number;
  readonly errors: number;
}

export const sampleRuns: readonly SampleRun[] = [
  {
    title: 'Helm releases',
    description: 'kagent on Google ADK behind A2A, with an exception',
    spans: 96,
    errors: 1,
  },
  {
    title: 'Stock research',
    description: 'OpenAI Agents SDK with a specialist agent, OpenLLMetry',
    spans: 17,
    errors: 0,
  },
  {
    title: 'Arithmetic hand-off',
    description: 'OpenAI Agents SDK, OpenInference',
    spans: 19,
    errors: 0,
  },
  {
    title: 'Calculator question',
    description: 'Google ADK with Gemini',
    spans: 7,
    errors: 0,
  },
  {
    title: 'Web search in two steps',
    description: 'smolagents, OpenInference',
    spans: 7,
    errors: 0,
  },
  {
    title: 'Weather assistant',
    description: 'plain OpenTelemetry GenAI conventions',
    spans: 5,
    errors: 1,
  },
  {
    title: 'Time to a file',
    description: 'any-agent on Google ADK with Mistral',
    spans: 7,
    errors: 0,
  },
  {
    title: 'Time to a file, again',
    description: 'any-agent on LangChain with Mistral; made to compare',
    spans: 7,
    errors: 0,
  },
];
