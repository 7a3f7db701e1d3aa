import { describe, expect, it } from 'vitest';

import { parseWebLink } from './web-link';

describe('parseWebLink', () => {
  it.each([
    'https://opentelemetry.io/docs/?a=1#b',
    'http://localhost:4318/',
    'HTTPS://Example.com',
  ])('takes %s', (address) => {
    expect(parseWebLink(address)?.protocol).toMatch(/^https?:$/);
  });

  it.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'app://otelier/',
    'ms-msdt:/id',
    'smb://host/share',
    'https://example.com@evil.example/',
    'https://user:secret@example.com/',
    '/relative',
    '',
  ])('refuses %j', (address) => {
    expect(parseWebLink(address)).toBeNull();
  });
});
