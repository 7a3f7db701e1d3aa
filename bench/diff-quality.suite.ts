/** How much of what was planted the diff finds, beside what three peers would have paired. */
import { edits } from './diff/edits';
import { peers } from './diff/peers';
import {
  affectedShare,
  aims,
  causeShare,
  ours,
  quality,
  ROUNDS,
  samples,
  SEED,
} from './diff/score';
import type { Suite } from './measurement';

const PRECISION = 'diff precision';
const RECALL = 'diff recall';
const CAUSE = 'diff cause';
const AFFECTED = 'diff affected';
const GROUP = 'diff-quality';

export const diffQualitySuite: Suite = {
  names: [GROUP, PRECISION, RECALL, CAUSE, AFFECTED],

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
    if (isAll || wanted(AFFECTED)) {
      report({ name: AFFECTED, value: affectedShare(all, ours), unit: '' });
    }
    for (const areLong of [false, true]) {
      const what = areLong ? 'long loops' : 'captured runs';
      const { precision, recall } = quality(
        all.filter(({ isLong }) => isLong === areLong),
        ours,
      );
      if (isAll || wanted(PRECISION)) {
        report({ name: `${PRECISION}: ${what}`, value: precision, unit: '' });
      }
      if (isAll || wanted(RECALL)) report({ name: `${RECALL}: ${what}`, value: recall, unit: '' });
    }
    for (const edit of Object.keys(edits)) {
      const of = all.filter((sample) => sample.edit === edit);
      if (isAll || wanted(CAUSE)) {
        report({ name: `${CAUSE}: ${edit}`, value: causeShare(of), unit: '' });
      }
      if (isAll || wanted(AFFECTED)) {
        report({ name: `${AFFECTED}: ${edit}`, value: affectedShare(of, ours), unit: '' });
      }
    }
    for (const [peer, align] of Object.entries(peers)) {
      const { precision, recall } = quality(all, align);
      if (isAll || wanted(PRECISION)) {
        report({ name: `${PRECISION}: ${peer}`, value: precision, unit: '' });
      }
      if (isAll || wanted(RECALL)) report({ name: `${RECALL}: ${peer}`, value: recall, unit: '' });
      if (isAll || wanted(AFFECTED)) {
        report({ name: `${AFFECTED}: ${peer}`, value: affectedShare(all, align), unit: '' });
      }
    }
  },
};
