import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createRedactor, secretKinds } from './redact';

const all = new Set(secretKinds);
const redacted = (text: string): string => createRedactor(all).text(text);

describe('createRedactor', () => {
  it.each([
    ['use sk-proj-abcdefghij0123456789 here', 'use [key 1] here'],
    ['ghp_abcdefghijklmnopqrstuvwxyz0123456789', '[key 1]'],
    ['AKIAIOSFODNN7EXAMPLE', '[key 1]'],
    ['Authorization: Bearer abcdefghijklmnop.qrs', 'Authorization: Bearer [token 1]'],
    ['eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl', '[token 1]'],
    ['postgres://app:hunter2@db/x', 'postgres://app:[password 1]@db/x'],
    ['PASSWORD=correct-horse', 'PASSWORD=[password 1]'],
    ['write to jo.do@mail.example.org.', 'write to [email 1].'],
    ['card 4111 1111 1111 1111', 'card [card 1]'],
    ['from 192.168.1.20', 'from [address 1]'],
    ['/home/jo/src and C:\\Users\\jo\\src', '/home/[home 1]/src and C:\\Users\\[home 1]\\src'],
    ['-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----', '[privateKey 1]'],
  ])('takes out %s', (text, expected) => {
    expect(redacted(text)).toBe(expected);
  });

  it.each([
    'listens on 127.0.0.1:4318',
    'version 4.1.2',
    'order 4111 1111 1111 1112',
    'max_tokens: 4096',
    'task-force and risk-assessment',
    'The secret: be brief',
  ])('leaves %s', (text) => {
    expect(redacted(text)).toBe(text);
  });

  it('takes out what members hold by their name, and keeps what is equal equal', () => {
    const redactor = createRedactor(all);
    expect(
      redactor.value({ api_key: 'abc', list: [{ 'x-api-key': 'abc', max_tokens: 5 }] }),
    ).toEqual({ api_key: '[password 1]', list: [{ 'x-api-key': '[password 1]', max_tokens: 5 }] });
    expect(redactor.findings()).toEqual([
      { kind: 'password', value: 'abc', mark: '[password 1]', count: 2 },
    ]);
  });

  it('keeps to the kinds it is told', () => {
    const redactor = createRedactor(new Set(['email'] as const));
    expect(redactor.text('a@b.example from 10.0.0.1')).toBe('[email 1] from 10.0.0.1');
  });

  it('changes nothing a second time, and leaves no secret anywhere', () => {
    const secret = fc.constantFrom('sk-abcdefghij0123456789', 'jo@mail.example', '10.1.2.3');
    const around = fc.constantFrom(' ', '\n', '"', '<b>', '=', ', ');
    fc.assert(
      fc.property(fc.array(fc.tuple(around, secret), { maxLength: 6 }), (parts) => {
        const once = redacted(parts.flat().join(''));
        expect(redacted(once)).toBe(once);
        for (const [, value] of parts) expect(once).not.toContain(value);
      }),
    );
  });

  it('takes no longer than the text is long', () => {
    for (const unit of ['a', 'a.', '-----BEGIN PRIVATE KEY-----', '1 ', 'x@', 'eyJ', 'a:']) {
      const text = unit.repeat(200_000 / unit.length);
      expect(redacted(text).length).toBeGreaterThan(0);
    }
  });

  it('leaves what is kept, and gives the rest the same marks as before', () => {
    const kept = 'sk-abcdefghij0123456789';
    const text = `${kept} and sk-zyxwvutsrq9876543210`;
    const redactor = createRedactor(all, new Set([kept]));
    expect(redactor.text(text)).toBe(`${kept} and [key 2]`);
  });
});
