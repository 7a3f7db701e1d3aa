import { beforeEach, expect, it, vi } from 'vitest';

import type { ContentDiff, ContentToDiff } from '@domain/diff/diff-content';

import type { compareContent as CompareContent } from './content-differ';

vi.mock('./content-diff.worker?worker&url', () => ({ default: '/content-diff.worker.js' }));

/** A worker that answers when the test says so. */
class SlowWorker extends EventTarget {
  static readonly all: SlowWorker[] = [];
  readonly asked: ContentToDiff[] = [];
  isStopped = false;
  constructor() {
    super();
    SlowWorker.all.push(this);
  }
  postMessage(content: ContentToDiff): void {
    this.asked.push(content);
  }
  answer(): void {
    const level = this.asked.at(-1)?.before;
    this.dispatchEvent(new MessageEvent('message', { data: { level } }));
  }
  terminate(): void {
    this.isStopped = true;
  }
}

let compareContent: typeof CompareContent;
beforeEach(async () => {
  SlowWorker.all.length = 0;
  vi.stubGlobal('Worker', SlowWorker);
  vi.resetModules();
  ({ compareContent } = await import('./content-differ'));
});

const ask = (before: string, signal = new AbortController().signal): Promise<ContentDiff> =>
  compareContent({ before, after: '', showsIgnored: false, scrubbing: 'content' }, signal);

it('compares one after the other, in one worker', async () => {
  const both = [ask('first'), ask('second')];
  const [worker] = SlowWorker.all;
  expect(worker?.asked.map(({ before }) => before)).toEqual(['first']);
  worker?.answer();
  worker?.answer();
  expect(await Promise.all(both)).toEqual([{ level: 'first' }, { level: 'second' }]);
  expect(SlowWorker.all).toHaveLength(1);
});

it('gives up what is not wanted any more, also while it is under way', async () => {
  const [now, later] = [new AbortController(), new AbortController()];
  void ask('now', now.signal);
  void ask('later', later.signal);
  const wanted = ask('wanted');
  later.abort();
  now.abort();
  expect(SlowWorker.all.map(({ isStopped }) => isStopped)).toEqual([true, false]);
  SlowWorker.all[0]?.answer();
  SlowWorker.all[1]?.answer();
  expect(await wanted).toEqual({ level: 'wanted' });
});

it('says that the worker stopped, and starts another for the next', async () => {
  const failed = ask('failed');
  SlowWorker.all[0]?.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
  await expect(failed).rejects.toThrow('out of memory');
  const next = ask('next');
  SlowWorker.all[1]?.answer();
  expect(await next).toEqual({ level: 'next' });
});
