import { useState, type ReactNode } from 'react';

import type { SessionDetail } from '@contract/facets';
import type { AssessmentEntry } from '@domain/annotations/override-chain';

import { useEngine } from '../../lib/engine-queries';
import { useCommands } from '../../lib/keyboard';
import { cardMenu } from '../../ui/feedback/card-menu';
import { FeedbackList } from '../../ui/feedback/feedback-list';
import { startEdit } from '../../ui/feedback/form/draft-store';
import { FormSection } from '../../ui/feedback/form/form-section';
import type { AssessmentSource } from '../../ui/feedback/use-assessments';
import { IconButton } from '../../ui/icon-button';
import { CloseIcon } from '../../ui/icons';
import styles from './session-feedback.module.css';

export interface SessionFeedbackProps {
  readonly session: SessionDetail;
  readonly source: AssessmentSource;
  /** The reader is done: the focus goes back to the turns. */
  readonly onLeave: () => void;
  readonly onClose: () => void;
}

/** What was said of a session as a whole, and the form to say more. */
export function SessionFeedback(props: SessionFeedbackProps): ReactNode {
  const { session, source, onLeave, onClose } = props;
  const { sessionId, turns } = session;
  const client = useEngine();
  const [newId, setNewId] = useState<string | null>(null);
  const place = `session ${sessionId}`;
  const edit = ({ assessment }: AssessmentEntry): void => startEdit(place, assessment);
  useCommands({ escape: onClose });
  // It is kept with the latest turn.
  const traceId = turns.at(-1)?.traceId;
  return (
    <aside aria-label="Feedback on the session" className={styles.panel}>
      <div className={styles.part}>
        <span className={styles.close}>
          <IconButton size="small" icon={CloseIcon} label="Close feedback" onClick={onClose} />
        </span>
        <FeedbackList
          source={source}
          scopes={[]}
          aboutOf={() => null}
          menuOf={(entry) => cardMenu(client, entry.assessment, () => edit(entry))}
          onEdit={edit}
          newId={newId}
          empty="Nothing was said of this session as a whole. Feedback on its turns stands at them."
        />
      </div>
      {traceId !== undefined && (
        <FormSection
          place={place}
          targets={[
            { value: 'session', label: 'Session', about: { traceId, spanId: null, sessionId } },
          ]}
          selected="session"
          onLeave={onLeave}
          onSaved={setNewId}
        />
      )}
    </aside>
  );
}
