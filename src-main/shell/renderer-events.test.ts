import { describe, expect, it } from 'vitest';

import { createRendererEvents } from './renderer-events';

function collect() {
  const got: unknown[] = [];
  const events = createRendererEvents((event, payload) => got.push([event, payload]));
  return { got, events };
}

describe('renderer events', () => {
  it('keeps files and commands until the page listens, in order and once', () => {
    const { got, events } = collect();
    events.send('openPaths', ['/a']);
    events.send('command', 'go.traces');
    events.send('openPaths', ['/b', '/c']);
    expect(got).toEqual([]);
    events.onListen('openPaths');
    events.onListen('openPaths');
    expect(got).toEqual([
      ['openPaths', ['/a']],
      ['openPaths', ['/b', '/c']],
    ]);
    events.onListen('command');
    expect(got.slice(2)).toEqual([['command', 'go.traces']]);
  });

  it('gives every page the newest state', () => {
    const { got, events } = collect();
    events.send('engineState', { state: 'starting' });
    events.send('engineState', { state: 'running' });
    events.onListen('engineState');
    events.onPageGone();
    events.onListen('engineState');
    expect(got).toEqual([
      ['engineState', { state: 'running' }],
      ['engineState', { state: 'running' }],
    ]);
  });

  it('delivers at once to a page that listens, and keeps again once it is gone', () => {
    const { got, events } = collect();
    events.onListen('command');
    events.send('command', 'go.back');
    expect(got).toEqual([['command', 'go.back']]);
    events.onPageGone();
    events.send('command', 'go.forward');
    expect(got).toHaveLength(1);
    events.onListen('command');
    expect(got).toEqual([
      ['command', 'go.back'],
      ['command', 'go.forward'],
    ]);
  });

  it('ignores names that are no events', () => {
    const { got, events } = collect();
    events.onListen('toString');
    events.onListen('');
    expect(got).toEqual([]);
  });
});
