import { expect, it } from 'vitest';

import {
  chosenGroupsRoute,
  compareRoute,
  formatRoute,
  groupsRoute,
  parseRoute,
  type CompareRoute,
  type GroupsRoute,
  sessionRoute,
  sessionsRoute,
  type SessionsRoute,
} from './route';
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

it('links two sets of runs, by filter or run by run, and the step that is selected', () => {
  const routes: readonly GroupsRoute[] = [
    groupsRoute(),
    groupsRoute('GET /a?b=c&d'),
    chosenGroupsRoute([a, b], []),
    {
      ...groupsRoute(''),
      good: { text: 'tag: v1 & more', condition: 'any', traceIds: null },
      bad: { text: '', condition: 'noErrors', traceIds: [b] },
      order: 'steps',
      step: { traceId: b, spanId: 'b7ad6b7169203331' as SpanId },
    },
  ];
  for (const route of routes) expect(parseRoute(formatRoute(route))).toEqual(route);
  expect(formatRoute(groupsRoute())).toBe('/groups');
  expect(parseRoute(`/groups?goodRuns=zz.${a}&badIf=maybe&order=up&step=b7ad6b7169203331`)).toEqual(
    {
      ...groupsRoute(),
      good: { ...groupsRoute().good, traceIds: [a] },
    },
  );
});

it('links sessions, of all projects or of one', () => {
  const routes: readonly SessionsRoute[] = [
    sessionsRoute,
    { ...sessionsRoute, text: 'ada & co', project: 0 },
    sessionRoute('a/b?c', null),
    sessionRoute('s1', 12),
  ];
  for (const route of routes) expect(parseRoute(formatRoute(route))).toEqual(route);
  expect(formatRoute(routes[3]!)).toBe('/sessions/s1?project=12');
});
