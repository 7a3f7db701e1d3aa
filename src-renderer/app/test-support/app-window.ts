import { fireEvent } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';

import type { FakeEngine } from '../../lib/test-support/fake-engine';
import { stubMatchMedia, stubResizeObserver } from '../../lib/test-support/media';
import { quietEngine, renderApp } from './render-app';

export interface AppWindow {
  /** A new one for each test. */
  readonly engine: FakeEngine;
  /** Opens the window at a place, `''` for a fresh start. */
  open(path?: string): void;
  /** Presses a key where the focus is. */
  press(key: string, init?: KeyboardEventInit): void;
}

/** The whole window for the tests of a file, closed after each. */
export function appWindow(): AppWindow {
  let engine: FakeEngine;
  let close: () => void = () => undefined;
  beforeEach(() => {
    stubMatchMedia(true);
    stubResizeObserver();
    Element.prototype.scrollIntoView = vi.fn();
    engine = quietEngine();
  });
  afterEach(() => close());
  return {
    get engine() {
      return engine;
    },
    open(path = '') {
      close = renderApp(engine, path);
    },
    press(key, init = {}) {
      fireEvent.keyDown(document.activeElement ?? document.body, { key, code: key, ...init });
    },
  };
}
