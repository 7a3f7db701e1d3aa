import { describe, expect, it } from 'vitest';

import { at, fold, gpt } from '../test-support/fold-sketches';
import { used, type SpanSketch } from '../test-support/fold-spans';

describe('pending spans', () => {
  it('keeps Logfire’s placeholder in the place of its span until that arrives', () => {
    const placeholder: SpanSketch = {
      id: 'p',
      parent: 'real',
      ...gpt,
      isPending: true,
      standsForSpanId: 'real',
      realParentSpanId: 'root',
      at: [10, 10],
    };
    const open = fold({ id: 'root', sessionId: 's' }, placeholder, {
      id: 'child',
      parent: 'real',
      kind: 'tool',
      toolName: 'f',
    });
    expect(open.trace).toMatchObject({ pendingCount: 1, modelCallCount: 1 });
    expect(at(open, 2)).toMatchObject({ isSuperseded: false, sessionId: 's' });
    expect(at(open, 3).sessionId).toBe('s');

    const done = fold({ id: 'root' }, placeholder, {
      id: 'real',
      parent: 'root',
      ...gpt,
      ...used(1, 1),
    });
    expect(done.trace).toMatchObject({ pendingCount: 0, modelCallCount: 1 });
    expect(at(done, 2).isSuperseded).toBe(true);
  });

  it('counts a placeholder once, until its span arrives, and then not at all', () => {
    const placeholder = (id: string): SpanSketch => ({
      id,
      parent: 'real',
      name: 'run',
      isPending: true,
      standsForSpanId: 'real',
      at: [10, 10],
    });
    const open = fold(placeholder('p'), placeholder('q'));
    expect(open.trace).toMatchObject({
      pendingCount: 1,
      supersededCount: 1,
      openRootName: 'run',
    });
    const done = fold(placeholder('p'), placeholder('q'), { id: 'real', name: 'run' });
    expect(done.trace).toMatchObject({
      pendingCount: 0,
      supersededCount: 2,
      openRootName: null,
    });
  });

  it('takes no open span for the root that names a parent', () => {
    const below = fold({ id: 'a', parent: 'lost', isPending: true, at: [0, NaN] });
    expect(below.trace.openRootName).toBeNull();
  });

  it('keeps spans that MLflow exports before they end', () => {
    expect(fold({ id: 'a', kind: 'agent', isPending: true, at: [0, NaN] }).trace.pendingCount).toBe(
      1,
    );
  });
});
