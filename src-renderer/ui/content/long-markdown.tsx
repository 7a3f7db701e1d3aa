import { lazy, memo, Suspense, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';

import styles from './long-markdown.module.css';
import { markdownPieces } from './markdown-pieces';

const Markdown = lazy(() => import('./markdown'));

/** Pieces this near to what is in sight are drawn. */
const NEAR = '800px 0px';
/** For the place of what is not drawn yet. */
const CHARS_PER_LINE = 70;
const LINE_PX = 20;

export interface LongMarkdownProps {
  readonly text: string;
  readonly label: string;
}

/** Markdown of any length, megabytes too: a piece is drawn when it comes near to sight. */
export function LongMarkdown({ text, label }: LongMarkdownProps): ReactNode {
  const region = useRef<HTMLDivElement>(null);
  const pieces = useMemo(() => markdownPieces(text), [text]);
  const [near, setNear] = useState<ReadonlySet<number>>(new Set([0]));
  useEffect(() => {
    const root = region.current;
    if (root === null) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        const came = entries.filter(({ isIntersecting }) => isIntersecting);
        if (came.length === 0) return;
        setNear((before) => {
          const next = new Set(before);
          for (const { target } of came) next.add(Number((target as HTMLElement).dataset['at']));
          return next.size === before.size ? before : next;
        });
        for (const { target } of came) observer.unobserve(target);
      },
      { root, rootMargin: NEAR },
    );
    for (const at of pieces.keys()) {
      const place = root.children[at];
      if (place !== undefined) observer.observe(place);
    }
    return () => observer.disconnect();
  }, [pieces]);
  return (
    <div
      ref={region}
      role="region"
      aria-label={label}
      // Scrolls with the keyboard, so it must be reachable by it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={styles.text}
    >
      {pieces.map((piece, at) => (
        <Piece key={piece.from} at={at} text={piece.text} isNear={near.has(at)} />
      ))}
    </div>
  );
}

interface PieceProps {
  readonly at: number;
  readonly text: string;
  readonly isNear: boolean;
}

const Piece = memo(function Piece({ at, text, isNear }: PieceProps): ReactNode {
  const space = { minHeight: Math.ceil(text.length / CHARS_PER_LINE) * LINE_PX };
  if (!isNear) return <div data-at={at} style={space} />;
  return (
    <div data-at={at}>
      <Suspense fallback={<div style={space} />}>
        <Markdown text={text} />
      </Suspense>
    </div>
  );
});
