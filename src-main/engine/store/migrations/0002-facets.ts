/**
 * What spans mean, derived from what is stored and never instead of it: every row of the new
 * tables may be removed and is then made again.
 *
 * Whatever changes a trace counts its `revision` up and sets `facet_version` to 0, in the same
 * transaction. Facets are stored with the state of what they were made from (`span.changes`,
 * number of log records, `trace.revision`), so they can be told to be outdated at any time,
 * whichever process died in between.
 */
export const facets = /* sql */ `
-- Grows whenever spans or log records of the trace are added, replaced or brought back.
ALTER TABLE trace ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
-- Normaliser that the facets of this revision were made by; 0: due since the trace has changed;
-- -1: due since it was stored before there were facets.
ALTER TABLE trace ADD COLUMN facet_version INTEGER NOT NULL DEFAULT -1;
-- Stamp of the price list the costs were computed with.
ALTER TABLE trace ADD COLUMN facet_prices INTEGER NOT NULL DEFAULT 0;
-- Grows whenever facets of the trace or its spans are stored.
ALTER TABLE trace ADD COLUMN facet_revision INTEGER NOT NULL DEFAULT 0;
CREATE INDEX trace_by_facet_version ON trace (facet_version, id) WHERE deleted_at_ms IS NULL;
CREATE INDEX trace_by_facet_prices ON trace (facet_prices, id)
  WHERE deleted_at_ms IS NULL AND facet_version > 0;

-- How often the span was replaced by a later version of itself.
ALTER TABLE span ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;

-- Log records without a trace that name a conversation: coding agents send what they tell of
-- their calls so. Found by the time they happened at, else were observed at.
CREATE TABLE loose_log (
  at_ns INTEGER NOT NULL,
  log INTEGER NOT NULL,
  PRIMARY KEY (at_ns, log)
) STRICT, WITHOUT ROWID;
INSERT INTO loose_log (at_ns, log)
  SELECT coalesce(nullif(l.time_ns, 0), l.observed_time_ns), l.id
  FROM log_record l JOIN log_payload p ON p.log = l.id
  WHERE l.trace_id IS NULL AND (instr(p.bytes, CAST('conversation.id' AS BLOB))
    OR instr(p.bytes, CAST('session.id' AS BLOB)) OR instr(p.bytes, CAST('thread.id' AS BLOB)));

-- Outdated where any of the first three differs from what holds now.
CREATE TABLE span_facet (
  span INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  changes INTEGER NOT NULL,
  log_count INTEGER NOT NULL,
  -- FacetRow as JSON.
  facts TEXT NOT NULL
) STRICT;

CREATE TABLE trace_facet (
  trace INTEGER PRIMARY KEY,
  agent_count INTEGER NOT NULL,
  model_call_count INTEGER NOT NULL,
  tool_call_count INTEGER NOT NULL,
  pending_count INTEGER NOT NULL,
  -- Null where no span reported any.
  input_tokens REAL,
  output_tokens REAL,
  cache_read_tokens REAL,
  cache_write_tokens REAL,
  reasoning_tokens REAL,
  cost_usd REAL NOT NULL,
  -- Index into costStates.
  cost_state INTEGER NOT NULL,
  session_id TEXT,
  user_id TEXT,
  -- JSON arrays of texts.
  tags TEXT NOT NULL,
  models TEXT NOT NULL,
  agents TEXT NOT NULL,
  unpriced_models TEXT NOT NULL,
  notes TEXT NOT NULL
) STRICT;
CREATE INDEX trace_facet_by_session ON trace_facet (session_id, trace) WHERE session_id IS NOT NULL;

-- Apart, since sorting and filtering by the columns above reads every row.
CREATE TABLE trace_preview (
  trace INTEGER PRIMARY KEY,
  input TEXT,
  output TEXT,
  error TEXT
) STRICT;
`;
