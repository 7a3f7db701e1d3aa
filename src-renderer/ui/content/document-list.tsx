import { useState, type ReactNode } from 'react';

import { formatCount, formatShortCount } from '@domain/format';
import type { RankedDocument } from '@domain/messages';
import { estimateTokens } from '@domain/facets/estimate-tokens';

import { CopyButton } from '../copy-button';
import { Highlight } from '../highlight';
import styles from './document-list.module.css';
import { FoldCard } from './fold-card';
import { nodeOfJson } from './json-node';
import { JsonTree } from './json-tree';
import { oneLine } from './message-text';
import { TextView } from './text-view';

/** Shown at first and with each further press. */
const PAGE = 50;
/** Documents that are open at first, where there are few. */
const OPEN_AT_FIRST = 1;

export interface DocumentListProps {
  readonly label: string;
  /** Best first. */
  readonly documents: readonly RankedDocument[];
  readonly find: string;
}

/** What was found, in the order it was ranked, with scores as they were given. */
export function DocumentList({ label, documents, find }: DocumentListProps): ReactNode {
  const [shown, setShown] = useState(PAGE);
  return (
    <div className={styles.list}>
      <ol aria-label={label} className={styles.list}>
        {documents.slice(0, shown).map((document, at) => (
          <li key={at}>
            <DocumentCard document={document} rank={at + 1} find={find} />
          </li>
        ))}
      </ol>
      {documents.length > shown && (
        <button type="button" className={styles.more} onClick={() => setShown(shown + PAGE)}>
          Show {formatCount(Math.min(PAGE, documents.length - shown))} more of{' '}
          {formatCount(documents.length - shown)}
        </button>
      )}
    </div>
  );
}

export interface DocumentCardProps {
  readonly document: RankedDocument;
  /** From 1; null for a document that stands by itself. */
  readonly rank: number | null;
  readonly find: string;
}

/** One document: id, score, its text and metadata on request. */
export function DocumentCard({ document, rank, find }: DocumentCardProps): ReactNode {
  const { id, content, score, metadata } = document;
  const wanted = find.trim().toLowerCase();
  const hasMetadata =
    metadata !== null && (typeof metadata !== 'object' || Object.keys(metadata).length > 0);
  return (
    <FoldCard
      title={rank === null ? 'Document' : String(rank)}
      detail={
        <>
          {score !== null && (
            <span className={styles.score} title="Score as it was given">
              {scoreText(score)}
            </span>
          )}
          {id !== null && (
            <span className={styles.id} title={id}>
              <Highlight text={id} find={find} />
            </span>
          )}
        </>
      }
      preview={oneLine(content)}
      meta={`${formatShortCount(estimateTokens(content))} tok`}
      actions={<CopyButton text={content} label="Copy document" tabIndex={-1} />}
      isOpenAtFirst={rank !== null && rank <= OPEN_AT_FIRST}
      isHeldOpen={wanted !== '' && content.toLowerCase().includes(wanted)}
      getText={() => content}
    >
      {content === '' ? (
        <p className="t3">The text of the document was not recorded.</p>
      ) : (
        <TextView text={content} label="Document" find={find} />
      )}
      {hasMetadata && <JsonTree node={nodeOfJson(metadata)} find={find} />}
    </FoldCard>
  );
}

/** A score with as many digits as tell scores apart. */
function scoreText(score: number): string {
  if (!Number.isFinite(score)) return String(score);
  return Math.abs(score) >= 100 ? String(Math.round(score)) : score.toFixed(3);
}
