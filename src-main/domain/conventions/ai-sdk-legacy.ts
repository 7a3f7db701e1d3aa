import type { FacetKind } from '../facets/facet-kind';
import { proposeEmbeddings, proposeTelemetryMetadata } from './ai-sdk/shared';
import { proposeAiSdkContent } from './ai-sdk/read-content';
import type { AttributeView, Convention, FacetDraft, SpanSource } from './convention';
import { fromMilliseconds } from './durations';
import { proposeTexts, proposeTokens, type TextRow, type TokenRow } from './field-table';
import { isObject, numberMember } from './json-value';
import { provenanceOf } from './provenance';
import { readToolDefinitions } from './read/read-tool-definitions';

const from = provenanceOf('ai-sdk-legacy');

/**
 * Operations → kinds. The function a program calls is an agent, since it may run steps with tools;
 * `*.doGenerate` and the like below it are the calls of the model: reference §3.
 */
const kinds: ReadonlyMap<string, FacetKind> = new Map<string, FacetKind>([
  ['ai.generateText', 'agent'],
  ['ai.streamText', 'agent'],
  ['ai.generateObject', 'agent'],
  ['ai.streamObject', 'agent'],
  ['ai.generateText.doGenerate', 'llm'],
  ['ai.streamText.doStream', 'llm'],
  ['ai.generateObject.doGenerate', 'llm'],
  ['ai.streamObject.doStream', 'llm'],
  ['ai.toolCall', 'tool'],
  ['ai.embed', 'step'],
  ['ai.embedMany', 'step'],
  ['ai.embed.doEmbed', 'embedding'],
  ['ai.embedMany.doEmbed', 'embedding'],
  ['ai.rerank', 'step'],
  ['ai.rerank.doRerank', 'reranker'],
]);

/** Telemetry of Vercel's AI SDK, versions 3 to 6. Source: conventions reference §3 to §5. */
export const aiSdkLegacy: Convention = {
  id: 'ai-sdk-legacy',

  detect({ attributes, scope }) {
    if (attributes.has('ai.operationId')) {
      return { version: null, evidence: 'attribute ai.operationId' };
    }
    if (attributes.text('operation.name')?.startsWith('ai.') === true) {
      return { version: null, evidence: 'attribute operation.name' };
    }
    return scope.name === 'ai' && attributes.hasPrefix('ai.')
      ? { version: null, evidence: 'scope ai' }
      : null;
  },

  propose(source, draft) {
    const { attributes } = source;
    const operation = operationOf(source);
    const kind = operation === null ? undefined : kinds.get(operation.name);
    if (operation !== null && kind !== undefined) {
      draft.kind(kind, operation.name, 'aiOperation', from.attribute(operation.key));
    }
    proposeTexts(source, draft, from, texts);
    proposeTokens(source, draft, from, tokens);
    const title = functionIdOf(attributes);
    if (title !== null) {
      if (kind === 'agent') draft.scalar('agentName', title.id, from.attribute(title.key));
      if (kind === 'step') draft.scalar('label', title.id, from.attribute(title.key));
    }
    proposeStream(source, draft, operation?.name ?? '');
    proposeSettings(source, draft);
    proposeProviderMetadata(source, draft);
    proposeAiSdkContent(source, draft, from);
    proposeEmbeddings(source, draft, from);
    proposeTelemetryMetadata(source, draft, from, 'ai.telemetry.metadata.');
  },
};

/** The operation without the id of the function, which `operation.name` has behind a blank. */
function operationOf({ attributes }: SpanSource): { name: string; key: string } | null {
  for (const key of ['ai.operationId', 'operation.name']) {
    const text = attributes.text(key);
    if (text !== null) return { name: text.split(' ', 1)[0] ?? text, key };
  }
  return null;
}

/** What the program calls its function: told three times, by some versions not under each key. */
function functionIdOf(attributes: AttributeView): { id: string; key: string } | null {
  for (const key of ['ai.telemetry.functionId', 'resource.name', 'operation.name']) {
    const text = attributes.text(key) ?? '';
    const id = key === 'operation.name' ? text.slice(text.indexOf(' ') + 1) : text;
    if (id !== '' && !id.startsWith('ai.')) return { id, key };
  }
  return null;
}

/** Behind the keys of the semantic conventions, which the calls carry too. */
const texts: readonly TextRow[] = [
  ['requestModel', 'ai.model.id', 1],
  ['responseModel', 'ai.response.model', 1],
  ['responseId', 'ai.response.id', 1],
  ['provider', 'ai.model.provider', 2],
  ['toolName', 'ai.toolCall.name'],
  ['toolCallId', 'ai.toolCall.id'],
];

const tokens: readonly TokenRow[] = [
  ['input', 'ai.usage.inputTokens', 2],
  ['input', 'ai.usage.promptTokens', 3],
  ['input', 'ai.usage.tokens', 4],
  ['output', 'ai.usage.outputTokens', 2],
  ['output', 'ai.usage.completionTokens', 3],
  ['total', 'ai.usage.totalTokens', 2],
  ['cacheRead', 'ai.usage.inputTokenDetails.cacheReadTokens', 2],
  ['cacheRead', 'ai.usage.cachedInputTokens', 3],
  ['cacheWrite', 'ai.usage.inputTokenDetails.cacheWriteTokens', 2],
  ['reasoning', 'ai.usage.outputTokenDetails.reasoningTokens', 2],
  ['reasoning', 'ai.usage.reasoningTokens', 3],
];

function proposeStream(
  { attributes, span }: SpanSource,
  draft: FacetDraft,
  operation: string,
): void {
  if (/stream/i.test(operation)) draft.scalar('isStream', true, from.derived('operation'));
  // Milliseconds, by their keys (§8.1 rule 7).
  for (const [rank, key] of ['ai.response.msToFirstChunk', 'ai.stream.msToFirstChunk'].entries()) {
    draft.scalar(
      'timeToFirstTokenNs',
      fromMilliseconds(attributes.number(key)),
      from.attribute(key),
      rank,
    );
  }
  for (const { name, timeNs } of span.events) {
    if (name !== 'ai.stream.firstChunk' || timeNs < span.startNs) continue;
    draft.scalar('timeToFirstTokenNs', Number(timeNs - span.startNs), from.event(name), 2);
  }
}

const SETTINGS = 'ai.settings.';

function proposeSettings({ attributes }: SpanSource, draft: FacetDraft): void {
  for (const key of ['ai.response.finishReason', 'ai.finishReason']) {
    draft.finishReason(attributes.text(key), from.attribute(key));
  }
  for (const { key } of attributes.withPrefix(SETTINGS)) {
    draft.parameter(key.slice(SETTINGS.length), attributes.parsed(key), from.attribute(key));
  }
  for (const [name, key] of [
    ['tool_choice', 'ai.prompt.toolChoice'],
    ['response_schema', 'ai.schema'],
  ] as const) {
    draft.parameter(name, attributes.parsed(key), from.attribute(key));
  }
  const tools = 'ai.prompt.tools';
  draft.toolDefinitions(readToolDefinitions(attributes.parsed(tools)), from.attribute(tools));
}

/** Versions 4 and 5 tell cache and reasoning in the provider's own words alone. */
function proposeProviderMetadata({ attributes }: SpanSource, draft: FacetDraft): void {
  const key = 'ai.response.providerMetadata';
  const metadata = attributes.parsed(key);
  if (!isObject(metadata)) return;
  const provenance = from.attribute(key);
  draft.metadata(key, metadata, provenance);
  for (const details of Object.values(metadata)) {
    if (!isObject(details)) continue;
    draft.tokens('reasoning', numberMember(details, 'reasoningTokens'), provenance, 8);
    draft.tokens(
      'cacheRead',
      numberMember(details, 'cachedPromptTokens', 'cacheReadInputTokens'),
      provenance,
      8,
    );
    draft.tokens('cacheWrite', numberMember(details, 'cacheCreationInputTokens'), provenance, 8);
  }
  // Until version 6 the input of Anthropic's models is that without cache.
  if (isObject(metadata['anthropic']) && !attributes.hasPrefix('ai.usage.inputTokenDetails.')) {
    draft.usageRule({ inputIncludedCache: false });
  }
}
