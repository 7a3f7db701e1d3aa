import { beforeEach, expect, it, vi } from 'vitest';

import { tracesRoute, type Route } from '@domain/route';

import { currentLocation, goBack, goForward, hrefOf, navigate } from './router';

const openedWith: unknown = window.history.state;

beforeEach(() => {
  navigate({ view: 'connect' }, { replace: true });
});

async function arrived(path: string): Promise<void> {
  await vi.waitFor(() => expect(currentLocation().path).toBe(path));
}

it('knows the place of the entry it was opened with', () => {
  expect(openedWith).toEqual({ index: 0 });
});

it('goes to a route, back and forward', async () => {
  navigate(tracesRoute);
  navigate({ view: 'settings' });
  expect(currentLocation().route).toEqual({ view: 'settings' });
  expect(currentLocation().canGoForward).toBe(false);
  goBack();
  await arrived('/traces');
  expect(currentLocation().canGoBack).toBe(true);
  expect(currentLocation().canGoForward).toBe(true);
  goForward();
  await arrived('/settings');
  expect(currentLocation().canGoForward).toBe(false);
});

it('drops what was ahead when another way is taken', async () => {
  navigate(tracesRoute);
  navigate({ view: 'settings' });
  goBack();
  await arrived('/traces');
  navigate({ view: 'import' });
  expect(currentLocation().canGoForward).toBe(false);
});

it('makes no step of a replacement or of going where it is', () => {
  navigate(tracesRoute);
  const { length } = window.history;
  const filtered: Route = { ...tracesRoute, text: 'agent' };
  navigate(filtered, { replace: true });
  navigate(filtered);
  expect(window.history.length).toBe(length);
  expect(currentLocation().path).toBe('/traces?text=agent');
});

it('counts a followed link as a step', async () => {
  navigate(tracesRoute);
  goBack();
  await arrived('/connect');
  window.location.hash = hrefOf({ view: 'import' });
  await arrived('/import');
  expect(currentLocation().canGoBack).toBe(true);
  expect(currentLocation().canGoForward).toBe(false);
  goBack();
  await arrived('/connect');
  expect(currentLocation().canGoForward).toBe(true);
});
