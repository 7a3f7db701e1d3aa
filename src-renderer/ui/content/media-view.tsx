import { useCallback, useMemo, useState, type ReactNode } from 'react';

import { formatBytes } from '@domain/format';
import type { MediaPart } from '@domain/messages';

import { shell } from '../../lib/shell';
import { Button } from '../button';
import { ExportIcon, FileIcon } from '../icons';
import { showToast } from '../toast';
import { useContentScope } from './content-scope';
import { LinkButton } from './link-button';
import { blobOf, extensionOf, mediaBytes, mediaSource, playableMime } from './media-source';
import styles from './media-view.module.css';
import { TextView } from './text-view';

/** Larger media are decoded when they are asked for. */
const MAX_EAGER_BYTES = 4_000_000;

/**
 * Pictures, sounds, films and files of a message. Only what was recorded with the span is
 * shown; nothing is fetched, so addresses stay addresses.
 */
export function MediaView({ part }: { readonly part: MediaPart }): ReactNode {
  const { find } = useContentScope();
  const source = useMemo(() => mediaSource(part), [part]);
  const bytes = mediaBytes(part, source);
  const [isWanted, setWanted] = useState(bytes === null || bytes <= MAX_EAGER_BYTES);
  const mime = source === null ? null : playableMime(part.modality, source.mime);
  return (
    <div className={styles.media}>
      {source !== null && mime !== null && isWanted && (
        <Player key={source.base64.length} part={part} base64={source.base64} mime={mime} />
      )}
      <div className={styles.line}>
        <FileIcon size={14} />
        <span className="ellipsis selectable">{describe(part, bytes)}</span>
        {source === null && part.uri !== null && (
          <span className={styles.address}>
            <LinkButton url={part.uri}>{part.uri}</LinkButton>
          </span>
        )}
        {source !== null && mime !== null && !isWanted && (
          <Button size="small" onClick={() => setWanted(true)}>
            Show
          </Button>
        )}
        {source !== null && (
          <Button
            size="small"
            icon={ExportIcon}
            onClick={() => void save(part, source.base64, source.mime)}
          >
            Save
          </Button>
        )}
      </div>
      {source === null && part.uri === null && part.fileId === null && (
        <p className={styles.missing}>Its content was not recorded.</p>
      )}
      {part.transcript !== null && part.transcript !== '' && (
        <TextView text={part.transcript} label="Transcript" find={find} />
      )}
    </div>
  );
}

interface PlayerProps {
  readonly part: MediaPart;
  readonly base64: string;
  readonly mime: string;
}

function Player({ part, base64, mime }: PlayerProps): ReactNode {
  const blob = useMemo(() => blobOf(base64, mime), [base64, mime]);
  const show = useObjectUrl(blob);
  const [isBroken, setBroken] = useState(false);
  if (blob === null || isBroken) {
    return <p className={styles.missing}>The {part.modality} could not be decoded.</p>;
  }
  const onError = (): void => setBroken(true);
  switch (part.modality) {
    case 'image':
      return (
        <img
          ref={show}
          alt={`From the message, ${mime}`}
          className={styles.picture}
          onError={onError}
        />
      );
    case 'audio':
      return (
        // What is said stands below, where it was recorded.
        // oxlint-disable-next-line jsx-a11y/media-has-caption
        <audio ref={show} controls aria-label="Sound of the message" onError={onError} />
      );
    case 'video':
      return (
        // oxlint-disable-next-line jsx-a11y/media-has-caption
        <video ref={show} controls aria-label="Film of the message" onError={onError} />
      );
    case 'file':
      return null;
  }
}

/** Gives an element the bytes while it is shown. */
function useObjectUrl(blob: Blob | null) {
  return useCallback(
    (element: HTMLImageElement | HTMLMediaElement | null) => {
      if (element === null || blob === null) return undefined;
      const url = URL.createObjectURL(blob);
      element.src = url;
      return () => URL.revokeObjectURL(url);
    },
    [blob],
  );
}

const modalityLabels: Readonly<Record<MediaPart['modality'], string>> = {
  image: 'Picture',
  audio: 'Sound',
  video: 'Film',
  file: 'File',
};

function describe({ modality, mime, fileId }: MediaPart, bytes: number | null): string {
  return [
    modalityLabels[modality],
    mime,
    fileId === null ? null : `id ${fileId}`,
    bytes === null ? null : formatBytes(bytes),
  ]
    .filter((word) => word !== null && word !== '')
    .join(', ');
}

async function save(part: MediaPart, base64: string, mime: string | null): Promise<void> {
  try {
    const suggestedName = `${part.fileId ?? part.modality}${extensionOf(mime)}`;
    const isSaved = await shell().invoke('dialog.saveBytes', { suggestedName, base64 });
    if (isSaved) showToast({ status: 'ok', message: 'Saved.' });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    showToast({ status: 'error', message });
  }
}
