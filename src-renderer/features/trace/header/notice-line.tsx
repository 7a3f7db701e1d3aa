import { useState, type ReactNode } from 'react';

import { traceRoute } from '@domain/route';

import { navigate } from '../../../lib/router';
import { Button } from '../../../ui/button';
import { IconButton } from '../../../ui/icon-button';
import { CloseIcon, WarningIcon } from '../../../ui/icons';
import styles from './notice-line.module.css';
import type { Flagged } from '../model/trace-model';
import type { TraceNotice } from './trace-notices';

export interface NoticeLineProps {
  readonly notices: readonly TraceNotice[];
  /** Goes to the next of the spans. */
  readonly onShow: (about: Flagged) => void;
}

/** What is odd about the trace, one line each, until closed. */
export function NoticeLine({ notices, onShow }: NoticeLineProps): ReactNode {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  return notices
    .filter(({ id }) => !closed.has(id))
    .map(({ id, text, about, traceId }) => (
      <div key={id} role="status" className={styles.notice}>
        <WarningIcon size={14} />
        <span className="grow">{text}</span>
        {about !== null && (
          <Button variant="ghost" size="small" onClick={() => onShow(about)}>
            Show
          </Button>
        )}
        {traceId !== undefined && (
          <Button variant="ghost" size="small" onClick={() => navigate(traceRoute(traceId))}>
            Open
          </Button>
        )}
        <IconButton
          icon={CloseIcon}
          size="small"
          label="Close"
          onClick={() => setClosed((before) => new Set(before).add(id))}
        />
      </div>
    ));
}
