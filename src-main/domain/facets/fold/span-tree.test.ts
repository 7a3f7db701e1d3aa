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

  it('keeps spans that MLflow exports before they end', () => {
    expect(fold({ id: 'a', kind: 'agent', isPending: true, at: [0, NaN] }).trace.pendingCount).toBe(
      1,
    );
  });
});
