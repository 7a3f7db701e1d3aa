import type { ReactNode } from 'react';

import type { SpanView } from '@contract/facets';
import { conventionNames } from '@domain/facets/convention-id';

import { hrefOf } from '../../../../lib/router';
import { useSessionRoute } from '../../../../stores/list-route';
import { Chip } from '../../../../ui/chip';
import { useContentScope } from '../../../../ui/content/content-scope';
import { FoldCard } from '../../../../ui/content/fold-card';
import { ParameterGrid } from '../../../../ui/content/parameter-grid';
import { provenanceText } from '../../../../ui/content/provenance-hint';
import { facetKindLabels } from '../../../../ui/facet-kind-labels';
import { Highlight } from '../../../../ui/highlight';
import styles from './content.module.css';
import { FieldRows } from './field-rows';

/** Provenance rows drawn; nobody reads more. */
const MAX_FIELDS = 200;

export interface SessionSectionProps {
  readonly view: SpanView;
  /** Project of the trace. */
  readonly experimentId: number;
}

/** Whose run it was, and what the sender said of it. */
export function SessionSection({ view, experimentId }: SessionSectionProps): ReactNode {
  const { facets, fold } = view;
  const { sessionId, userId, tags, metadata, agent } = facets;
  const session = sessionId ?? fold.sessionId;
  const route = useSessionRoute(session ?? '', experimentId);
  const agentName = agent?.name ?? fold.agentName;
  const words = [agentName, session, userId, ...tags].filter((word) => word !== null);
  if (words.length === 0 && metadata.length === 0) return null;
  return (
    <FoldCard
      title="Agent, session and metadata"
      preview={words.length > 0 ? words.join(', ') : metadata.map(({ key }) => key).join(', ')}
    >
      <FieldRows
        rows={[
          ['Agent', agentName, 'agent.name'],
          ['Agent id', agent?.id ?? null, 'agent.id'],
          ['Version', agent?.version ?? null, 'agent.version'],
          ['Description', agent?.description ?? null, 'agent.description'],
          ['User', userId, 'userId'],
        ]}
      />
      {session !== null && (
        <p className="selectable">
          <span className="t3">{sessionId === null ? 'Session of a span above ' : 'Session '}</span>
          <a href={hrefOf(route)} className={styles.link}>
            {session}
          </a>
        </p>
      )}
      {tags.length > 0 && (
        <div className={styles.chips}>
          {tags.map((tag) => (
            <Chip key={tag}>{tag}</Chip>
          ))}
        </div>
      )}
      {metadata.length > 0 && <ParameterGrid entries={metadata} field="metadata" />}
    </FoldCard>
  );
}

/** By which conventions the span was understood, and where each field came from. */
export function UnderstoodSection({ view }: { readonly view: SpanView }): ReactNode {
  const { find } = useContentScope();
  const { conventions, kind, kindRaw, provenance, notes } = view.facets;
  const differing = notes.filter(({ code }) => code === 'valuesDiffer');
  if (conventions.length === 0) return null;
  const fields = Object.entries(provenance).slice(0, MAX_FIELDS);
  return (
    <FoldCard
      title="Understood as"
      detail={
        differing.length > 0 && (
          <Chip tone="warn">
            {differing.length === 1 ? '1 value differs' : `${differing.length} values differ`}
          </Chip>
        )
      }
      preview={`${facetKindLabels[kind]}, by ${conventions.map(({ id }) => conventionNames[id]).join(', ')}`}
    >
      <FieldRows
        rows={[
          [
            'Kind',
            kindRaw === null
              ? facetKindLabels[kind]
              : `${facetKindLabels[kind]}, sent as ${kindRaw}`,
            'kind',
          ],
        ]}
      />
      <dl className={styles.rows}>
        {conventions.map(({ id, version, evidence }) => (
          <div key={id} style={{ display: 'contents' }}>
            <dt>
              {conventionNames[id]}
              {version === null ? '' : ` ${version}`}
            </dt>
            <dd>{evidence}</dd>
          </div>
        ))}
      </dl>
      {differing.map(({ message }, at) => (
        <p key={at} className={styles.noteLine}>
          {message}
        </p>
      ))}
      {fields.length > 0 && (
        <>
          <h3 className={styles.heading}>Where fields came from</h3>
          <dl className={styles.rows}>
            {fields.map(([field, from]) => (
              <div key={field} style={{ display: 'contents' }}>
                <dt className="mono">
                  <Highlight text={field} find={find} />
                </dt>
                <dd>
                  <Highlight text={provenanceText(from)} find={find} />
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </FoldCard>
  );
}
