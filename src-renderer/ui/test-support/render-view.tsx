/** Puts one view into a window of its own, with the real client, keys and router around it. */
import { QueryClientProvider } from '@tanstack/react-query';
import { configure, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { vi } from 'vitest';

import { EngineClient } from '../../lib/engine-client';
import { createQueryClient, EngineProvider, followEvents } from '../../lib/engine-queries';
import { listenToKeys } from '../../lib/keyboard';
import type { FakeEngine } from '../../lib/test-support/fake-engine';
import {
  stubIntersectionObserver,
  stubMatchMedia,
  stubResizeObserver,
} from '../../lib/test-support/media';
import { Toaster } from '../toast';
import { TooltipProvider } from '../tooltip';

// Machines that run tests are busy: what does not come at all fails soon enough.
configure({ asyncUtilTimeout: 5000 });

/** Size of everything in a test: jsdom lays nothing out. */
const TEST_WIDTH = 1000;
const TEST_HEIGHT = 600;

/** Gives elements a size, so that virtual lists draw rows; a canvas draws nothing. */
export function stubLayout(widthPx = TEST_WIDTH): void {
  stubMatchMedia(false);
  const sizes = {
    clientWidth: widthPx,
    clientHeight: TEST_HEIGHT,
    offsetWidth: widthPx,
    offsetHeight: TEST_HEIGHT,
    /** Of a long list: anything can be scrolled to. */
    scrollHeight: 10_000_000,
  };
  for (const [name, value] of Object.entries(sizes)) {
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, value });
  }
  HTMLCanvasElement.prototype.getContext = () => null;
  Element.prototype.scrollIntoView = vi.fn<Element['scrollIntoView']>();
  Element.prototype.scrollTo = scroll;
  Element.prototype.scrollBy = function scrollBy(this: Element, to?: ScrollToOptions | number) {
    if (typeof to === 'object') this.scrollTo({ top: this.scrollTop + (to.top ?? 0) });
  };
  stubResizeObserver();
  stubIntersectionObserver();
}

function scroll(this: Element, to?: ScrollToOptions | number): void {
  if (typeof to !== 'object') return;
  this.scrollTop = to.top ?? this.scrollTop;
  // As in a browser: the event comes later.
  queueMicrotask(() => this.dispatchEvent(new Event('scroll')));
}

/** Shows a view at a place. Returns how to take it away. */
export function renderView(engine: FakeEngine, path: string, view: ReactNode): () => void {
  window.history.replaceState({ index: 0 }, '', `#${path}`);
  window.dispatchEvent(new PopStateEvent('popstate'));
  const client = new EngineClient(engine.shell);
  const cache = createQueryClient();
  const stops = [followEvents(client, cache), listenToKeys()];
  client.start();
  engine.run();
  const { unmount } = render(
    <EngineProvider value={client}>
      <QueryClientProvider client={cache}>
        <TooltipProvider>
          {view}
          <Toaster />
        </TooltipProvider>
      </QueryClientProvider>
    </EngineProvider>,
  );
  return () => {
    unmount();
    for (const stop of stops) stop();
    client.dispose();
    engine.close();
    cache.clear();
  };
}
