import type { FacetKind } from '../../facets/facet-kind';
import type { Embedding } from '../../facets/span-facets';
import type { Message } from '../../messages';
import { isArray, isObject, textMember } from '../json-value';
import type { Content } from './content-draft';
import { copyProvenance } from './copy-provenance';
import type { DraftState } from './draft-state';
import type { Scalars } from './scalars';

/** What was embedded; out of blobs or messages where nothing typed was told. */
export function buildEmbedding(
  draft: DraftState,
  kind: FacetKind,
  scalars: Scalars,
  content: Content,
): Embedding | null {
  const { texts } = draft;
  if (kind !== 'embedding' && texts === null) return null;
  const inBlob = textsOf(content);
  const list = texts?.list ?? (inBlob.length > 0 ? inBlob : textsOfMessages(content.input));
  if (texts !== null) draft.provenance['embedding.texts'] = texts.from;
  const place = inBlob.length > 0 ? 'input' : 'model.input';
  copyProvenance(draft, place, list.length > 0 ? 'embedding.texts' : null);
  // What is told as texts need not be shown as a blob again.
  if (inBlob.length > 0 && inBlob.every((text, at) => text === list[at]))
    content.inputPayloads.shift();
  return {
    texts: list,
    dimensions: scalars.get('embeddingDimensions'),
  };
}

/** Some write what is embedded as if it were said. */
function textsOfMessages(messages: readonly Message[]): readonly string[] {
  return messages.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])),
  );
}

/** Of a blob: a text, a list of texts, or an object that has them as its input. */
function textsOf({ inputPayloads }: Content): readonly string[] {
  const value = inputPayloads[0]?.value;
  const inner = isObject(value)
    ? (value['input'] ?? value['texts'] ?? textMember(value, 'text', 'query'))
    : value;
  if (typeof inner === 'string') return [inner];
  return isArray(inner) && inner.every((text) => typeof text === 'string') ? inner : [];
}
