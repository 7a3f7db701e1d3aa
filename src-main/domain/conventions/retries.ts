/** Which try of a request a span was, and what it tried again. Source: reference §8.3.8, §8.4. */
import type { SpanSource } from './convention';
import type { CollectingDraft } from './facet-draft';
import { provenanceOf } from './provenance';

const fromOtel = provenanceOf('otel');
const fromGenAi = provenanceOf('otel-genai');

const ATTEMPT_KEY = 'gen_ai.request.attempt';
/** Counts what was sent again, so the first try has none. */
const RESENT_KEY = 'http.request.resend_count';
const LINK_KEY = 'link.type';

/** Proposes the number of the attempt, and links of type `retry_of`. */
export function proposeRetries({ span, attributes }: SpanSource, draft: CollectingDraft): void {
  draft.scalar('attempt', attributes.number(ATTEMPT_KEY), fromGenAi.attribute(ATTEMPT_KEY));
  const resent = attributes.number(RESENT_KEY);
  draft.scalar('attempt', resent === null ? null : resent + 1, fromOtel.attribute(RESENT_KEY), 2);
  for (const { traceId, spanId, attributes: told } of span.links) {
    const type = told.find(({ key }) => key === LINK_KEY)?.value;
    if (type?.type !== 'string' || type.value !== 'retry_of') continue;
    draft.relation(
      { type: 'retryOf', traceId, spanId, fromAgent: null, toAgent: null },
      fromOtel.derived('span links'),
    );
  }
}
