import { answerRankTask, type RankTask } from '../rank/rank-task';

/** What the worker that ranks does, on the thread of the test: jsdom has no workers. */
export class TestRankWorker extends EventTarget {
  static readonly all: TestRankWorker[] = [];
  /** Says nothing while it is. */
  static isSlow = false;
  isEnded = false;
  constructor() {
    super();
    TestRankWorker.all.push(this);
  }
  postMessage(task: RankTask): void {
    if (TestRankWorker.isSlow) return;
    const data = answerRankTask(structuredClone(task));
    queueMicrotask(() => this.dispatchEvent(new MessageEvent('message', { data })));
  }
  terminate(): void {
    this.isEnded = true;
  }
}
