import { expect, it } from 'vitest';

import type { Answer } from '../receiver';
import { route, RouteTable } from './routes';

function answer(text: string): Answer {
  return { status: 200, headers: {}, body: Buffer.from(text) };
}

const table = new RouteTable([
  route('GET', '/traces/:trace', answer('one')),
  route('DELETE', '/traces/:trace', answer('delete')),
  route('GET', '/traces/get', answer('get')),
  route('GET', '/traces/:trace/tags/:key', answer('tag')),
  route('PUT', '/files/*path', answer('file')),
]);

function find(method: string, path: string): unknown {
  const found = table.find(method, path);
  if ('methods' in found) return found.methods;
  const text = Buffer.from((found.answer as Answer).body).toString();
  return [text, Object.fromEntries(found.params)];
}

it.each([
  ['GET', '/traces/get', ['get', {}]],
  ['GET', '/traces/tr-1', ['one', { trace: 'tr-1' }]],
  ['HEAD', '/traces/tr-1', ['one', { trace: 'tr-1' }]],
  ['DELETE', '/traces/get', ['delete', { trace: 'get' }]],
  ['GET', '/traces/a%2Fb/tags/c%20d', ['tag', { trace: 'a/b', key: 'c d' }]],
  ['PUT', '/files/1/traces/x.json', ['file', { path: '1/traces/x.json' }]],
  ['PUT', '/files', []],
  ['GET', '/files/x', ['PUT']],
  ['PATCH', '/traces/x', ['GET', 'DELETE']],
  ['GET', '/traces', []],
  ['GET', '/traces/x/tags', []],
  ['GET', '/traces/%zz', []],
  ['GET', '/traces//tags/x', []],
  ['GET', '/', []],
])('finds who answers %s %s', (method, path, expected) => {
  expect(find(method, path)).toEqual(expected);
});
