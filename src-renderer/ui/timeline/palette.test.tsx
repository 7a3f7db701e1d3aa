import { renderHook } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';

import { usePalette } from './palette';

afterEach(() => {
  vi.unstubAllGlobals();
  delete document.documentElement.dataset['theme'];
});

it('is of the theme that is on, also where that changed while nothing was drawn', () => {
  vi.stubGlobal('getComputedStyle', () => ({
    getPropertyValue: () => document.documentElement.dataset['theme'] ?? 'none',
  }));
  document.documentElement.dataset['theme'] = 'light';
  const first = renderHook(() => usePalette());
  expect(first.result.current.panel).toBe('light');
  first.unmount();
  document.documentElement.dataset['theme'] = 'dark';
  expect(renderHook(() => usePalette()).result.current.panel).toBe('dark');
});
