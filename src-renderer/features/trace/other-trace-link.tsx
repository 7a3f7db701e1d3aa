import type { ReactNode } from 'react';

import { traceRoute } from '@domain/route';
import type { SpanId, TraceId } from '@domain/units';

import { hrefOf } from '../../lib/router';
import styles from './other-trace-link.module.css';

export interface OtherTraceLinkProps {
  readonly traceId: TraceId;
  /** Selected there; the trace as a whole where it is left out. */
  readonly spanId?: SpanId | null;
}

/** Says that spans are of another trace, which it opens. */
export function OtherTraceLink({ traceId, spanId = null }: OtherTraceLinkProps): ReactNode {
  return (
    <a
      href={hrefOf(traceRoute(traceId, spanId))}
      className={styles.link}
      title={`Spans of trace ${traceId}, which the span above links to. They count there alone.`}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <span>other trace</span>
      <b>Open</b>
    </a>
  );
}
