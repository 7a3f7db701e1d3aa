/** Tests and ranks the steps of one comparison off the UI thread. */
import { answerRankTask, type RankTask } from './rank-task';

self.addEventListener('message', (event: MessageEvent<RankTask>) => {
  self.postMessage(answerRankTask(event.data));
});
