import { useEffect, useMemo, useState } from 'react';

import type { ContentDiff, ContentToDiff } from '@domain/diff/diff-content';

import { compareContent } from './content-differ';

export interface ContentDiffState {
  /** While the same content is compared in another way, still the last; null before the first. */
  readonly diff: ContentDiff | null;
  readonly problem: string;
  readonly retry: () => void;
}

/** By what was compared: drawn again it is there at once, and as high as before. */
const known = new WeakMap<object, ContentDiff>();

/**
 * Compares two contents off the UI thread.
 * @param owner what they are of; the result is kept as long as it is, for when it is drawn again
 */
export function useContentDiff(
  { before, after, scrubbing }: Omit<ContentToDiff, 'showsIgnored'>,
  showsIgnored: boolean,
  owner: object | null = null,
): ContentDiffState {
  const [attempt, setAttempt] = useState(0);
  const content = useMemo(
    () => ({ before, after, scrubbing, attempt }),
    [before, after, scrubbing, attempt],
  );
  const kept = owner === null || showsIgnored ? undefined : known.get(owner);
  const [state, setState] = useState<{
    readonly content: unknown;
    readonly diff: ContentDiff | null;
    readonly problem: string;
  }>({ content: null, diff: null, problem: '' });
  const isKept = kept !== undefined;
  useEffect(() => {
    if (isKept) return undefined;
    const stop = new AbortController();
    const { attempt: _, ...values } = content;
    compareContent({ ...values, showsIgnored }, stop.signal).then(
      (diff) => {
        if (stop.signal.aborted) return;
        if (owner !== null && !showsIgnored) known.set(owner, diff);
        setState({ content, diff, problem: '' });
      },
      ({ message }: Error) => {
        if (!stop.signal.aborted) setState({ content, diff: null, problem: message });
      },
    );
    return () => stop.abort();
  }, [content, showsIgnored, owner, isKept]);
  if (kept !== undefined) return { diff: kept, problem: '', retry: () => undefined };
  const isOfThis = state.content === content;
  return {
    diff: isOfThis ? state.diff : null,
    problem: isOfThis ? state.problem : '',
    retry: () => setAttempt(attempt + 1),
  };
}
