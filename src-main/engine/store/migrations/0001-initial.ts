/**
 * Narrow rows that lists and trees read stand apart from payloads that only the inspector
 * reads. Everything that arrived is in `resource.bytes`, `scope.bytes`, `span_payload` and
 * `log_payload`; the other columns are derived from it.
 *
 * Spans belong to a trace by its integer key, which grows with arrival, so that the unique
 * index on (trace, span_id) is appended to in place of being hit at random.
 *
 * A deleted trace keeps its row, marked by deleted_at_ms, until the undo time is over. What
 * arrives for its trace id meanwhile begins a new row, so every query by trace_id must ask
 * for `deleted_at_ms IS NULL`, and then finds one row at most.
 */
export const initial = /* sql */ `
CREATE TABLE resource (
  id INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  service_name TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE scope (
  id INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- By which door something came in: transport, user agent or file, kept headers (JSON).
CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  transport TEXT NOT NULL,
  agent TEXT NOT NULL,
  headers TEXT NOT NULL,
  UNIQUE (transport, agent, headers)
) STRICT;

CREATE TABLE trace (
  id INTEGER PRIMARY KEY,
  trace_id BLOB NOT NULL,
  -- Null until a span without parent has arrived.
  root_span INTEGER,
  root_name TEXT,
  root_category INTEGER NOT NULL DEFAULT 0,
  -- Of the earliest span, shown while there is no root.
  first_span_name TEXT NOT NULL,
  service_name TEXT NOT NULL,
  -- Distinct service names as a JSON array.
  services TEXT NOT NULL,
  service_count INTEGER NOT NULL,
  start_ns INTEGER NOT NULL,
  end_ns INTEGER NOT NULL,
  duration_ns INTEGER NOT NULL,
  span_count INTEGER NOT NULL,
  error_count INTEGER NOT NULL,
  log_count INTEGER NOT NULL DEFAULT 0,
  -- 0 unset, 1 ok, 2 error, 3 running.
  status INTEGER NOT NULL,
  last_received_ms INTEGER NOT NULL,
  -- Hidden since then; removed for good once the undo time is over, together with the log
  -- records of this trace id up to the key deleted_logs_upto.
  deleted_at_ms INTEGER,
  deleted_logs_upto INTEGER
) STRICT;
CREATE UNIQUE INDEX trace_by_trace_id ON trace (trace_id) WHERE deleted_at_ms IS NULL;
CREATE INDEX trace_by_start ON trace (start_ns, id) WHERE deleted_at_ms IS NULL;
CREATE INDEX trace_by_duration ON trace (duration_ns, id) WHERE deleted_at_ms IS NULL;
CREATE INDEX trace_deleted ON trace (deleted_at_ms) WHERE deleted_at_ms IS NOT NULL;
CREATE INDEX trace_deleted_by_trace_id ON trace (trace_id, deleted_logs_upto)
  WHERE deleted_at_ms IS NOT NULL;

CREATE TABLE span (
  id INTEGER PRIMARY KEY,
  trace INTEGER NOT NULL,
  span_id BLOB NOT NULL,
  parent_span_id BLOB,
  name TEXT NOT NULL,
  kind INTEGER NOT NULL,
  start_ns INTEGER NOT NULL,
  end_ns INTEGER NOT NULL,
  status INTEGER NOT NULL,
  flags INTEGER NOT NULL,
  category INTEGER NOT NULL,
  event_count INTEGER NOT NULL,
  exception_count INTEGER NOT NULL,
  link_count INTEGER NOT NULL,
  resource INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  source INTEGER NOT NULL,
  received_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX span_by_trace ON span (trace, span_id);

CREATE TABLE span_payload (
  span INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

-- Records have no ids of their own. dedupe is a hash of payload, resource, scope and the
-- count of equal records before it in the same request: a request that is sent twice adds
-- nothing, two equal records of one request both stay. Random for received records without
-- any time.
CREATE TABLE log_record (
  id INTEGER PRIMARY KEY,
  dedupe BLOB NOT NULL UNIQUE,
  trace_id BLOB,
  span_id BLOB,
  time_ns INTEGER NOT NULL,
  observed_time_ns INTEGER NOT NULL,
  severity_number INTEGER NOT NULL,
  resource INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  source INTEGER NOT NULL,
  received_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX log_by_trace ON log_record (trace_id, span_id) WHERE trace_id IS NOT NULL;

CREATE TABLE log_payload (
  log INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

-- What the user must be told until they dismiss it.
CREATE TABLE notice (
  path TEXT PRIMARY KEY,
  code TEXT NOT NULL,
  message TEXT NOT NULL
) STRICT;
`;
