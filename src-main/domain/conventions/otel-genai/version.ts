import type { SpanSource } from '../convention';

/** What appeared with which version, newest first: conventions reference §2. */
const marks: readonly (readonly [version: string, ...keys: string[]])[] = [
  [
    '1.42',
    'gen_ai.usage.cache_write.input_tokens',
    'gen_ai.retrieval.top_k',
    'gen_ai.conversation.compacted',
    'gen_ai.request.reasoning.level',
  ],
  [
    '1.41',
    'gen_ai.usage.reasoning.output_tokens',
    'gen_ai.response.time_to_first_chunk',
    'gen_ai.request.stream',
  ],
  [
    '1.40',
    'gen_ai.usage.cache_read.input_tokens',
    'gen_ai.usage.cache_creation.input_tokens',
    'gen_ai.agent.version',
  ],
  ['1.38', 'gen_ai.tool.definitions', 'gen_ai.tool.call.arguments', 'gen_ai.tool.call.result'],
  [
    '1.37',
    'gen_ai.provider.name',
    'gen_ai.input.messages',
    'gen_ai.output.messages',
    'gen_ai.system_instructions',
  ],
  ['1.34', 'gen_ai.conversation.id'],
  ['1.27', 'gen_ai.usage.input_tokens'],
  ['1.26', 'gen_ai.usage.prompt_tokens', 'gen_ai.usage.completion_tokens'],
];

const schema = /\/schemas\/(?:gen-ai[\w-]*\/)?(\d+\.\d+)/;

/** The version a span follows at least: what its schema URL says, else the newest key it has. */
export function versionOf({ attributes, scope, span }: SpanSource): string | null {
  const told = scope.schemaUrl === '' ? undefined : schema.exec(scope.schemaUrl)?.[1];
  if (told !== undefined) return told;
  if (span.events.some(({ name }) => name.endsWith('.message') || name === 'gen_ai.choice'))
    return '1.28';
  for (const [version, ...keys] of marks) {
    if (keys.some((key) => attributes.has(key))) return version;
  }
  return null;
}
