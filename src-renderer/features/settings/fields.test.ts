import { describe, expect, it } from 'vitest';

import { portProblem } from './port-field';
import { parseHost, parseOrigin } from './receiver-names';

describe('ports', () => {
  it.each(['1', '4318', '65535', ' 8080 '])('%s is one', (text) => {
    expect(portProblem(text, 4317)).toBe('');
  });

  it.each(['', '0', '65536', '99999', '-1', '4318.5', '4e3', 'http'])('%s is none', (text) => {
    expect(portProblem(text, 4317)).toBe('A number from 1 to 65535.');
  });

  it('are not shared', () => {
    expect(portProblem('4317', 4317)).toBe('The other listener uses it.');
  });
});

describe('origins', () => {
  it.each([
    ['https://app.example.com', 'https://app.example.com'],
    ['HTTPS://App.Example.com/', 'https://app.example.com'],
    ['http://10.0.0.4:3000', 'http://10.0.0.4:3000'],
    ['https://app.example.com:443', 'https://app.example.com'],
  ])('%s becomes %s', (text, name) => {
    expect(parseOrigin(text)).toEqual({ name });
  });

  it.each(['app.example.com', 'https://a.b/path', 'https://a.b?x', 'file:///x', 'https://u@a.b'])(
    '%s is none',
    (text) => {
      expect(parseOrigin(text)).toHaveProperty('problem');
    },
  );

  it('refuses the one that stands for all', () => {
    expect(parseOrigin('*')).toHaveProperty('problem', expect.stringContaining('any web page'));
  });
});

describe('hosts', () => {
  it.each([
    ['host.docker.internal', 'host.docker.internal'],
    ['Build-Box', 'build-box'],
  ])('%s becomes %s', (text, name) => {
    expect(parseHost(text)).toEqual({ name });
  });

  it.each(['http://a', 'a:4318', 'a/b', '.a', 'a b', '*'])('%s is none', (text) => {
    expect(parseHost(text)).toHaveProperty('problem');
  });
});
