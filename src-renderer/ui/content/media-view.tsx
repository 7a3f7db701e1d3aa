import { useMemo, useState, type ReactNode } from 'react';

import { formatBytes, formatDurationNs } from '@domain/format';
import type { MediaPart } from '@domain/messages';

import { shell } from '../../lib/shell';
import { Button } from '../button';
import { ExportIcon, FileIcon, WarningIcon } from '../icons';
import { showToast } from '../toast';
import { useContentScope } from './content-scope';
import { LinkButton } from './link-button';
import { readMediaContent } from './media-content';
import { MediaPlayer } from './media-player';
import { extensionOf, mediaBytes, mediaSource } from './media-source';
import styles from './media-view.module.css';
import { TextView } from './text-view';

/** Larger media are decoded when they are asked for. */
const MAX_EAGER_BYTES = 4_000_000;
const NS_PER_S = 1e9;

/**
 * Pictures, sounds, films and files of a message. Only what was recorded with the span is
 * shown; nothing is fetched, so addresses stay addresses.
 */
export function MediaView({ part }: { readonly part: MediaPart }): ReactNode {
  const { find } = useContentScope();
  const source = useMemo(() => mediaSource(part), [part]);
  const bytes = mediaBytes(part, source);
  const [isWanted, setWanted] = useState(bytes === null || bytes <= MAX_EAGER_BYTES);
  const [durationS, setDurationS] = useState(Number.NaN);
  const content = useMemo(
    () => (source === null || !isWanted ? null : readMediaContent(part, source)),
    [part, source, isWanted],
  );
  const show = content?.show ?? null;
  const { name } = part;
  const isReadable = source !== null && content?.isReadable !== false;
  return (
    <div className={styles.media}>
      {show !== null && show.as !== 'text' && (
        <MediaPlayer as={show.as} blob={show.blob} name={name} onDuration={setDurationS} />
      )}
      <div className={styles.line}>
        <FileIcon size={14} />
        {name !== null && (
          <span className={`ellipsis selectable ${styles.name ?? ''}`} title={name}>
            {name}
          </span>
        )}
        <span className="ellipsis selectable">
          {describe(part, isReadable || source === null ? bytes : null, durationS)}
        </span>
        {source === null && part.uri !== null && (
          <span className={styles.address}>
            <LinkButton url={part.uri}>{part.uri}</LinkButton>
          </span>
        )}
        {source !== null && !isWanted && (
          <Button size="small" onClick={() => setWanted(true)}>
            Show
          </Button>
        )}
        {source !== null && isReadable && (
          <Button
            size="small"
            icon={ExportIcon}
            onClick={() => void save(part, source.base64, content?.type ?? source.mime)}
          >
            Save
          </Button>
        )}
      </div>
      {content?.notes.map((note) => (
        <p key={note} className={styles.problem}>
          <WarningIcon size={13} />
          {note}
        </p>
      ))}
      {source === null && <p className={styles.note}>{absenceOf(part)}</p>}
      {show?.as === 'text' && (
        <div className={styles.text}>
          <TextView text={show.text} label={name ?? 'File'} find={find} isCode />
        </div>
      )}
      {part.transcript !== null && part.transcript !== '' && (
        <TextView text={part.transcript} label="Transcript" find={find} />
      )}
    </div>
  );
}

/** Why there is nothing to show. */
function absenceOf({ uri, fileId, isLeftOut }: MediaPart): string {
  if (isLeftOut) return 'Too large to be shown here. The messages of the span have it.';
  if (uri !== null) return 'Not fetched: only its address was recorded.';
  if (fileId !== null) return 'Only its id was recorded; the provider has the content.';
  return 'Its content was not recorded.';
}

const modalityLabels: Readonly<Record<MediaPart['modality'], string>> = {
  image: 'Picture',
  audio: 'Sound',
  video: 'Film',
  file: 'File',
};

function describe(
  { modality, mime, fileId }: MediaPart,
  bytes: number | null,
  durationS: number,
): string {
  return [
    modalityLabels[modality],
    mime,
    fileId === null ? null : `id ${fileId}`,
    Number.isFinite(durationS) ? formatDurationNs(durationS * NS_PER_S) : null,
    bytes === null ? null : formatBytes(bytes),
  ]
    .filter((word) => word !== null && word !== '')
    .join(', ');
}

async function save(part: MediaPart, base64: string, mime: string | null): Promise<void> {
  try {
    const { name, fileId, modality } = part;
    const suggestedName = (name ?? `${fileId ?? modality}${extensionOf(mime)}`).slice(-200);
    const isSaved = await shell().invoke('dialog.saveBytes', { suggestedName, base64 });
    if (isSaved) showToast({ status: 'ok', message: 'Saved.' });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    showToast({ status: 'error', message });
  }
}
