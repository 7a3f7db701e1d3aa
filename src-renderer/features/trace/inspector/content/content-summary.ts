/** What the first tab of the inspector is called, and whether it is worth to open with. */
import type { SpanView } from '@contract/facets';

export interface ContentSummary {
  readonly label: string;
  /** Null where there is nothing to count. */
  readonly count: number | null;
  /** Something was said, called, found or passed on. */
  readonly hasContent: boolean;
}

/** Before a span is understood. */
export const unknownContent: ContentSummary = { label: 'Content', count: null, hasContent: false };

/** The summary of a span's content. */
export function summarise({ facets, omittedMessages, judgements }: SpanView): ContentSummary {
  const { model, tool, retrieval, embedding, kind } = facets;
  const messages =
    model === null
      ? 0
      : model.system.length + model.input.length + model.output.length + omittedMessages;
  const payloads = facets.input.length + facets.output.length;
  const isCall = kind === 'llm';
  if (kind !== 'tool' && (messages > 0 || (isCall && payloads === 0))) {
    return { label: 'Messages', count: messages, hasContent: true };
  }
  if (tool !== null) {
    const hasContent = tool.args !== null || tool.result !== null || payloads > 0;
    return { label: 'Arguments & result', count: null, hasContent };
  }
  if (retrieval !== null) {
    const count = retrieval.documents.length;
    return { label: 'Documents', count, hasContent: count > 0 || retrieval.query !== null };
  }
  if (embedding !== null && embedding.texts.length > 0) {
    return { label: 'Texts', count: embedding.texts.length, hasContent: true };
  }
  const hasContent =
    payloads > 0 ||
    messages > 0 ||
    judgements.length > 0 ||
    facets.prompt !== null ||
    facets.notes.some(({ code }) => code === 'notUnderstood');
  return { label: 'Input & output', count: null, hasContent };
}
