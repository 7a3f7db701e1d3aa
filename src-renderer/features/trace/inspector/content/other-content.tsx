import type { ReactNode } from 'react';

import type { SpanView } from '@contract/facets';
import type { Embedding, Retrieval } from '@domain/facets/span-facets';
import { formatCount } from '@domain/format';

import { useContentScope } from '../../../../ui/content/content-scope';
import { DocumentList } from '../../../../ui/content/document-list';
import { FoldCard } from '../../../../ui/content/fold-card';
import { oneLine } from '../../../../ui/content/message-text';
import { Note } from '../../../../ui/content/notes';
import { NotRecorded, PayloadView } from '../../../../ui/content/payload-view';
import { TextView } from '../../../../ui/content/text-view';
import styles from './content.module.css';

/** Texts of an embedding drawn; the count tells of the rest. */
const MAX_TEXTS = 100;

export interface RetrievalContentProps {
  readonly view: SpanView;
  readonly retrieval: Retrieval;
}

/** What was looked for and what was found, best first. */
export function RetrievalContent({ view, retrieval }: RetrievalContentProps): ReactNode {
  const { find } = useContentScope();
  const { query, documents, inputDocuments } = retrieval;
  const conventions = view.facets.conventions.map(({ id }) => id);
  return (
    <>
      {query !== null && (
        <FoldCard title="Query" preview={oneLine(query)} isOpenAtFirst getText={() => query}>
          <TextView text={query} label="Query" find={find} />
        </FoldCard>
      )}
      {documents.length > 0 ? (
        <DocumentList label="Documents" documents={documents} find={find} />
      ) : (
        view.facets.output.length === 0 && (
          <NotRecorded what="Documents were" conventions={conventions} />
        )
      )}
      {inputDocuments.length > 0 && (
        <FoldCard
          title={`${formatCount(inputDocuments.length)} documents before ranking`}
          isOpenAtFirst={false}
        >
          <DocumentList label="Documents before ranking" documents={inputDocuments} find={find} />
        </FoldCard>
      )}
      <Payloads view={view} isOpenAtFirst={documents.length === 0} />
    </>
  );
}

/** Texts that were made into vectors. */
export function EmbeddingContent({ embedding }: { readonly embedding: Embedding }): ReactNode {
  const { find } = useContentScope();
  const { texts } = embedding;
  return (
    <>
      {texts.slice(0, MAX_TEXTS).map((text, at) => (
        <FoldCard
          key={at}
          title={`Text ${formatCount(at + 1)}`}
          preview={oneLine(text)}
          isOpenAtFirst={texts.length <= 3}
          getText={() => text}
        >
          <TextView text={text} label={`Text ${at + 1}`} find={find} />
        </FoldCard>
      ))}
      {texts.length > MAX_TEXTS && (
        <Note>{formatCount(texts.length - MAX_TEXTS)} more texts are in the attributes.</Note>
      )}
    </>
  );
}

export interface PayloadsProps {
  readonly view: SpanView;
  readonly isOpenAtFirst?: boolean;
}

/** Input and output as they were recorded; several where senders disagree. */
export function Payloads({ view: { facets }, isOpenAtFirst = true }: PayloadsProps): ReactNode {
  const { input, output } = facets;
  const label = (word: string, count: number, at: number): string =>
    count > 1 ? `${word} ${at + 1} of ${count}` : word;
  return (
    <>
      {input.map((payload, at) => (
        <PayloadView
          key={at}
          label={label('Input', input.length, at)}
          payload={payload}
          isProse
          isOpenAtFirst={isOpenAtFirst}
        />
      ))}
      {output.map((payload, at) => (
        <PayloadView
          key={at}
          label={label('Output', output.length, at)}
          payload={payload}
          isProse
          isOpenAtFirst={isOpenAtFirst}
        />
      ))}
    </>
  );
}

/** Input and output of a span that is neither call, tool nor search. */
export function PlainContent({ view }: { readonly view: SpanView }): ReactNode {
  const { input, output, conventions, kind, error, notes } = view.facets;
  const isEmpty = input.length + output.length === 0;
  if (!isEmpty) return <Payloads view={view} />;
  // What is missing then is said above.
  if (error !== null || notes.some(({ code }) => code === 'notUnderstood')) return null;
  const isPlumbing = kind === 'span' || kind === 'http' || kind === 'database';
  return isPlumbing ? (
    <p className={styles.heading}>
      Neither input nor output was recorded. All that was sent is under Attributes.
    </p>
  ) : (
    <NotRecorded what="Input and output were" conventions={conventions.map(({ id }) => id)} />
  );
}
