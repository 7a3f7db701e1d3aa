/**
 * Semantic Kernel, Python and .NET: operations and finish reasons in words of its own.
 * Source: conventions reference §6 (Semantic Kernel).
 */
import type { FacetKind } from '../facets/facet-kind';
import type { Convention, FacetDraft, SpanSource } from './convention';
import { provenanceOf } from './provenance';

const from = provenanceOf('semantic-kernel');

export const semanticKernel: Convention = {
  id: 'semantic-kernel',

  detect({ scope }) {
    return /^(semantic_kernel|Microsoft\.SemanticKernel)/.test(scope.name)
      ? { version: scope.version || null, evidence: `scope ${scope.name}` }
      : null;
  },

  propose(source, draft) {
    proposeKind(source, draft);
    const { attributes } = source;
    // One key for all choices, as Python prints its enum: `FinishReason.STOP,FinishReason.STOP`.
    const reason = 'gen_ai.response.finish_reason';
    for (const word of attributes.text(reason)?.split(',', 100) ?? []) {
      draft.finishReason(word.trim(), from.attribute(reason));
    }
  },
};

const operations: ReadonlyMap<string, FacetKind> = new Map<string, FacetKind>([
  ['chat.completions', 'llm'],
  ['chat.streaming_completions', 'llm'],
  ['text.completions', 'llm'],
  ['text.streaming_completions', 'llm'],
]);

function proposeKind({ span, attributes }: SpanSource, draft: FacetDraft): void {
  const key = 'gen_ai.operation.name';
  const operation = attributes.text(key);
  const kind = operation === null ? undefined : operations.get(operation);
  if (kind !== undefined) {
    draft.kind(kind, operation, 'genAiOperation', from.attribute(key));
    if (/streaming/.test(operation ?? '')) draft.scalar('isStream', true, from.attribute(key));
  }
  if (span.name === 'AutoFunctionInvocationLoop') {
    draft.kind('step', span.name, 'spanName', from.name(span.name));
  }
}
