/** The scalars of a list or an object within a text that is below a secret name. */
import { closingQuote } from './quoted';
import { isNoSecret } from './secret-names';

interface Place {
  readonly start: number;
  readonly end: number;
}

/** Larger ones are code or prose that happens to come after such a name. */
const MAX_CHARS = 20_000;

const piece = /(\\{0,63})(["'`])|[^\s\\"'`[\]{},:=]+/g;
const colon = /\\{0,63}["'`]?\s{0,8}[:=]/y;
/** Names of members and types in code. */
const identifiers = /^[A-Za-z_$]+(?:\.[A-Za-z_$]+)+$/;

/** @returns null where the bracket has no end near, or a part of a text is in it */
export function nestedScalars(
  text: string,
  open: number,
  close: number,
): { readonly scalars: readonly Place[]; readonly end: number } | null {
  if (close === -1 || close - open > MAX_CHARS) return null;
  const scalars: (Place & { readonly key: string })[] = [];
  let key = '';
  let isSchema = false;
  piece.lastIndex = open;
  for (let match = piece.exec(text); match !== null; match = piece.exec(text)) {
    if (match.index >= close) break;
    const [whole, escapes = '', quote] = match;
    let place = { start: match.index, end: piece.lastIndex };
    if (quote !== undefined) {
      const start = match.index + whole.length;
      const { end, after } = closingQuote(text, start, escapes.length, quote);
      place = { start, end: Math.min(end, close) };
      piece.lastIndex = after;
    }
    const value = text.slice(place.start, place.end);
    colon.lastIndex = place.end;
    if (colon.test(text)) {
      if (value === 'logprob') return null;
      key = value;
      continue;
    }
    isSchema ||= key === 'type' && isSchemaType(value);
    const isSecret = quote === undefined ? value.length > 2 && !identifiers.test(value) : true;
    if (isSecret && value !== '' && !isNoSecret(value)) scalars.push({ ...place, key });
  }
  return {
    scalars: isSchema ? scalars.filter(({ key: name }) => !isSchemaWord(name)) : scalars,
    end: close,
  };
}

/** Whether a value is what a JSON schema has as its `type`: then it tells of a secret, and is none. */
export function isSchemaType(type: unknown): boolean {
  return (
    typeof type === 'string' && /^(?:string|number|integer|boolean|object|array|null)$/.test(type)
  );
}

/** Members of a schema that hold no value of what it describes, as `default` does. */
export function isSchemaWord(name: string): boolean {
  return /^(?:type|title|description|format|pattern|required|properties|items|\$ref|\$schema|minLength|maxLength|minimum|maximum|nullable|readOnly|writeOnly|deprecated|additionalProperties)$/.test(
    name,
  );
}
