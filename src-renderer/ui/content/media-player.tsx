import { useCallback, useState, type ReactNode } from 'react';

import styles from './media-view.module.css';

export interface MediaPlayerProps {
  readonly as: 'image' | 'audio' | 'video';
  readonly blob: Blob;
  /** As the sender called it; null where it has no name. */
  readonly name: string | null;
  /** Told once it is known, in seconds. */
  readonly onDuration: (seconds: number) => void;
}

/** A picture, sound or film, from its bytes. */
export function MediaPlayer({ as, blob, name, onDuration }: MediaPlayerProps): ReactNode {
  const show = useObjectUrl(blob);
  const [isBroken, setBroken] = useState(false);
  if (isBroken) return <p className={styles.note}>The {as} could not be decoded.</p>;
  const onError = (): void => setBroken(true);
  if (as === 'image') {
    return (
      <img
        ref={show}
        alt={`${name ?? 'From the message'}, ${blob.type}`}
        className={styles.picture}
        onError={onError}
      />
    );
  }
  const playerProps = {
    ref: show,
    controls: true,
    onError,
    onLoadedMetadata: ({ currentTarget }: { readonly currentTarget: HTMLMediaElement }) =>
      onDuration(currentTarget.duration),
  };
  return as === 'audio' ? (
    // What is said stands below, where it was recorded.
    // oxlint-disable-next-line jsx-a11y/media-has-caption
    <audio {...playerProps} aria-label={name ?? 'Sound of the message'} />
  ) : (
    // oxlint-disable-next-line jsx-a11y/media-has-caption
    <video {...playerProps} aria-label={name ?? 'Film of the message'} />
  );
}

/** Gives an element the bytes while it is shown. */
function useObjectUrl(blob: Blob) {
  return useCallback(
    (element: HTMLImageElement | HTMLMediaElement | null) => {
      if (element === null) return undefined;
      const url = URL.createObjectURL(blob);
      element.src = url;
      return () => URL.revokeObjectURL(url);
    },
    [blob],
  );
}
