/** How much of what was planted the diff finds, beside what three peers would have paired. */
import { aims, causeShare, ours, quality, ROUNDS, samples, SEED } from './diff/score';
import { peers } from './diff/peers';
import type { Suite } from './measurement';

const PRECISION = 'diff precision';
const RECALL = 'diff recall';
const CAUSE = 'diff cause';
const GROUP = 'diff-quality';

export const diffQualitySuite: Suite = {
  names: [GROUP, PRECISION, RECALL, CAUSE],

  async run(wanted, report) {
    const isAll = wanted(GROUP);
    const all = samples(SEED, ROUNDS);
    const own = quality(all, ours);
    if (isAll || wanted(PRECISION)) {
      report({ name: PRECISION, value: own.precision, unit: '', aim: aims.precision });
    }
    if (isAll || wanted(RECALL)) {
      report({ name: RECALL, value: own.recall, unit: '', aim: aims.recall });
    }
    if (isAll || wanted(CAUSE)) {
      report({ name: CAUSE, value: causeShare(all), unit: '', aim: aims.cause });
    }
    for (const [peer, align] of Object.entries(peers)) {
      const { precision, recall } = quality(all, align);
      if (isAll || wanted(PRECISION)) {
        report({ name: `${PRECISION}: ${peer}`, value: precision, unit: '' });
      }
      if (isAll || wanted(RECALL)) report({ name: `${RECALL}: ${peer}`, value: recall, unit: '' });
    }
  },
};
