import { expect, it } from 'vitest';

import { compareRoute, formatRoute, parseRoute, type CompareRoute } from './route';
import type { SpanId, TraceId } from './units';

const a = '0af7651916cd43dd8448eb211c80319c' as TraceId;
const b = '1bf7651916cd43dd8448eb211c80319c' as TraceId;

it('links a comparison, its mode and a row of it', () => {
  const routes: readonly CompareRoute[] = [
    compareRoute(null, null),
    compareRoute(a, null),
    compareRoute(null, b),
    { ...compareRoute(a, b), mode: 'table' },
    { ...compareRoute(a, b), row: { side: 'b', spanId: 'b7ad6b7169203331' as SpanId } },
    { ...compareRoute(a, b), mode: 'transcript' },
    { ...compareRoute(a, b), mode: 'icicle' },
  ];
  for (const route of routes) expect(parseRoute(formatRoute(route))).toEqual(route);
  expect(formatRoute(routes[4]!)).toBe(`/compare?a=${a}&b=${b}&row=b.b7ad6b7169203331`);
});

it('leaves out of a comparison what it cannot read', () => {
  expect(parseRoute(`/compare?a=zz&b=${b}&row=c.b7ad6b7169203331&view=pie`)).toEqual(
    compareRoute(null, b),
  );
});
