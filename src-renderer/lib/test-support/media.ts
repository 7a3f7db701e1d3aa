import { vi } from 'vitest';

/** jsdom has no `matchMedia`: answers every query the same. */
export function stubMatchMedia(matches: boolean): void {
  Object.defineProperty(window, 'matchMedia', {
    configurable: true,
    value: (media: string) => Object.assign(new EventTarget(), { media, matches, onchange: null }),
  });
}

/** A window in which nothing is ever resized. */
export function stubResizeObserver(): void {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    },
  );
}

/** A window in which nothing ever comes into sight. */
export function stubIntersectionObserver(): void {
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    },
  );
}
