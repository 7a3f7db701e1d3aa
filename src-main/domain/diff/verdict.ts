/** What is said of a row of two merged traces. */
export const verdicts = [
  'same',
  /** The system prompt is another. */
  'promptEdit',
  /** Another model was asked. */
  'modelChange',
  /** Other parameters, or other tools offered. */
  'settingsChange',
  /** A model got the same and gave something else. */
  'decision',
  /** A tool, a search or another step got the same and gave something else. */
  'environment',
  /** It got something else, and nothing before it tells why. */
  'inputChange',
  /** It got something else since an earlier step differed. */
  'consequence',
  /** The same step by another name. */
  'renamed',
  'onlyA',
  'onlyB',
  /** An attempt that failed and was tried again on one side alone. */
  'retry',
  /** Around steps that both have. */
  'wrapper',
  'moved',
  /** It differs in what is within it alone. */
  'inside',
  /** What it got or gave was not recorded, on a side or on both. */
  'unknown',
  /** The same step, done before another on one side and after it on the other. */
  'reordered',
] as const;

export type Verdict = (typeof verdicts)[number];

const silent: ReadonlySet<number> = new Set(
  (['same', 'inside', 'unknown', 'consequence'] as const).map((name) => verdicts.indexOf(name)),
);

export function beginsChange(verdict: number): boolean {
  return !silent.has(verdict);
}

/** Whether a step of this verdict (an index) differs, be it as a consequence. */
export function isDifference(verdict: number): boolean {
  return !silent.has(verdict) || verdicts[verdict] === 'consequence';
}
