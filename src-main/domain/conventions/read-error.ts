/** What went wrong, told as all of OpenTelemetry tells it: status, `error.type`, exception events. */
import type { Provenance } from '../facets/span-facets';
import type { SpanEvent } from '../otlp/model';
import { createAttributeView } from './attribute-view';
import type { FacetDraft, SpanSource } from './convention';
import { provenanceOf } from './provenance';

const from = provenanceOf('otel');

/** Proposes the error of a span that failed, or that recorded an exception nobody called handled. */
export function proposeError(source: SpanSource, draft: FacetDraft): void {
  const { span, attributes } = source;
  const failed = span.statusCode === STATUS_ERROR;
  const exception = span.statusCode === STATUS_OK ? null : lastException(span.events);
  const type = attributes.text('error.type');
  if (!failed && exception === null && type === null) return;
  if (exception !== null) {
    const view = createAttributeView(exception.attributes);
    draft.error(
      {
        type: view.text('exception.type'),
        message: view.text('exception.message'),
        stack: view.text('exception.stacktrace'),
      },
      from.event('exception'),
    );
  }
  if (type !== null) draft.error({ type }, from.attribute('error.type'));
  if (failed) {
    draft.error({ message: span.statusMessage }, statusOf);
    for (const key of messageKeys) {
      const message = attributes.json(key);
      // Some say but that it failed: `error: true`.
      if (typeof message === 'string') draft.error({ message }, from.attribute(key));
    }
  }
  for (const key of ['http.response.status_code', 'http.status_code']) {
    const httpStatus = attributes.number(key);
    if (httpStatus !== null && httpStatus >= 400) draft.error({ httpStatus }, from.attribute(key));
  }
}

function lastException(events: readonly SpanEvent[]): SpanEvent | null {
  let last: SpanEvent | null = null;
  for (const event of events) if (event.name === 'exception') last = event;
  return last;
}

const messageKeys = ['error.message', 'exception.message', 'error'];
const statusOf: Provenance = from.derived('span status');
const STATUS_OK = 1;
const STATUS_ERROR = 2;
