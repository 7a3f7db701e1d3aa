export { BaselineNotices } from './baseline-notices';
export { useCompareWithBaseline } from './compare-with-baseline';
export type { Standing } from './model/standing';
export { useStandings } from './use-standings';
export { Verdict } from './verdict-cell';
