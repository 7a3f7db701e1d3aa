/**
 * Secrets that are told by their form alone. Every pattern starts at a fixed sign or word, and what
 * it may repeat is bounded or taken whole, so that the time goes with the length of the text.
 */
import type { SecretKind, SecretRange } from './secret-kind';
import { isNoSecret } from './secret-names';

interface Form {
  readonly kind: SecretKind;
  /** Its first group that is there is the secret; else all of it is. With the flags `g` and `d`. */
  readonly pattern: RegExp;
  readonly isMeant?: (value: string) => boolean;
}

/** Keys that providers begin with a word of their own. */
const keyForms: readonly string[] = [
  'sk-[\\w-]{16,}',
  '(?:sk|pk|rk)_(?:live|test|prod)_\\w{10,}',
  'sk_[0-9a-f]{32,}',
  'whsec_[\\w+/=-]{16,}',
  'gh[oprsu]_\\w{20,}',
  'github_pat_\\w{20,}',
  'gl(?:pat|ptt|dt|rt|cbt|ft|imt|agent|oas|soat)-[\\w.-]{16,}',
  '(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}',
  'ABSK[\\w+/]{40,}={0,2}',
  'AIza[\\w-]{30,}',
  'ya29\\.[\\w.-]{16,}',
  'GOCSPX-[\\w-]{20,}',
  '1//0[\\w-]{30,}',
  'xox[a-z](?:\\.xox[a-z])?-[\\w-]{10,}',
  'xapp-\\d-[\\w-]{10,}',
  'hf_\\w{20,}',
  'npm_\\w{30,}',
  'pypi-AgE[\\w-]{50,}',
  'rubygems_[0-9a-f]{32,}',
  'dckr_(?:pat|oat)_[\\w-]{20,}',
  'lsv2_[\\w-]{20,}',
  'gsk_\\w{20,}',
  'xai-\\w{20,}',
  'pplx-\\w{20,}',
  'r8_\\w{20,}',
  'fw_\\w{20,}',
  'tgp_v1_[\\w-]{20,}',
  'tvly-[\\w-]{16,}',
  'nvapi-[\\w-]{20,}',
  'pcsk_\\w{20,}',
  'csk-\\w{20,}',
  'jina_\\w{20,}',
  'e2b_\\w{20,}',
  'fc-[0-9a-f]{32}',
  'dapi[0-9a-f]{32}(?:-\\d)?',
  'do[opr]_v1_[0-9a-f]{32,}',
  'HRKU-[\\w-]{30,}',
  'shp(?:at|ca|pa|ss)_[0-9a-fA-F]{24,}',
  'sq0[a-z]{3}-[\\w-]{20,}',
  'ATATT3[\\w=-]{30,}',
  'lin_(?:api|oauth)_\\w{20,}',
  '(?:secret|ntn)_[A-Za-z0-9]{40,}',
  'fig[dou]_[\\w-]{20,}',
  'SG\\.[\\w-]{16,32}\\.[\\w-]{16,64}',
  'SK[0-9a-f]{32}',
  'key-[0-9a-f]{32}',
  '[0-9a-f]{32}-us\\d{1,2}',
  'PMAK-[0-9a-f-]{40,}',
  'NR(?:AK|JS|II)-[\\w-]{20,}',
  'dp\\.(?:pt|st|ct|sa|scim|audit)\\.[\\w.-]{20,}',
  'hv[bs]\\.[\\w-]{20,}',
  'gls?[ac]_[\\w+/=]{20,}',
  'pscale_(?:tkn|pw|oauth)_[\\w.=-]{20,}',
  'sb[pr]_[0-9a-f]{32,}',
  'sb_secret_[\\w-]{16,}',
  'nfp_\\w{20,}',
  'sntry[su]_[\\w+/=-]{20,}',
  'tskey-[\\w-]{16,}',
  'ph[cx]_\\w{20,}',
  'tfp_[\\w.=-]{30,}',
  'fm2_[\\w+/=]{30,}',
  'pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}',
  'AGE-SECRET-KEY-1[0-9A-Z]{30,}',
  'ops_eyJ[\\w+/=-]{50,}',
  '\\d{8,10}:AA[\\w-]{32,34}',
  '[MNO][\\w-]{23,27}\\.[\\w-]{6}\\.[\\w-]{27,40}',
];

/** Within JSON a text may begin after an escaped line end: `\\n` is no letter before it. */
const begin = String.raw`(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))`;
const beginWord = String.raw`(?:(?<![\w\\-])|(?<=\\[nrt])|(?<=\\)(?![nrt]))`;
const beginName = String.raw`(?:(?<![A-Za-z0-9\\])|(?<=\\[nrt])|(?<=\\)(?![nrt]))`;
const beginNumber = String.raw`(?:(?<![\w\\])|(?<=\\[nrt])|(?<=\\)(?![nrt]))`;

const gap = String.raw`(?:\s|\\{1,8}[nrt]){1,8}`;
const identifiedBy = `${beginWord}IDENTIFIED${gap}(?:WITH${gap}[^\\s;\\\\]{1,60}${gap})?BY${gap}(?:PASSWORD${gap})?`;
/** Quotes within are doubled. */
const sqlText = String.raw`(?:'(?!')((?:[^'\n]|''){1,200}?)\\{0,8}'(?!')|\\{0,8}"([^"\n]{1,200}?)\\{0,8}")`;
const isSecret = (value: string): boolean => !isNoSecret(value);

const forms: readonly Form[] = [
  { kind: 'key', pattern: new RegExp(`${begin}(?:${keyForms.join('|')})`, 'gd') },
  {
    kind: 'key',
    pattern:
      /hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/([\w/-]{16,})|discord(?:app)?\.com\/api\/webhooks\/([\w/-]{30,})/dg,
  },
  // A token that has no first dot is looked through once: what begins within it is part of it.
  {
    kind: 'token',
    pattern: new RegExp(String.raw`${beginWord}eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*`, 'dg'),
  },
  {
    kind: 'token',
    pattern: new RegExp(String.raw`${begin}(?:Bearer|Basic)\s{1,3}([\w+/.~-]{12,}={0,2})`, 'dgi'),
  },
  {
    kind: 'token',
    pattern: /[?&](?:sig|signature|x-(?:amz|goog)-signature)=([\w%+/=.~-]{16,})/dgi,
  },
  {
    kind: 'password',
    pattern: new RegExp(
      String.raw`${beginWord}(?:-u|--user|--proxy-user)(?: {1,3}|=)(?:\\{0,7}["'])?[^\s:"'\\]{1,100}:(?!//)([^\s"'\\]{1,200})`,
      'dg',
    ),
    isMeant: (value) => !/^\d+$/.test(value),
  },
  // In words, in the options of programs that take no other, and as the content of an element.
  {
    kind: 'password',
    pattern:
      /(?<!\[)(?:password|passwd|passphrase|passcode|api[ _-]?key|access[ _-]token)\s{1,3}(?:(?:is|was|to)\s{1,3})?["'`]?((?=[^\s\d]{0,200}\d)[^\s"'`<>:=,;\\]{6,200})/dgi,
  },
  {
    kind: 'password',
    pattern:
      /sshpass\s{1,3}-p\s{0,3}["']?([^\s"'\\]{1,200})|mysql(?:dump|admin)?\s[^\n;|]{0,80}\s-p([^\s"'\\]{3,200})/dg,
  },
  {
    kind: 'password',
    pattern:
      /<[\w.:-]{0,30}(?:password|passwd|secret|api[_-]?key|access[_-]?token)>([^<\s][^<]{0,400})<\//dgi,
  },
  // In SQL. In small letters it is a phrase of prose too, and so it is before a word without quotes.
  { kind: 'password', pattern: new RegExp(`${identifiedBy}${sqlText}`, 'dg'), isMeant: isSecret },
  {
    kind: 'password',
    pattern: new RegExp(`${identifiedBy}${sqlText}`, 'dgi'),
    isMeant: (value) => isSecret(value) && /\d/.test(value),
  },
  {
    kind: 'password',
    pattern: new RegExp(
      String.raw`${beginWord}(?:CREATE|ALTER)${gap}USER${gap}[^\s;]{1,100}${gap}${identifiedBy}(?:${sqlText}|([^\s"'\\;]{1,200}))`,
      'dgi',
    ),
    isMeant: isSecret,
  },
  {
    kind: 'email',
    pattern: new RegExp(
      String.raw`${beginName}[\w.%+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}\b`,
      'dgi',
    ),
  },
  {
    kind: 'card',
    pattern: new RegExp(String.raw`${beginNumber}\d(?:[ -]?\d){12,18}\b`, 'dg'),
    isMeant: hasCheckDigit,
  },
  {
    kind: 'address',
    pattern: new RegExp(String.raw`${beginNumber}(?:\d{1,3}\.){3}\d{1,3}\b`, 'dg'),
    isMeant: (value) =>
      !/^(?:127|0)\./.test(value) && value.split('.').every((n) => Number(n) < 256),
  },
  {
    kind: 'home',
    pattern: /(?:\/home\/|\/Users\/|[A-Za-z]:\\{1,8}Users\\{1,8})([^\s/\\"':]{1,64})/dg,
  },
];

/** Of equal places the first says of which kind it is. */
export function formedSecrets(text: string): SecretRange[] {
  const found: SecretRange[] = privateKeys(text);
  for (const { kind, pattern, isMeant } of forms) {
    for (const match of text.matchAll(pattern)) {
      const place = match.indices?.slice(1).find((group) => group !== undefined);
      const [start, end] = place ?? match.indices?.[0] ?? [0, 0];
      if (isMeant?.(text.slice(start, end)) !== false) found.push({ start, end, kind });
    }
  }
  return found;
}

const beginsKey = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const endsKey = /-----END [A-Z0-9 ]{0,40}-----/y;
/** Of a key whose end was cut off. */
const keyWord = /(?:\s|\\{1,8}[nrt]){0,8}(?!-----)[\w+/=:,.-]+/y;
const MAX_KEY_CHARS = 20_000;

function privateKeys(text: string): SecretRange[] {
  const begins = [...text.matchAll(beginsKey)];
  const keys: SecretRange[] = [];
  // Only ever moves on, so that it is looked for once.
  let close = -1;
  begins.forEach(({ index, 0: head }, at) => {
    const from = index + head.length;
    const limit = Math.min(begins[at + 1]?.index ?? text.length, from + MAX_KEY_CHARS);
    if (close < from) {
      close = text.indexOf('-----END ', from);
      if (close === -1) close = text.length;
    }
    endsKey.lastIndex = close;
    const isClosed = close < limit && endsKey.test(text);
    const end = isClosed ? endsKey.lastIndex : endOfKeyWords(text, from, limit);
    keys.push({ start: index, end, kind: 'privateKey' });
  });
  return keys;
}

/** Up to a word with signs that no key has. */
function endOfKeyWords(text: string, from: number, limit: number): number {
  let end = from;
  keyWord.lastIndex = from;
  while (end < limit && keyWord.test(text)) end = keyWord.lastIndex;
  return end;
}

/** The last digit of card numbers follows from the others (Luhn). */
function hasCheckDigit(text: string): boolean {
  const digits = (text.match(/\d/g) ?? []).map(Number).reverse();
  const sum = digits.reduce((total, digit, at) => {
    const weighed = at % 2 === 0 ? digit : digit * 2;
    return total + (weighed > 9 ? weighed - 9 : weighed);
  }, 0);
  return sum % 10 === 0 && new Set(digits).size > 1;
}
