/** Goes through one report, or writes it, off the UI thread. */
import { answerTask, type ReportTask } from './report-task';

self.addEventListener('message', (event: MessageEvent<ReportTask>) => {
  self.postMessage(answerTask(event.data));
});
