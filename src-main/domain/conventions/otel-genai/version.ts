import type { SpanSource } from '../convention';
import { eventNameOf, isGenAiEvent } from './read-events';

interface Rung {
  readonly version: string;
  /** Any of these keys. */
  readonly keys?: readonly string[];
  /** Any of these operations. */
  readonly operations?: readonly string[];
  /** Events of the span or log records by any of these names. */
  readonly events?: readonly string[];
}

/** What appeared with which version, newest first: conventions reference §2. */
const ladder: readonly Rung[] = [
  {
    version: '1.42',
    keys: [
      'gen_ai.usage.cache_write.input_tokens',
      'gen_ai.retrieval.top_k',
      'gen_ai.conversation.compacted',
      'gen_ai.request.reasoning.level',
      'gen_ai.request.previous_response.id',
      'gen_ai.prompt.version',
    ],
    operations: ['plan', 'create_memory', 'search_memory', 'update_memory', 'delete_memory'],
  },
  {
    version: '1.41',
    keys: [
      'gen_ai.usage.reasoning.output_tokens',
      'gen_ai.response.time_to_first_chunk',
      'gen_ai.request.stream',
    ],
    operations: ['invoke_workflow'],
    events: ['gen_ai.client.operation.exception'],
  },
  {
    version: '1.40',
    keys: [
      'gen_ai.usage.cache_read.input_tokens',
      'gen_ai.usage.cache_creation.input_tokens',
      'gen_ai.agent.version',
    ],
    operations: ['retrieval'],
  },
  {
    version: '1.38',
    keys: ['gen_ai.tool.definitions', 'gen_ai.tool.call.arguments', 'gen_ai.tool.call.result'],
    events: ['gen_ai.evaluation.result'],
  },
  {
    version: '1.37',
    keys: [
      'gen_ai.provider.name',
      'gen_ai.input.messages',
      'gen_ai.output.messages',
      'gen_ai.system_instructions',
    ],
    events: ['gen_ai.client.inference.operation.details'],
  },
  { version: '1.34', keys: ['gen_ai.conversation.id'] },
  { version: '1.33', operations: ['invoke_agent'] },
  {
    version: '1.31',
    keys: ['gen_ai.output.type'],
    operations: ['execute_tool', 'create_agent'],
  },
  {
    version: '1.28',
    events: [
      'gen_ai.system.message',
      'gen_ai.user.message',
      'gen_ai.assistant.message',
      'gen_ai.tool.message',
      'gen_ai.choice',
    ],
  },
  { version: '1.27', keys: ['gen_ai.usage.input_tokens', 'gen_ai.usage.output_tokens'] },
  {
    version: '1.26',
    keys: ['gen_ai.usage.prompt_tokens', 'gen_ai.usage.completion_tokens'],
    events: ['gen_ai.content.prompt', 'gen_ai.content.completion'],
  },
];

const schema = /\/schemas\/(?:gen-ai[\w-]*\/)?(\d+\.\d+)/;

/** The version a span follows at least: what its schema URL says, else the newest that it shows. */
export function versionOf(source: SpanSource): string | null {
  const { attributes, scope } = source;
  const told = scope.schemaUrl === '' ? undefined : schema.exec(scope.schemaUrl)?.[1];
  if (told !== undefined) return told;
  const events = eventNames(source);
  const operation = attributes.text('gen_ai.operation.name') ?? '';
  const isReached = ({ keys = [], operations = [], events: names = [] }: Rung): boolean =>
    keys.some((key) => attributes.has(key)) ||
    operations.includes(operation) ||
    (events.size > 0 && names.some((name) => events.has(name)));
  return ladder.find(isReached)?.version ?? null;
}

/** Names of the conventions' events; of thousands of them there are a few. */
function eventNames({ span, logs }: SpanSource): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { name } of span.events) if (isGenAiEvent(name)) names.add(name);
  for (const record of logs) {
    const name = eventNameOf(record);
    if (isGenAiEvent(name)) names.add(name);
  }
  return names;
}
