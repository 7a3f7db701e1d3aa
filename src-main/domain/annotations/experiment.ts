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
 * Its id as MLflow has it. MLflow's file store makes ids of 18 digits, which fit no number; an
 * experiment that was claimed by one has it as its name, and is known by it.
 */
export function experimentIdText({ id, name }: Pick<Experiment, 'id' | 'name'>): string {
  return /^\d{16,}$/.test(name) ? name : String(id);
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
