import { describe, expect, it } from 'vitest';

import { traceFacets } from '../lib/test-support/trace-facets';
import { progressOf } from './trace-progress';

const NOW_MS = 1_700_000_000_000;
const running = {
  status: 'running',
  rootName: null,
  lastReceivedMs: NOW_MS - 5000,
  facets: null,
} as const;

describe('the progress of a trace', () => {
  it('lacks a root that has not come, or the end of one that is still open', () => {
    expect(progressOf(running, NOW_MS).lack).toBe('root not received yet');
    const open = { ...running, facets: { ...traceFacets, openRootName: 'run' } };
    expect(progressOf(open, NOW_MS)).toMatchObject({
      status: 'running',
      lack: 'root has not ended yet',
      silence: '',
    });
  });

  it('is stalled after a minute, and says since when there was no word', () => {
    const silent = progressOf(running, NOW_MS + 60_000);
    expect(silent).toMatchObject({ status: 'stalled', lack: 'root not received' });
    expect(silent.silence).toMatch(/^no word since \d\d:\d\d:\d\d$/);
    expect(progressOf(running, NOW_MS + 90_000_000).silence).toMatch(/^no word since 2023/);
  });

  it('lacks nothing once the root has ended', () => {
    const ended = { ...running, status: 'ok', rootName: 'run' } as const;
    expect(progressOf(ended, NOW_MS + 60_000)).toMatchObject({ lack: '', silence: '' });
  });
});
