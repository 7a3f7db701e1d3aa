/** Lays graphs out off the UI thread: one answer for each request, in order. */
import { layoutGraph, type LayoutRequest } from './layout-graph';

self.addEventListener('message', (event: MessageEvent<LayoutRequest>) => {
  self.postMessage(layoutGraph(event.data));
});
