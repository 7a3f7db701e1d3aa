import { useMemo, type ReactNode } from 'react';

import type { StoreKey } from '@contract/traces';

import { useEngineQuery } from '../../../lib/engine-queries';
import { formatNode, parseJson } from '../../../ui/content/json-node';
import { CopyButton } from '../../../ui/copy-button';
import { ErrorState } from '../../../ui/empty-state';
import type { DiffLayout, OnlySide } from './diff-layout';
import { DiffView } from './diff-view';
import { Loading } from './loading';
import styles from './pair-panel.module.css';
import { useContentDiff } from './use-content-diff';

export interface RawTabProps {
  readonly keyA: StoreKey | null;
  readonly keyB: StoreKey | null;
  readonly layout: DiffLayout;
  readonly only: OnlySide;
}

/** Both spans as OTLP JSON, with resource and scope, line by line. */
export function RawTab({ keyA, keyB, layout, only }: RawTabProps): ReactNode {
  const a = useRawText(keyA);
  const b = useRawText(keyB);
  const failed = [a, b].find(({ problem }) => problem !== '');
  if (failed !== undefined) return <ErrorState message={failed.problem} onRetry={failed.retry} />;
  if (a.isLoading || b.isLoading) return <Loading rows={6} />;
  return <RawDiff a={a.text} b={b.text} layout={layout} only={only} />;
}

interface RawDiffProps {
  readonly a: string | null;
  readonly b: string | null;
  readonly layout: DiffLayout;
  readonly only: OnlySide;
}

function RawDiff({ a, b, layout, only }: RawDiffProps): ReactNode {
  const { diff, problem, retry } = useContentDiff(
    { before: a, after: b, scrubbing: 'content' },
    true,
  );
  return (
    <section className={styles.section} aria-label="OTLP JSON">
      <header className={styles.sectionHead}>
        <h3>OTLP JSON</h3>
        <span className="grow" />
        {a !== null && (
          <CopyButton caption="A" label="Copy OTLP JSON of A" text={() => indented(a, 2)} />
        )}
        {b !== null && (
          <CopyButton caption="B" label="Copy OTLP JSON of B" text={() => indented(b, 2)} />
        )}
      </header>
      {problem !== '' && <ErrorState message={problem} onRetry={retry} />}
      {problem === '' && diff === null && <Loading rows={6} />}
      {diff !== null && (
        <DiffView blocks={diff.blocks} label="OTLP JSON" isJson layout={layout} only={only} />
      )}
      {diff?.level === 'tooDifferent' && (
        <p className={styles.remark}>Too different to tell line by line.</p>
      )}
    </section>
  );
}

function indented(text: string, indent: number): string {
  const node = parseJson(text);
  return node === null ? text : formatNode(node, indent);
}

interface RawText {
  /** Null where the side has no span. */
  readonly text: string | null;
  readonly isLoading: boolean;
  readonly problem: string;
  readonly retry: () => void;
}

function useRawText(key: StoreKey | null): RawText {
  const query = useEngineQuery(
    'trace.spanOtlpJson',
    { spanKey: key ?? 0 },
    { enabled: key !== null },
  );
  // Narrow: two stand beside each other.
  const text = useMemo(
    () => (query.data === undefined ? null : indented(query.data, 1)),
    [query.data],
  );
  return {
    text,
    isLoading: key !== null && query.isPending,
    problem: query.error?.message ?? '',
    retry: () => void query.refetch(),
  };
}
