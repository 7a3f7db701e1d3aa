import { useMemo, type ReactNode } from 'react';

import type { SpanView } from '@contract/facets';
import { formatCount } from '@domain/format';

import { useContentScope } from '../../../../ui/content/content-scope';
import { MessageCard } from '../../../../ui/content/message-card';
import { Note } from '../../../../ui/content/notes';
import { NotRecorded, PayloadView } from '../../../../ui/content/payload-view';
import styles from './content.module.css';
import { FoldedMessages, FreshMessages, MessageList } from './message-list';
import { modelHistory } from './model-history';

/** What a model was told and what it answered; what it was told before is folded. */
export function ModelContent({ view }: { readonly view: SpanView }): ReactNode {
  const { facets, fold } = view;
  const { goToSpan } = useContentScope();
  const history = useMemo(() => modelHistory(view), [view]);
  const { system, earlier, omittedCount, fresh, output } = history;
  const earlierCount = earlier.length + omittedCount;
  const conventions = facets.conventions.map(({ id }) => id);
  const hasInput = system.length + earlierCount + fresh.length > 0;
  const { continues } = fold;
  return (
    <>
      {system.map((message, at) => (
        <MessageCard key={at} message={message} isOpenAtFirst={false} />
      ))}
      {earlierCount > 0 && (
        <FoldedMessages
          title={`${formatCount(earlierCount)} earlier ${earlierCount === 1 ? 'message' : 'messages'}`}
          messages={earlier}
          omittedCount={omittedCount}
        >
          {continues !== null && goToSpan !== null && (
            <p>
              <button type="button" className={styles.link} onClick={() => goToSpan(continues)}>
                Go to the call that had them
              </button>
            </p>
          )}
        </FoldedMessages>
      )}
      <FreshMessages messages={fresh} />
      {facets.input.map((payload, at) => (
        <PayloadView
          key={at}
          label={hasInput ? 'Input, as also recorded' : 'Input'}
          payload={payload}
          isProse
          isOpenAtFirst={!hasInput}
        />
      ))}
      {!hasInput && facets.input.length === 0 && (
        <NotRecorded what="The messages to the model were" conventions={conventions} />
      )}
      <MessageList messages={output} note="output" />
      {facets.output.map((payload, at) => (
        <PayloadView
          key={at}
          label={output.length > 0 ? 'Output, as also recorded' : 'Output'}
          payload={payload}
          isProse
          isOpenAtFirst={output.length === 0}
        />
      ))}
      {output.length === 0 && facets.output.length === 0 && facets.error === null && (
        <MissingOutput view={view} hasInput={hasInput} />
      )}
    </>
  );
}

function MissingOutput({
  view: { facets },
  hasInput,
}: {
  readonly view: SpanView;
  readonly hasInput: boolean;
}): ReactNode {
  if (facets.pending !== null) return <Note>The answer has not come yet.</Note>;
  // Without any content one sentence says it all.
  if (!hasInput && facets.input.length === 0) return null;
  // Content is recorded here, so no setting is to blame.
  return <Note>No answer was recorded.</Note>;
}
