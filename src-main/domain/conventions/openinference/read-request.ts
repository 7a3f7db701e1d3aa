/** What OpenInference says of a model call beside its messages: model, parameters, tools, cost. */
import type { FacetDraft, SpanSource } from '../convention';
import { isObject, parsedOnce, textMember } from '../json-value';
import { proposeMembers } from '../propose-entries';
import { provenanceOf } from '../provenance';
import { readToolDefinitions } from '../read/read-tool-definitions';
import { unflattenList } from '../read/unflatten';
import { langChainResult } from './langchain-result';

const from = provenanceOf('openinference');

/** Proposes the cost in US dollars. */
export function proposeCost({ attributes }: SpanSource, draft: FacetDraft): void {
  const inputUsd = attributes.number('llm.cost.prompt');
  const outputUsd = attributes.number('llm.cost.completion');
  const totalUsd = attributes.number('llm.cost.total');
  if (inputUsd === null && outputUsd === null && totalUsd === null) return;
  const key = totalUsd === null ? 'llm.cost.prompt' : 'llm.cost.total';
  draft.cost(
    { inputUsd, outputUsd, totalUsd: totalUsd ?? (inputUsd ?? 0) + (outputUsd ?? 0) },
    from.attribute(key),
  );
}

/** Proposes model, parameters, tools, and why the model stopped. */
export function proposeRequest(source: SpanSource, draft: FacetDraft): void {
  const { attributes, span } = source;
  const result = langChainResult(attributes);
  const nameOf = modelNamer(source);
  let asked: string | null = null;
  for (const key of ['llm.invocation_parameters', 'embedding.invocation_parameters']) {
    const parameters = attributes.parsed(key);
    if (!isObject(parameters)) continue;
    asked ??= nameOf(textMember(parameters, 'model'));
    const isAnswer = typeof parameters['object'] === 'string';
    proposeMembers(parameters, from.attribute(key), (name, value, provenance) => {
      if (name === 'model' && typeof value === 'string') {
        // An answer passed off as parameters (OpenAI Agents) names the answer's model.
        draft.scalar(isAnswer ? 'responseModel' : 'requestModel', nameOf(value), provenance, 1);
      } else if (name === 'stream' && typeof value === 'boolean') {
        // LangChain tells the setting of the model, whatever the call was.
        draft.scalar('isStream', value, provenance, 1);
      } else if (!noParameters.has(name)) {
        draft.parameter(name, value, provenance);
      }
    });
  }
  // Some tell a stream by the method alone, e.g. `OpenAIChat.invoke_stream`.
  if (/[a-z][._]a?stream$/i.test(span.name.slice(-200))) {
    draft.scalar('isStream', true, from.name(span.name), 3);
  }
  if (result?.isStreamed === true) draft.scalar('isStream', true, resultPlace);
  proposeFirstToken(source, draft);
  proposeModelName(source, draft, asked, result?.model ?? null);
  draft.finishReason(attributes.text('llm.finish_reason'), from.attribute('llm.finish_reason'));
  const tools = unflattenList(attributes.withPrefix('llm.tools.'), 'llm.tools.');
  if (tools.length > 0) {
    const schemas = tools.map((tool) => (isObject(tool) ? (tool['tool'] ?? tool) : tool));
    const unwrapped = schemas.map((tool) =>
      isObject(tool) && tool['json_schema'] !== undefined ? parsedOnce(tool['json_schema']) : tool,
    );
    draft.toolDefinitions(readToolDefinitions(unwrapped), from.attribute('llm.tools'));
  }
}

/** The first token of a stream is an event; of several the first counts. */
function proposeFirstToken({ span }: SpanSource, draft: FacetDraft): void {
  for (const { name, timeNs } of span.events) {
    if (name !== 'First Token Stream Event' || timeNs < span.startNs) continue;
    draft.scalar('isStream', true, from.event(name), 2);
    draft.scalar('timeToFirstTokenNs', Number(timeNs - span.startNs), from.event(name), 1);
    return;
  }
}

/**
 * `llm.model_name` is what is known best: the model that answered where there is an answer and the
 * request's parameters name the one asked for, else the one asked for.
 */
function proposeModelName(
  source: SpanSource,
  draft: FacetDraft,
  asked: string | null,
  answered: string | null,
): void {
  const key = 'llm.model_name';
  const nameOf = modelNamer(source);
  const { attributes } = source;
  const name = nameOf(attributes.text(key));
  const other = nameOf(attributes.text('llm.request.model_name'));
  if (asked === null && other === null) {
    const field = isAnswering(source, name) ? 'responseModel' : 'requestModel';
    draft.scalar(field, name, from.attribute(key), 3);
    return;
  }
  const isTold = name !== (asked ?? other);
  if (!isTold) draft.scalar('responseModel', answered, resultPlace, 2);
  if (isTold || attributes.has('llm.token_count.completion')) {
    draft.scalar('responseModel', name, from.attribute(key), 3);
  }
}

/** Google's client leaves the name of the model that answered in place of the one asked for. */
function isAnswering({ attributes, scope }: SpanSource, name: string | null): boolean {
  if (!scope.name.endsWith('.google_genai')) return false;
  const answer = attributes.parsed('output.value');
  return isObject(answer) && textMember(answer, 'model_version', 'modelVersion') === name;
}

/** LiteLLM routes by `openai/gpt-4o`: the provider that it tells apart is no part of the name. */
function modelNamer({ attributes, scope }: SpanSource): (name: string | null) => string | null {
  const provider = attributes.text('llm.provider');
  const isRouted = scope.name.endsWith('.litellm') && provider !== null;
  return (name) =>
    isRouted && name?.startsWith(`${provider}/`) === true ? name.slice(provider.length + 1) : name;
}

const resultPlace = from.attribute('output.value');

/** Members of an answer that some pass off as parameters. */
const noParameters: ReadonlySet<string> = new Set([
  'messages',
  'input',
  'instructions',
  'tools',
  'output',
  'id',
  'object',
  'created_at',
  'completed_at',
  'status',
  'usage',
  'error',
  'incomplete_details',
  'metadata',
  'text',
  'billing',
]);
