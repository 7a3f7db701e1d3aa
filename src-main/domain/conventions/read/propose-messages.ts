import type { JsonValue, MessageRole } from '../../messages';
import type { Provenance } from '../../facets/span-facets';
import type { ContentForm, FacetDraft, MessageDirection } from '../convention';
import { isArray, looksLikeJson, parseStructure } from '../json-value';
import { MAX_MESSAGES, readMessages } from './read-messages';
import { parseCutJson } from './truncation';

const roles: Record<MessageDirection, MessageRole> = {
  system: 'system',
  input: 'user',
  output: 'assistant',
};

/**
 * Proposes messages out of a value that is known to hold some: structured or as JSON text. Of text
 * that was cut, what can still be read is proposed, and a note says so.
 */
export function proposeMessages(
  draft: FacetDraft,
  direction: MessageDirection,
  value: JsonValue | undefined,
  form: ContentForm,
  from: Provenance,
): void {
  if (value === undefined || value === null || value === '') return;
  let parsed = typeof value === 'string' ? parseStructure(value) : value;
  if (typeof parsed === 'string' && looksLikeJson(parsed)) {
    const partial = parseCutJson(parsed);
    draft.note({
      code: partial === undefined ? 'unparsable' : 'contentTruncated',
      field: `model.${direction}`,
      message:
        partial === undefined
          ? `${from.key} is no JSON and is shown as text.`
          : `${from.key} was cut before it was sent; what is left is shown.`,
    });
    parsed = partial ?? parsed;
  }
  if (isArray(parsed) && parsed.length > MAX_MESSAGES) {
    draft.note({
      code: 'contentTruncated',
      field: `model.${direction}`,
      message: `${from.key} has ${parsed.length} messages; the first ${MAX_MESSAGES} are shown.`,
    });
  }
  const messages = readMessages(parsed, roles[direction]);
  // Some put what is no conversation under the same keys, e.g. Gemini CLI a tool's arguments.
  const areNone = messages.every(({ parts }) => parts.every(({ type }) => type === 'unknown'));
  if (areNone && direction !== 'system') draft.payload(direction, parsed, form, from);
  else draft.messages(direction, messages, form, from);
}
