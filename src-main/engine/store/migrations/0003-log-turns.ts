/**
 * Turns of agents that send log records and no spans: their spans are made of the records, which
 * are then of that trace.
 */
export const logTurns = /* sql */ `
-- Prompts of agents whose records name no prompt: a turn reaches from one to the next.
CREATE TABLE log_prompt (
  conversation TEXT NOT NULL,
  start_ns INTEGER NOT NULL,
  -- 1: the turn has spans of its own.
  is_traced INTEGER NOT NULL,
  PRIMARY KEY (conversation, start_ns)
) STRICT, WITHOUT ROWID;
`;
