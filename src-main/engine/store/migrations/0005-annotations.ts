/**
 * What is said of traces beside their spans. All of it belongs to a trace by its id, not by its
 * key, so that it may come before the spans and stays with a trace that is deleted and brought
 * back. What senders and users said is never derived, and goes only with its trace.
 */
export const annotations = /* sql */ `
CREATE TABLE experiment (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  -- Hidden since then, with the traces that were deleted at that time.
  deleted_at_ms INTEGER,
  -- JSON object of texts.
  tags TEXT NOT NULL DEFAULT '{}'
) STRICT;
INSERT INTO experiment (id, name, created_ms, updated_ms) VALUES (0, 'Default', 0, 0);

ALTER TABLE trace ADD COLUMN experiment INTEGER NOT NULL DEFAULT 0;
-- Index into experimentOrigins: what the experiment was taken from.
ALTER TABLE trace ADD COLUMN experiment_origin INTEGER NOT NULL DEFAULT 0;
-- Number for status that its sender told of the whole trace; it holds whatever the spans say.
ALTER TABLE trace ADD COLUMN told_status INTEGER;

-- Traces of an older version: by service, as new ones are.
INSERT INTO experiment (id, name, created_ms, updated_ms)
  SELECT row_number() OVER (ORDER BY service_name), service_name,
    CAST(unixepoch('subsec') * 1000 AS INTEGER), CAST(unixepoch('subsec') * 1000 AS INTEGER)
  FROM (SELECT DISTINCT service_name FROM trace
    WHERE service_name NOT IN ('', 'Default') AND service_name NOT LIKE 'unknown_service%');
UPDATE trace SET experiment_origin = 1,
  experiment = (SELECT e.id FROM experiment e WHERE e.name = trace.service_name)
WHERE EXISTS (SELECT 1 FROM experiment e WHERE e.id <> 0 AND e.name = trace.service_name);
CREATE INDEX trace_by_experiment ON trace (experiment, start_ns, id) WHERE deleted_at_ms IS NULL;

-- TraceInfo.
CREATE TABLE trace_info (
  trace_id BLOB PRIMARY KEY,
  client_request_id TEXT,
  request_time_ms INTEGER,
  execution_duration_ms INTEGER,
  -- Index into traceStates.
  state INTEGER NOT NULL,
  request_preview TEXT,
  response_preview TEXT,
  -- JSON object of texts.
  metadata TEXT NOT NULL,
  -- When it was told last.
  told_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE trace_tag (
  trace_id BLOB NOT NULL,
  key TEXT NOT NULL,
  -- '' for a label.
  value TEXT NOT NULL,
  -- 1: told by a span of the trace, and given up where none tells it any more.
  is_derived INTEGER NOT NULL,
  -- 1: taken off by the user, and not to come back with the span that tells it.
  is_removed INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (trace_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX trace_tag_by_key ON trace_tag (key, value) WHERE is_removed = 0;

CREATE TABLE assessment (
  id INTEGER PRIMARY KEY,
  assessment_id TEXT NOT NULL UNIQUE,
  trace_id BLOB NOT NULL,
  span_id BLOB,
  -- Session that it is about; null where it is about the trace or a span.
  session_id TEXT,
  name TEXT NOT NULL,
  -- Index into assessmentKinds.
  kind INTEGER NOT NULL,
  -- JSON; 'null' beside an error.
  value TEXT NOT NULL,
  -- Value as it is compared with texts: a text as it is, anything else as JSON.
  value_text TEXT,
  -- Of a number, or of a boolean as 0 and 1.
  value_number REAL,
  -- AssessmentError as JSON.
  error TEXT,
  rationale TEXT,
  -- Index into assessmentSourceTypes.
  source_type INTEGER NOT NULL,
  source_id TEXT NOT NULL,
  -- JSON object of texts.
  metadata TEXT NOT NULL,
  -- assessment_id of the one it stands in place of.
  overrides TEXT,
  is_valid INTEGER NOT NULL,
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  -- Index into assessmentOrigins.
  origin INTEGER NOT NULL,
  -- Key of the trace whose spans tell it; null where no span does.
  told_by INTEGER
) STRICT;
CREATE INDEX assessment_by_trace ON assessment (trace_id, created_ms);
CREATE INDEX assessment_by_name ON assessment (name, kind) WHERE is_valid = 1;
CREATE INDEX assessment_by_session ON assessment (session_id) WHERE session_id IS NOT NULL;
CREATE INDEX assessment_by_teller ON assessment (told_by) WHERE told_by IS NOT NULL;
CREATE INDEX assessment_by_overridden ON assessment (overrides) WHERE overrides IS NOT NULL;
`;
