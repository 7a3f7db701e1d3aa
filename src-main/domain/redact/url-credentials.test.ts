import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createRedactor } from './redactor';

/** What is found, without the hosts that are addresses themselves. */
const found = (text: string): readonly (readonly [string, string])[] => {
  const redactor = createRedactor();
  redactor.text(text);
  return redactor
    .findings()
    .filter(({ kind }) => kind !== 'address')
    .map(({ kind, value }) => [kind, value]);
};

describe('credentials in URLs', () => {
  it.each<readonly [string, string]>([
    ['postgres://admin:hunter22@db.example.com:5432/x', 'hunter22'],
    ['https://joe:pa55word@git.example.com/x.git', 'pa55word'],
    ['redis://:hunter22@cache.example.com', 'hunter22'],
    ['redis://:hunter22@cache.example.com:6379', 'hunter22'],
    ['mysql://u:hunter22@10.1.2.3:3306/x', 'hunter22'],
    ['mysql://u:hunter22@[2001:db8::1]:3306/x', 'hunter22'],
    ['mysql://u:hunter22@[::1]', 'hunter22'],
    ['postgres://u:hunter22@/x?host=/tmp', 'hunter22'],
    ['postgres://u:p%40ss%2Fw%3Ard@db.example.com', 'p%40ss%2Fw%3Ard'],
    ['postgres://u:p@ss@w0rd@db.example.com/x', 'p@ss@w0rd'],
    ['postgres://u:me@mail.example.org@db.example.com/x', 'me@mail.example.org'],
    ['postgres://u:12345@db.example.com', '12345'],
    ['postgres://u:4111111111111111@db.example.com', '4111111111111111'],
    ["postgres://u:it's1@db.example.com", "it's1"],
    ['redis://:se/cret@db.example.com/0', 'se/cret'],
    [`https://u:${'a1'.repeat(600)}@db.example.com/x`, 'a1'.repeat(600)],
    ['https://secret:hunter22@db.example.com/x', 'hunter22'],
    ['https://x-access-token:hunter22@git.example.com/x.git', 'hunter22'],
    ['https://u:token=abc123@db.example.com/x', 'token=abc123'],
    ['{"url":"postgres://u:hunter22@db.example.com","n":1}', 'hunter22'],
    ['{\\"url\\":\\"https:\\\\/\\\\/u:hunter22@db.example.com\\\\/x\\"}', 'hunter22'],
    ["{'url': 'postgres://u:hunter22@db.example.com'}", 'hunter22'],
    ['[the db](postgres://u:hunter22@db.example.com)', 'hunter22'],
    ['[https://x.example.com](https://u:hunter22@db.example.com/x)', 'hunter22'],
    ['[https://u:hunter22@db.example.com](https://u:hunter22@db.example.com)', 'hunter22'],
    ['<https://u:hunter22@db.example.com>', 'hunter22'],
    ['`https://u:hunter22@db.example.com`', 'hunter22'],
    ['curl -u https://u:hunter22@db.example.com', 'hunter22'],
    ['mongodb://u:hunter22@a.example.com:27017,b.example.com:27017/x', 'hunter22'],
    ['amqp://u:hunter22@a.example.com,amqp://u:hunter22@b.example.com', 'hunter22'],
  ])('finds the password alone in %s', (text, password) => {
    expect(found(text)).toEqual([['password', password]]);
  });

  it.each<readonly [string, readonly (readonly [string, string])[]]>([
    [
      'https://u:hunter22@db.example.com,jo@mail.example.org',
      [
        ['password', 'hunter22'],
        ['email', 'jo@mail.example.org'],
      ],
    ],
    [
      'url=https://u:hunter22@db.example.com&mail=jo@mail.example.org',
      [
        ['password', 'hunter22'],
        ['email', 'jo@mail.example.org'],
      ],
    ],
    [
      '"https://u:hunter22@db.example.com\\njo@mail.example.org"',
      [
        ['password', 'hunter22'],
        ['email', 'jo@mail.example.org'],
      ],
    ],
    [
      'postgres://jo@mail.example.org:hunter22@db.example.com/x',
      [
        ['email', 'jo@mail.example.org'],
        ['password', 'hunter22'],
      ],
    ],
    [
      'https://x-access-token:hunter22@git.example.com/x?token=abcdef0123',
      [
        ['password', 'hunter22'],
        ['password', 'abcdef0123'],
      ],
    ],
    [
      'https://u:ghp_abcdefghijklmnopqrstuvwxyz0123456789@git.example.com',
      [['key', 'ghp_abcdefghijklmnopqrstuvwxyz0123456789']],
    ],
    ['https://0123456789abcdef0123@git.example.com', [['token', '0123456789abcdef0123']]],
  ])('tells apart what is in %s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it.each([
    'http://localhost:8080/path?at=a@b',
    '"http:\\/\\/localhost:8080\\/path@b"',
    'git+ssh://git@server:group/project@v1',
    'http://[::1]:8080/@scope/name',
    'scan -u https://x.example.com/path',
  ])('finds none in %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('leaves the whole URL where its password is kept, and only then', () => {
    const url = 'postgres://admin:hunter22@db.example.com:5432/x';
    expect(createRedactor(new Set(['hunter22'])).text(url)).toBe(url);
    expect(createRedactor(new Set(['hunter22@db.example.com'])).text(url)).toBe(
      'postgres://admin:[password 1]@db.example.com:5432/x',
    );
  });

  const labels = fc.string({
    unit: fc.constantFrom(...'abcxyz01'.split('')),
    minLength: 1,
    maxLength: 8,
  });
  const host = fc.oneof(
    labels,
    fc.array(labels, { minLength: 1, maxLength: 4 }).map((parts) => [...parts, 'com'].join('.')),
    fc.ipV4(),
    fc.ipV6().map((address) => `[${address}]`),
  );
  const user = fc.constantFrom(
    '',
    'u',
    'admin',
    'api_key',
    'x-access-token',
    'password',
    'a.b%40c',
  );
  /** Signs that need no escape in the password of a URL, and some that are written without one. */
  const password = fc
    .array(
      fc.constantFrom(...'abzAZ09-._~!$&()*+,;=:@^|{}'.split(''), '%40', '%2F', '%3A', '%20'),
      {
        minLength: 1,
        maxLength: 20,
      },
    )
    // So that no part of it is a host at the end of a list.
    .map((parts) => `p${parts.join('')}`)
    .filter((text) => !/@[\w.-]+(?::\d+)?[),;&|]/.test(text));
  const wrap = fc.constantFrom<(url: string) => string>(
    (url) => url,
    (url) => `see ${url} or jo`,
    (url) => `[db](${url})`,
    (url) => `[${url}](${url})`,
    (url) => JSON.stringify({ a: { url }, n: 1 }),
    (url) => JSON.stringify({ text: JSON.stringify({ url, n: 'a' }, null, 2) }),
    (url) => `DATABASE_URL='${url}'`,
  );

  it('takes the password and nothing else, whatever the host', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('https', 'postgres', 'redis', 'mongodb+srv'),
        user,
        password,
        host,
        fc.constantFrom('', ':5432'),
        fc.constantFrom('', '/', '/x.git', '/x?n=1&at=a#b'),
        wrap,
        (scheme, name, secret, machine, port, path, wrapped) => {
          const urlWith = (word: string): string =>
            `${scheme}://${name}:${word}@${machine}${port}${path}`;
          const redactor = createRedactor();
          const clean = redactor.text(wrapped(urlWith(secret)));
          const address = redactor.findings().find(({ kind }) => kind === 'address');
          const expected = wrapped(urlWith('[password 1]'));
          expect(clean).toBe(
            address === undefined ? expected : expected.replaceAll(address.value, address.mark),
          );
          expect(redactor.findings()).toContainEqual(
            expect.objectContaining({ kind: 'password', value: secret }),
          );
          expect(createRedactor().text(clean)).toBe(clean);
        },
      ),
      { numRuns: 1500 },
    );
  });
});
