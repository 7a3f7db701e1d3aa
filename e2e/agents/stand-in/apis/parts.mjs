/** What the APIs have in common. */

/**
 * The text of a content that is a text or a list of parts.
 * @param {any} content
 * @returns {string}
 */
export function deepText(content) {
  if (content == null) return '';
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return content.text ?? JSON.stringify(content);
  return content
    .filter((part) => typeof part === 'string' || typeof part.text === 'string')
    .map((part) => (typeof part === 'string' ? part : part.text))
    .join('\n');
}

/**
 * @param {string} url
 * @returns {{ modality: string, mime: string | null }}
 */
export function imageOf(url) {
  return { modality: 'image', mime: mimeOf(url) };
}

/** The media type that a `data:` address tells. */
export function mimeOf(/** @type {string | undefined} */ url) {
  return /^data:([^;,]+)/.exec(url ?? '')?.[1] ?? null;
}

/**
 * @param {string | null} mime
 * @returns {{ modality: string, mime: string | null }}
 */
export function mediaOf(mime) {
  const kind = mime?.split('/')[0] ?? '';
  return { modality: ['image', 'audio', 'video'].includes(kind) ? kind : 'file', mime };
}

/** A text in the pieces it is streamed in. */
export function words(/** @type {string} */ text) {
  return text.match(/\S+\s*|\s+/g) ?? [];
}

/**
 * @param {string} json
 * @returns {unknown}
 */
export function parse(json) {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
