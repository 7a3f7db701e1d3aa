/** Experiments: what traces are grouped by. The app calls them projects. */

/** Id of the one that takes traces which name no other. Cannot be deleted. */
export const DEFAULT_EXPERIMENT_ID = 0;

export interface Experiment {
  readonly id: number;
  /** Unique. */
  readonly name: string;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly isDeleted: boolean;
  readonly traceCount: number;
}

/**
 * What a trace's experiment was taken from. A later one replaces an earlier one only where it
 * stands further down; among equals the first stays.
 */
export const experimentOrigins = [
  'none',
  'service',
  'rootService',
  'langfuse',
  'openinference',
  'header',
  'traceInfo',
  'user',
] as const;
export type ExperimentOrigin = (typeof experimentOrigins)[number];
