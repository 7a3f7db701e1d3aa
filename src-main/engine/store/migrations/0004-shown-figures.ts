/** What the list shows of a trace as the trace itself does. Facets are made anew by their version. */
export const shownFigures = /* sql */ `
-- Spans that gave way to the one they stood for.
ALTER TABLE trace_facet ADD COLUMN superseded_count INTEGER NOT NULL DEFAULT 0;
-- Spans with an error status that only passed on what had failed within.
ALTER TABLE trace_facet ADD COLUMN passed_error_count INTEGER NOT NULL DEFAULT 0;
-- Name of a root that is still open and was sent as a span of its own.
ALTER TABLE trace_facet ADD COLUMN open_root_name TEXT;
-- What the root is about, where its name does not tell.
ALTER TABLE trace_facet ADD COLUMN root_label TEXT;
-- Index into facetKinds; null where no root has come.
ALTER TABLE trace_facet ADD COLUMN root_kind INTEGER;
-- Of a trace that is one model call alone.
ALTER TABLE trace_facet ADD COLUMN lone_response_id TEXT;
CREATE INDEX trace_facet_by_response ON trace_facet (lone_response_id, trace)
  WHERE lone_response_id IS NOT NULL;
`;
