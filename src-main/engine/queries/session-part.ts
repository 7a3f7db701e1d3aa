/** A session, or what it has of one experiment. */
export interface SessionPart {
  readonly sessionId: string;
  /** Null for all. */
  readonly experiment: number | null;
}

/** Condition that a trace `t` with facets `f` is of a `SessionPart`. */
export const OF_SESSION = /* sql */ `
  f.session_id = :sessionId AND (:experiment IS NULL OR t.experiment = :experiment)`;
