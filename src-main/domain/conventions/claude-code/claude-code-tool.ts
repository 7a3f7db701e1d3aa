import type { JsonValue } from '../../messages';
import type { FacetDraft, SpanSource } from '../convention';
import { spanEvents } from '../event-records';
import { entriesToJson, isObject, parseStructure } from '../json-value';
import { provenanceOf } from '../provenance';

const from = provenanceOf('claude-code');

/**
 * What a tool got and gave: `tool_input` and `new_context` begin with a line that names the tool,
 * events `tool.output` hold results in parts that depend on the tool (§6).
 */
export function proposeToolContent(source: SpanSource, draft: FacetDraft): void {
  const { attributes } = source;
  const input = withoutHeader(attributes.text('tool_input'));
  if (input !== null) draft.payload('toolArgs', input, 'vendorBlob', from.attribute('tool_input'));
  const shortArgs = argumentsOf(source);
  if (shortArgs !== null) {
    draft.payload('toolArgs', shortArgs.value, 'vendorBlob', from.attribute(shortArgs.key));
  }
  const outputs = spanEvents(source).filter(({ name }) => name === 'tool.output');
  const result = joinOutputs(outputs.map((event) => entriesToJson(event.attributes.entries)));
  if (result !== null) draft.payload('toolResult', result, 'vendorBlob', from.event('tool.output'));
  const context = withoutHeader(attributes.text('new_context'));
  if (context !== null) {
    draft.payload('toolResult', context, 'vendorBlob', from.attribute('new_context'));
  }
}

/** Told apart from the input where recording that is off. */
function argumentsOf({ attributes }: SpanSource): { key: string; value: JsonValue } | null {
  for (const [key, name] of [
    ['full_command', 'command'],
    ['file_path', 'file_path'],
    ['skill_name', 'skill'],
    ['subagent_type', 'subagent_type'],
  ] as const) {
    const text = attributes.text(key);
    if (text !== null) return { key, value: { [name]: text } };
  }
  return null;
}

const header = /^\[(TOOL INPUT|TOOL RESULT|USER PROMPT|USER)(: [^\]\n]{0,200})?\]\n/;

/** Text behind a line such as `[TOOL INPUT: Bash]`, parsed where it is JSON. */
function withoutHeader(text: string | null): JsonValue | null {
  return text === null ? null : parseStructure(text.replace(header, ''));
}

/** What the tool was asked for stands among its outputs again. */
const echoes = new Set(['file_path', 'bash_command', 'command', 'query', 'url', 'pattern']);

/** The one output there is beside repeated arguments; of several, all with their names. */
function joinOutputs(outputs: readonly JsonValue[]): JsonValue | null {
  const whole: Record<string, JsonValue> = Object.assign({}, ...outputs.filter(isObject));
  const names = Object.keys(whole).filter(
    (name) => !echoes.has(name) && !/_(truncated|original_length)$/.test(name),
  );
  const [name = ''] = names;
  if (names.length === 0) return null;
  if (names.length > 1) return whole;
  const output = whole[name] ?? null;
  return typeof output === 'string' ? parseStructure(output) : output;
}
