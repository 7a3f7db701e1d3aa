/** What has the form of an id that a program gave out, not of a name that a person chose. */

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Prefixes of ids, maybe before a UUID; `call_…` and the next name nothing else. */
const prefixed =
  /^(?:(call|toolu|srvtoolu|tooluse|chatcmpl|cmpl)|resp|msg|req|run|thread|step|rs|fc|ws|gen|trace|span|session|conv|lc_run)[_-]+(.+)$/;
/** Span ids, ObjectIds, trace ids and UUIDs without dashes. Shas have 7, 12, 40 or 64 digits. */
const hexId = /^(?:[0-9a-f]{16}|[0-9a-f]{24}|[0-9a-f]{32})$/;

/** @param takesHex whether bare hex is one, which in arguments may be a key that was chosen */
export function generatedId(token: string, takesHex: boolean): boolean {
  if (token.length < 8) return false;
  if (uuid.test(token)) return true;
  if (takesHex && hexId.test(token)) return isMixed(token);
  const [, certain, body = ''] = prefixed.exec(token) ?? [];
  if (body === '') return false;
  if (uuid.test(body) || hasMixedPart(body)) return true;
  return certain !== undefined && body.length >= 4 && !hasWord(body) && /\d/.test(body);
}

/** Of names of spans, where ids stand without a prefix. */
export function isLikeId(token: string): boolean {
  return generatedId(token, true) || hasMixedPart(token);
}

/** A part of 8 and more characters that mixes digits and letters as no word does, and no word. */
function hasMixedPart(text: string): boolean {
  return !hasWord(text) && text.split(/[_-]/).some((part) => part.length >= 8 && isMixed(part));
}

const letters = /^[A-Za-z]{3,}$/;

function hasWord(text: string): boolean {
  return text.split(/[_-]/).some((part) => letters.test(part));
}

/** Changes between digits and letters twice and more: `python3` and `report2024` do once. */
function isMixed(part: string): boolean {
  return (part.match(/\d(?=[A-Za-z])|[A-Za-z](?=\d)/g) ?? []).length >= 2;
}
