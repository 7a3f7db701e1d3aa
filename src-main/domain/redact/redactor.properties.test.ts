import fc from 'fast-check';
import { expect, it } from 'vitest';

import type { HtmlReport } from '../diff/report-html';
import { redactAllBut, reportFindings } from '../diff/report-findings';
import type { JsonValue } from '../messages';
import { createRedactor } from './redactor';

const signs = (alphabet: string, minLength: number, maxLength = minLength): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...alphabet.split('')), minLength, maxLength });
const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const small = 'abcdefghijklmnopqrstuvwxyz';
const word = `${capitals}${small}01`;
const hex = '0123456789abcdef';

/** A secret and the text it is written in. */
interface Planted {
  readonly secret: string;
  readonly text: string;
}
const asIs = (secrets: fc.Arbitrary<string>): fc.Arbitrary<Planted> =>
  secrets.map((secret) => ({ secret, text: secret }));
const begun = (begin: string, rest: fc.Arbitrary<string>): fc.Arbitrary<Planted> =>
  asIs(rest.map((text) => `${begin}${text}`));

const formed: fc.Arbitrary<Planted> = fc.oneof(
  ...['sk-', 'sk-ant-api03-', 'sk_live_', 'ghp_', 'github_pat_', 'glpat-', 'ya29.', 'GOCSPX-'].map(
    (begin) => begun(begin, signs(word, 24, 60)),
  ),
  ...['xoxb-1-', 'hf_', 'npm_', 'lsv2_pt_', 'gsk_', 'xai-', 'r8_', 'tvly-', 'nvapi-', 'hvs.'].map(
    (begin) => begun(begin, signs(word, 32, 60)),
  ),
  begun('AKIA', signs(capitals, 16)),
  begun('ASIA', signs(capitals, 16)),
  begun('AIza', signs(word, 35)),
  begun('dapi', signs(hex, 32)),
  asIs(fc.tuple(signs(word, 12), signs(word, 20), signs(word, 20)).map((p) => `eyJ${p.join('.')}`)),
  asIs(
    fc
      .tuple(
        fc.constantFrom('RSA ', 'EC ', ''),
        signs(`${word}+/`, 64),
        fc.constantFrom('\n', '\\n'),
      )
      .map(([kind, body, end]) =>
        [`-----BEGIN ${kind}PRIVATE KEY-----`, body, `-----END ${kind}PRIVATE KEY-----`].join(end),
      ),
  ),
  signs(`${word}!$@/.`, 6, 20).map((body) => {
    const secret = `p${body}w`;
    return { secret, text: `postgres://app:${secret}@db.internal/x` };
  }),
  asIs(signs(small, 4, 9).map((name) => `${name}@mail.example.org`)),
);

const secretName = fc
  .tuple(
    fc.constantFrom('', 'DB', 'my', 'openai', 'x', 'AWS'),
    fc.constantFrom('password', 'api_key', 'client_secret', 'access_token', 'secret_access_key'),
    fc.constantFrom('', 'prod', '2'),
  )
  .chain((parts) => {
    const words = parts.flatMap((part) => (part === '' ? [] : part.split('_')));
    const camel = words.map((part, at) =>
      at === 0
        ? part.toLowerCase()
        : `${part.charAt(0).toUpperCase()}${part.slice(1).toLowerCase()}`,
    );
    return fc.constantFrom(
      words.join('_').toLowerCase(),
      words.join('_').toUpperCase(),
      words.join('-').toLowerCase(),
      camel.join(''),
    );
  });
/** Of no known form; with a digit and a sign, so that it is no word. */
const anySecret = signs(`${word}!$%^*+/@~-`, 6, 24).map((body) => `z9${body}`);
const spoken = fc.array(signs(small, 3, 8), { minLength: 2, maxLength: 4 }).map((p) => p.join(' '));

const named: fc.Arbitrary<Planted> = fc.oneof(
  fc
    .tuple(
      secretName,
      anySecret,
      fc.constantFrom('=', ': ', ' = ', '="', "='", ': "', '":"', '": "'),
    )
    .map(([name, secret, sign]) => {
      const quote = /["']$/.exec(sign)?.[0] ?? '';
      return { secret, text: `${sign.startsWith('"') ? '"' : ''}${name}${sign}${secret}${quote}` };
    }),
  fc.tuple(secretName, spoken).map(([name, secret]) => ({ secret, text: `${name}: "${secret}"` })),
  fc.tuple(secretName, spoken).map(([name, secret]) => ({ secret, text: `${name}: ${secret}` })),
  fc
    .tuple(secretName, anySecret)
    .map(([name, secret]) => ({ secret, text: `--${name} ${secret}` })),
  anySecret.map((secret) => ({ secret, text: `Cookie: a=1; session=${secret}` })),
  anySecret.map((secret) => ({ secret, text: `Authorization: Bearer ${secret}` })),
  anySecret.map((secret) => ({ secret, text: `curl -u admin:${secret} x` })),
  signs(word, 8, 30).map((secret) => ({ secret, text: `GET /x?n=1&access_token=${secret}&m=2` })),
);
const planted = fc.oneof(formed, named);

const around = fc.constantFrom('', ' ', '\n', ' (', ') ', ', ', '. ', '\t', ' said ', '`', '<b>');
/** A line of its own, so that what is around is no part of the secret. */
const withSecret = fc
  .tuple(around, planted, around)
  .map(([before, { secret, text }, after]) => ({ secret, text: `${before}\n${text}\n${after}` }));

const anyJson = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>;
const withSecretValue = fc
  .tuple(
    fc.oneof(
      withSecret.map(({ secret, text }) => ({ secret, value: text as JsonValue })),
      fc
        .tuple(secretName, fc.oneof(anySecret, spoken), fc.integer({ min: 0, max: 3 }))
        .map(([name, secret, shape]) => ({
          secret,
          value: { [name]: [secret, [secret], { value: secret }, { a: [{ b: secret }] }][shape]! },
        })),
    ),
    fc.array(
      fc.oneof(
        anyJson.map((other) => (value: JsonValue): JsonValue => [other, value]),
        anyJson.map((other) => (value: JsonValue): JsonValue => ({ other, inner: value })),
        // Arguments of tools are JSON within JSON.
        fc.constant((value: JsonValue): JsonValue => JSON.stringify(value)),
        fc.constant((value: JsonValue): JsonValue => JSON.stringify(value, null, 2)),
      ),
      { maxLength: 4 },
    ),
  )
  .map(([{ secret, value }, wraps]) => ({
    secret,
    value: wraps.reduce((inner, wrap) => wrap(inner), value),
  }));

it('leaves no secret in a text', () => {
  fc.assert(
    fc.property(fc.array(withSecret, { minLength: 1, maxLength: 4 }), (all) => {
      const once = createRedactor().text(all.map(({ text }) => text).join(''));
      for (const { secret } of all) expect(once).not.toContain(secret);
      expect(createRedactor().text(once)).toBe(once);
    }),
    { numRuns: 1500 },
  );
});

it('leaves no secret in a value, however deep in JSON within texts', () => {
  fc.assert(
    fc.property(withSecretValue, ({ secret, value }) => {
      const clean = JSON.stringify(createRedactor().value(value));
      expect(clean).not.toContain(JSON.stringify(secret).slice(1, -1));
    }),
    { numRuns: 1500 },
  );
});

const run = { name: 'coder', traceId: 'aa', started: '14:32:07' };

it('leaves no secret anywhere in a report, and lists it', () => {
  const place = fc.constantFrom('run', 'headline', 'name', 'words', 'title', 'figure', 'member');
  fc.assert(
    fc.property(
      place,
      withSecret,
      withSecretValue,
      (where, { secret, text }, { value, ...inner }) => {
        const at = (here: string, otherwise: string): string => (here === where ? text : otherwise);
        const report: HtmlReport = {
          a: { ...run, name: at('run', 'coder') },
          b: run,
          figures: [
            { title: 'Cost', a: at('figure', '1'), b: '2', change: 'more', judgement: 'worse' },
          ],
          headline: at('headline', 'Step 1'),
          otherwise: '',
          tolerances: '',
          steps: [
            {
              depth: 0,
              side: 'both',
              name: at('name', 'chat'),
              words: at('words', ''),
              time: '',
              contents: [
                {
                  title: at('title', 'Input'),
                  before: value,
                  after: { [at('member', 'a')]: 1 },
                  scrubbing: 'content',
                },
              ],
            },
          ],
          leftOut: 0,
          coverage: 1,
        };
        const clean = JSON.stringify(redactAllBut(report, new Set()));
        expect(clean).not.toContain(JSON.stringify(secret).slice(1, -1));
        expect(clean).not.toContain(JSON.stringify(inner.secret).slice(1, -1));
        expect(reportFindings(report).length).toBeGreaterThan(0);
      },
    ),
  );
});

/** Time of this thread alone, the least of a few: what else the machine does does not count. */
function leastMs(text: string): number {
  const times = Array.from({ length: 3 }, () => {
    const begin = process.threadCpuUsage();
    createRedactor().text(text);
    return process.threadCpuUsage(begin).user / 1000;
  });
  return Math.min(...times);
}

it.each([
  'a=',
  'token ',
  'token:',
  'token=',
  'token: a, ',
  'token:[',
  'password:{"',
  'password="',
  "password='x ",
  'secret: "a b" ',
  '-----BEGIN ',
  '-----BEGIN PRIVATE KEY-----',
  '-----BEGIN PRIVATE KEY-----\nabc',
  '-eyJ',
  'eyJaaaaaaaa.',
  '\\',
  '\\"',
  'a.',
  '1 ',
  'x@',
  'a://b:',
  'a://b:c@d.',
  '://u:@a.bc',
  ':\\/\\/u:\\',
  "identified by '",
  'alter user a ',
  'identified with a ',
  '--token ',
  '[key 1]',
])('takes as long as %j is repeated, not longer', (unit) => {
  const [size, times] = [40_000, 16];
  const short = leastMs(unit.repeat(size / unit.length));
  const long = leastMs(unit.repeat((size * times) / unit.length));
  // Linear work grows by 16, quadratic work by 256; below a few ms there is nothing to tell.
  expect(long / Math.max(short, 2)).toBeLessThan(times * 5);
});
