import { useEffect, useMemo, useState } from 'react';

import type { ContentDiff, ContentToDiff } from '@domain/diff/diff-content';

import { compareContent } from './content-differ';

export interface ContentDiffState {
  /** While the same content is compared in another way, still the last; null before the first. */
  readonly diff: ContentDiff | null;
  readonly problem: string;
  readonly retry: () => void;
}

/** Compares two contents off the UI thread. */
export function useContentDiff(
  { before, after, scrubbing }: Omit<ContentToDiff, 'showsIgnored'>,
  showsIgnored: boolean,
): ContentDiffState {
  const [attempt, setAttempt] = useState(0);
  const content = useMemo(
    () => ({ before, after, scrubbing, attempt }),
    [before, after, scrubbing, attempt],
  );
  const [state, setState] = useState<{
    readonly content: unknown;
    readonly diff: ContentDiff | null;
    readonly problem: string;
  }>({ content: null, diff: null, problem: '' });
  useEffect(() => {
    const stop = new AbortController();
    const { attempt: _, ...values } = content;
    compareContent({ ...values, showsIgnored }, stop.signal).then(
      (diff) => {
        if (!stop.signal.aborted) setState({ content, diff, problem: '' });
      },
      ({ message }: Error) => {
        if (!stop.signal.aborted) setState({ content, diff: null, problem: message });
      },
    );
    return () => stop.abort();
  }, [content, showsIgnored]);
  const isOfThis = state.content === content;
  return {
    diff: isOfThis ? state.diff : null,
    problem: isOfThis ? state.problem : '',
    retry: () => setAttempt(attempt + 1),
  };
}
