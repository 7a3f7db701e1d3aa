/**
 * `npm run truth [-- NAME…]`: compares what the app understands of the captures in
 * `e2e/agents/captures` with the truth about them. A NAME picks captures that begin with it.
 */
import { compareCapture } from './compare';
import { formatReport } from './report';
import { captureNames, readTruth } from './truth-file';
import { understandCapture } from './understand';

const picks = process.argv.slice(2);
const names = captureNames().filter(
  (name) => picks.length === 0 || picks.some((pick) => name.startsWith(pick)),
);
const results = names.map((name) => {
  const truth = readTruth(name);
  return { name, truth, comparison: compareCapture(truth, understandCapture(name)) };
});
console.log(formatReport(results));
process.exitCode = results.every(({ comparison }) => comparison.wrong.length === 0) ? 0 : 1;
