/**
 * Leaves out of a capture what would make it too large: spans of other names than the wanted ones,
 * unless a wanted one is below them or a log record belongs to them.
 *
 * @param {string[]} lines
 * @param {string[]} names
 * @returns {string[]}
 */
export function prune(lines, names) {
  const requests = lines.map((line) => JSON.parse(line));
  const spans = requests.flatMap(spansOf);
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const logged = new Set(requests.flatMap(recordsOf).map(({ spanId }) => spanId));
  const kept = new Set();
  for (const span of spans) {
    if (!logged.has(span.spanId) && !isWanted(span, names)) continue;
    for (let at = span; at && !kept.has(at.spanId); at = byId.get(at.parentSpanId)) {
      kept.add(at.spanId);
    }
  }
  for (const { resourceSpans = [] } of requests) {
    for (const { scopeSpans } of resourceSpans) {
      for (const scope of scopeSpans) {
        scope.spans = scope.spans.filter((/** @type {any} */ { spanId }) => kept.has(spanId));
      }
    }
  }
  return requests
    .filter((request) => !request.resourceSpans || spansOf(request).length > 0)
    .map((request) => JSON.stringify(request));
}

/**
 * Of a name with an attribute in parentheses, only those that have it.
 * @param {any} span
 * @param {string[]} names
 */
function isWanted({ name, attributes = [] }, names) {
  return names.some((wanted) => {
    const [, only, key] = /^(.*?)(?: \((.*)\))?$/.exec(wanted) ?? [];
    const has = attributes.some((/** @type {any} */ attribute) => attribute.key === key);
    return name === only && (key === undefined || has);
  });
}

/** @returns {any[]} */
function spansOf(/** @type {any} */ { resourceSpans = [] }) {
  return resourceSpans.flatMap((/** @type {any} */ { scopeSpans }) =>
    scopeSpans.flatMap((/** @type {any} */ { spans }) => spans),
  );
}

/** @returns {any[]} */
function recordsOf(/** @type {any} */ { resourceLogs = [] }) {
  return resourceLogs.flatMap((/** @type {any} */ { scopeLogs }) =>
    scopeLogs.flatMap((/** @type {any} */ { logRecords }) => logRecords),
  );
}
