/** What a model call is set up with beside its messages: parameters, and the tools offered. */
import type { MetadataEntry, ModelCall } from '../facets/span-facets';
import type { JsonValue, ToolDefinition } from '../messages';

/** Parameters that are of one run alone. */
const ofOneRun = new Set(['seed', 'stream', 'user', 'service_tier']);

/** By name; null where none that counts was recorded. */
export function parametersOf(call: ModelCall | null): JsonValue {
  const entries = (call?.parameters ?? []).filter(({ key }) => !ofOneRun.has(key));
  return entries.length === 0
    ? null
    : Object.fromEntries(entries.map(({ key, value }: MetadataEntry) => [key, value]));
}

/** By name: in which order tools are offered does not count. Null where there are none. */
export function toolsByName(call: ModelCall | null): JsonValue {
  const tools = call?.toolDefinitions ?? [];
  if (tools.length === 0) return null;
  return Object.fromEntries(
    tools.map(({ name, ...rest }: ToolDefinition) => [name, rest as unknown as JsonValue]),
  );
}
