/** Compares texts and JSON off the UI thread: one answer for each request, in order. */
import { diffContent, type ContentToDiff } from '@domain/diff/diff-content';

self.addEventListener('message', (event: MessageEvent<ContentToDiff>) => {
  self.postMessage(diffContent(event.data));
});
