import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

describe('Weave, reference §5', () => {
  it('has sessions in wandb.thread_id, behind what others say', () => {
    const thread = { 'wandb.thread_id': 't1' };
    expect(facetsOf({ attributes: thread }).sessionId).toBe('t1');
    const both = { ...thread, 'session.id': 's1' };
    expect(facetsOf({ attributes: both }).sessionId).toBe('s1');
  });
});
