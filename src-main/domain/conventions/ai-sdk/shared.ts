/** What all versions of the AI SDK write alike. */
import type { FacetDraft, SpanSource } from '../convention';
import { sessionRank } from '../field-table';
import { isArray, parseJson, textOf, toJson } from '../json-value';
import type { ProvenanceOf } from '../provenance';
import { stringList } from '../string-list';

const sessionNames: ReadonlySet<string> = new Set([
  'sessionId',
  'session_id',
  'threadId',
  'thread_id',
  'chatId',
  'conversationId',
]);
const userNames: ReadonlySet<string> = new Set(['userId', 'user_id']);

/** Proposes the program's own words under `prefix`: session, user, tags, and the rest as metadata. */
export function proposeTelemetryMetadata(
  { attributes }: SpanSource,
  draft: FacetDraft,
  from: ProvenanceOf,
  prefix: string,
): void {
  for (const { key, value } of attributes.withPrefix(prefix)) {
    const name = key.slice(prefix.length);
    const provenance = from.attribute(key);
    if (sessionNames.has(name)) {
      draft.scalar('sessionId', attributes.text(key), provenance, sessionRank.vendor);
    } else if (userNames.has(name)) {
      draft.scalar('userId', attributes.text(key), provenance, 1);
    } else if (name === 'tags') {
      for (const tag of stringList(toJson(value))) draft.tag(tag, provenance);
    } else {
      draft.metadata(name, toJson(value), provenance);
    }
  }
}

/** Proposes what was embedded; each value is JSON text of a string. */
export function proposeEmbeddings(
  { attributes }: SpanSource,
  draft: FacetDraft,
  from: ProvenanceOf,
): void {
  for (const key of ['ai.values', 'ai.value']) {
    const value = attributes.json(key);
    if (value === undefined || value === null) continue;
    const list = isArray(value) ? value : [value];
    const texts = list.map((text) =>
      textOf(typeof text === 'string' ? (parseJson(text) ?? text) : text),
    );
    draft.embeddingTexts(texts, from.attribute(key));
    return;
  }
}
