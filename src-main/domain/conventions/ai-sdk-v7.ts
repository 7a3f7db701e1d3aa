import { proposeEmbeddings, proposeTelemetryMetadata } from './ai-sdk/shared';
import type { Convention, FacetDraft, SpanSource } from './convention';
import { proposeTokens, type TokenRow } from './field-table';
import { provenanceOf } from './provenance';

const from = provenanceOf('ai-sdk-v7');

/**
 * What Vercel's AI SDK 7 adds to the semantic conventions, which it follows otherwise: the
 * program's context, details of tokens, texts to embed. Source: conventions reference §4 to §6.
 */
export const aiSdkV7: Convention = {
  id: 'ai-sdk-v7',

  detect({ attributes, scope }) {
    return scope.name === 'gen_ai' && attributes.has('gen_ai.operation.name')
      ? { version: null, evidence: 'scope gen_ai' }
      : null;
  },

  propose(source, draft) {
    proposeTokens(source, draft, from, tokens);
    proposeTelemetryMetadata(source, draft, from, 'ai.settings.context.');
    proposeEmbeddings(source, draft, from);
    proposeWrapper(source, draft);
    proposeStream(source, draft);
  },
};

const tokens: readonly TokenRow[] = [
  ['cacheRead', 'ai.usage.inputTokenDetails.cacheReadTokens', 6],
  ['cacheWrite', 'ai.usage.inputTokenDetails.cacheWriteTokens', 6],
  ['reasoning', 'ai.usage.outputTokenDetails.reasoningTokens', 6],
  ['total', 'ai.usage.totalTokens', 6],
];

/** `embed()` writes two spans of one operation; only the inner one, the call, has usage (§8.3). */
function proposeWrapper({ attributes }: SpanSource, draft: FacetDraft): void {
  const key = 'gen_ai.operation.name';
  const operation = attributes.text(key);
  if (operation !== 'embeddings' && operation !== 'rerank') return;
  const hasAnswer = ['ai.embedding', 'ai.embeddings', 'ai.ranking'].some((name) =>
    attributes.has(name),
  );
  if (hasAnswer && !attributes.has('gen_ai.usage.input_tokens')) {
    draft.kind('step', operation, 'vendorKind', from.attribute(key));
  }
}

/** Only streams have a first chunk. */
function proposeStream({ attributes }: SpanSource, draft: FacetDraft): void {
  const key = 'gen_ai.client.operation.time_to_first_chunk';
  if (attributes.has(key)) draft.scalar('isStream', true, from.derived(key));
}
