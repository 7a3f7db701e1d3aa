/**
 * Passwords and tokens before the host of a URL. They come before all other forms and names: with
 * the host behind it a password looks like an email address, and with the user before it like the
 * value of a name. Whatever a pattern repeats is bounded, or ends where the next URL begins.
 */
import type { SecretRange } from './secret-kind';

const slashes = String.raw`\\{0,8}\/\\{0,8}\/`;
/** Quotes end a text, and so does an escaped quote or line end in JSON within a text. */
const sign = String.raw`'(?=\w)|\\(?!\\{0,8}[nrt"'])`;
/** In a list without spaces this is where the host ends. */
const listedHost = String.raw`(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24}(?::\d{1,5})?[),;&|\]]`;
/** As the standard has it: up to the last @ before the path. */
const plain = String.raw`(?:[^\s"'<>\\/?#@${'`'}]|${sign}|@(?!${listedHost})){1,4096}`;
/** What was written without the escapes that a URL needs: a path, a backslash, a backtick. */
const loose = String.raw`(?:(?!:${slashes})[^\s"'<>]){1,256}`;
const port = String.raw`\d{1,5}(?:\\{0,8}[/?#]|\\{1,8}[nrt])`;
const user = String.raw`[^\s/:"'<>[\]]{0,100}`;
const userWithoutAt = String.raw`[^\s/:@"'<>[\]]{0,100}`;
const notPassword = String.raw`(?!${slashes}|${port})`;

const password = new RegExp(
  `:${slashes}(?:${user}:${notPassword}(${plain})|${userWithoutAt}:${notPassword}(${loose}))@`,
  'dg',
);
/** Of a token that is the user itself. */
const token = new RegExp(String.raw`:${slashes}([^\s/:@"'<>[\]]{20,256})@`, 'dg');

/** In order. */
export function urlCredentials(text: string): SecretRange[] {
  const found = (pattern: RegExp, kind: SecretRange['kind']): SecretRange[] =>
    [...text.matchAll(pattern)].flatMap(({ indices }) => {
      const place = indices?.slice(1).find((group) => group !== undefined);
      return place === undefined ? [] : [{ start: place[0], end: place[1], kind }];
    });
  return [...found(password, 'password'), ...found(token, 'token')].sort(
    (x, y) => x.start - y.start,
  );
}

/** Of places in any order, those that do not begin within these credentials. */
export function outside(
  places: readonly SecretRange[],
  credentials: readonly SecretRange[],
): SecretRange[] {
  let at = 0;
  return [...places]
    .sort((x, y) => x.start - y.start)
    .filter(({ start, kind }) => {
      while ((credentials[at]?.end ?? start + 1) <= start) at++;
      const next = credentials[at];
      // The form of a key tells more, and has no @: it ends within the credentials.
      return kind === 'key' || kind === 'token' || next === undefined || start < next.start;
    });
}
