/** What tools a model was offered, in any dialect. */
import type { JsonValue, ToolDefinition } from '../../messages';
import {
  firstMember,
  isArray,
  isObject,
  member,
  parsedOnce,
  textMember,
  type JsonObject,
} from '../json-value';

const MAX_TOOLS = 2000;
const parameterKeys = [
  'parameters',
  'input_schema',
  'inputSchema',
  'parametersJsonSchema',
  'parameters_json_schema',
  'args_schema',
  'json_schema',
  'schema',
  'arguments',
];
const listKeys = [
  'function_declarations',
  'functionDeclarations',
  'tools',
  'function_tools',
  'functions',
];

/**
 * Tool definitions out of OpenAI's `{type, function: {…}}`, Anthropic's `{name, input_schema}`,
 * Gemini's `{functionDeclarations: […]}`, Bedrock's `{toolSpec: {…}}`, the semantic conventions'
 * flat form, JSON texts of them, or lists of any of these.
 */
export function readToolDefinitions(value: JsonValue | undefined): ToolDefinition[] {
  const definitions: ToolDefinition[] = [];
  collect(value ?? null, definitions, 0);
  return definitions;
}

function collect(raw: JsonValue, into: ToolDefinition[], depth: number): void {
  const value = parsedOnce(raw);
  if (depth > 4 || into.length >= MAX_TOOLS) return;
  if (isArray(value)) {
    for (const item of value) collect(item, into, depth + 1);
    return;
  }
  if (!isObject(value)) return;
  const spec = firstMember(value, ['function', 'toolSpec', 'tool_spec', 'custom']);
  if (isObject(spec)) {
    into.push(definitionOf(spec, textMember(value, 'type')));
    return;
  }
  const list = firstMember(value, listKeys);
  if (isArray(list) && textMember(value, 'name') === null) {
    for (const item of list) collect(item, into, depth + 1);
    return;
  }
  const type = textMember(value, 'type');
  if (textMember(value, 'name', 'tool_name') !== null || (type !== null && type !== 'object')) {
    into.push(definitionOf(value, type));
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    // By name, as `{search: {description, parameters}}`; Gemini's own tools, as `{googleSearch: {}}`.
    if (isObject(item))
      into.push({ ...definitionOf(item, null), name: textMember(item, 'name') ?? key });
  }
}

function definitionOf(spec: JsonObject, type: string | null): ToolDefinition {
  const parameters = parsedOnce(firstMember(spec, parameterKeys) ?? null);
  return {
    name: textMember(spec, 'name', 'tool_name') ?? type ?? '',
    description: textMember(spec, 'description'),
    parameters: (isObject(parameters) ? member(parameters, 'json') : undefined) ?? parameters,
    type,
  };
}
