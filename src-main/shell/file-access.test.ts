import { describe, expect, it } from 'vitest';

import { createFileAccess } from './file-access';

describe('file access', () => {
  const files = createFileAccess(['/home/ada/.config/Otelier']);
  files.allow(['/data/run.jsonl', '/data/runs']);

  it.each([
    '/home/ada/.config/Otelier',
    '/home/ada/.config/Otelier/otelier.db',
    '/data/run.jsonl',
    '/data/runs/2026/a.json',
    '/data/runs/..hidden',
  ])('allows %s', (path) => {
    expect(files.allows(path)).toBe(true);
  });

  it.each([
    '/',
    '/home/ada/.config',
    '/home/ada/.config/Otelier2/x',
    '/home/ada/.config/Otelier/../secret',
    '/data/run.jsonl.key',
    '/data/runs/../other',
    'data/run.jsonl',
    '',
  ])('refuses %j', (path) => {
    expect(files.allows(path)).toBe(false);
  });
});
