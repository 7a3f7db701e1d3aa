import { answerTask, type ReportTask } from '../report/report-task';

/** What the worker of a report does, on the thread of the test: jsdom has no workers. */
export class TestReportWorker extends EventTarget {
  static readonly all: TestReportWorker[] = [];
  /** Says nothing while it is. */
  static isSlow = false;
  isEnded = false;
  constructor() {
    super();
    TestReportWorker.all.push(this);
  }
  postMessage(task: ReportTask): void {
    if (TestReportWorker.isSlow) return;
    const data = answerTask(structuredClone(task));
    queueMicrotask(() => this.dispatchEvent(new MessageEvent('message', { data })));
  }
  terminate(): void {
    this.isEnded = true;
  }
}
