import { useState, type ReactNode } from 'react';

import type { CallError } from '@contract/errors';
import type { ImportFile, ImportFileState } from '@contract/import';
import { formatCount, formatCounted } from '@domain/format';
import { isolateText } from '@domain/isolate-text';
import { tracesRoute } from '@domain/route';

import { useEngine, useEngineCommand } from '../../lib/engine-queries';
import { hrefOf } from '../../lib/router';
import { shell } from '../../lib/shell';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { CopyButton } from '../../ui/copy-button';
import { IconButton } from '../../ui/icon-button';
import { ChevronDownIcon, ChevronUpIcon, CloseIcon, ExportIcon, FolderIcon } from '../../ui/icons';
import { Progress, type ProgressProps } from '../../ui/progress';
import { StatusGlyph, type GlyphStatus } from '../../ui/status-glyph';
import { showToast } from '../../ui/toast';
import styles from './file-row.module.css';
import { describeFile, describeRest, fileProgress, skippedCount, skippedLines } from './summary';

interface Look {
  readonly glyph: GlyphStatus;
  readonly word: string;
  readonly tone: NonNullable<ProgressProps['tone']>;
}

const looks: Readonly<Record<ImportFileState, Look>> = {
  waiting: { glyph: 'unset', word: 'Waiting', tone: 'accent' },
  reading: { glyph: 'running', word: 'Reading', tone: 'accent' },
  done: { glyph: 'ok', word: 'Done', tone: 'ok' },
  partial: { glyph: 'warn', word: 'Done, some skipped', tone: 'warn' },
  failed: { glyph: 'error', word: 'Not imported', tone: 'error' },
  cancelled: { glyph: 'unset', word: 'Cancelled', tone: 'warn' },
};

export interface FileRowProps {
  readonly jobId: number;
  readonly file: ImportFile;
  /** Where it lies below what was imported; '' where that says nothing. */
  readonly folder: string;
}

/** One file: how far it is, what came in, what was skipped and why. */
export function FileRow({ jobId, file, folder }: FileRowProps): ReactNode {
  // Where nothing came in, the file's own message says it all.
  const [folded, setFolded] = useState<boolean | null>(null);
  const open = !(folded ?? file.state === 'failed');
  const cancel = useEngineCommand('import.cancel');
  const { glyph, word, tone } = looks[file.state];
  const skipped = skippedCount(file);
  const rest = describeRest(file);
  const active = file.state === 'waiting' || file.state === 'reading';
  return (
    <li className={styles.file}>
      <div className={styles.line}>
        <StatusGlyph status={glyph} label={word} />
        <div className="grow">
          <div className="ellipsis mono" title={file.path}>
            {file.name}
            {folder !== '' && <span className="t3"> in {folder}</span>}
          </div>
          <div className={file.state === 'failed' ? 'small errorText' : 'small t3'}>
            {describeFile(file)}
          </div>
          {rest !== '' && <div className="small t3">{rest}</div>}
          {file.projects.length > 0 && <Projects projects={file.projects} />}
        </div>
        {file.state === 'reading' && <b>{Math.floor(fileProgress(file) * 100)}%</b>}
        {/* Without a byte there is no file, or nothing in it. */}
        {file.state === 'failed' && file.bytesTotal > 0 && (
          <Button size="small" icon={FolderIcon} onClick={() => showFile(file.path)}>
            Show file
          </Button>
        )}
        {skipped > 0 && (
          <>
            <Chip tone="warn">{formatCount(skipped)} skipped</Chip>
            <IconButton
              size="small"
              icon={open ? ChevronUpIcon : ChevronDownIcon}
              label={open ? 'Hide reasons' : 'Show reasons'}
              aria-expanded={open}
              onClick={() => setFolded(open)}
            />
          </>
        )}
        {active && (
          <IconButton
            size="small"
            icon={CloseIcon}
            label={`Cancel ${file.name}`}
            disabled={cancel.isPending}
            onClick={() => cancel.mutate({ jobId, fileId: file.id })}
          />
        )}
      </div>
      <Progress label={file.name} value={fileProgress(file)} tone={tone} />
      {skipped > 0 && open && <Skipped jobId={jobId} file={file} />}
    </li>
  );
}

const PROJECTS_SHOWN = 3;

/** Where the traces are now: the file tells no more than a number, which means another here. */
function Projects({ projects }: Pick<ImportFile, 'projects'>): ReactNode {
  const more = projects.length - PROJECTS_SHOWN;
  return (
    <div className="small t3">
      Into {projects.length === 1 ? 'project' : 'projects'}{' '}
      {projects.slice(0, PROJECTS_SHOWN).map(({ id, name }, at) => (
        <span key={id}>
          {at > 0 && ', '}
          <a className={styles.project} href={hrefOf({ ...tracesRoute, project: id })}>
            {isolateText(name)}
          </a>
        </span>
      ))}
      {more > 0 && ` and ${formatCounted(more, 'other')}`}
    </div>
  );
}

function showFile(path: string): void {
  shell()
    .invoke('file.show', { path })
    .catch((error: CallError) => showToast({ status: 'warn', message: error.message }));
}

function Skipped({ jobId, file }: Omit<FileRowProps, 'folder'>): ReactNode {
  const client = useEngine();
  const [saving, setSaving] = useState(false);
  const lines = skippedLines(file);

  const save = async () => {
    setSaving(true);
    try {
      const text = await client.call('import.skippedText', { jobId, fileId: file.id });
      await shell().invoke('dialog.saveText', {
        suggestedName: `skipped-${file.name.replace(/\.(gz|zst|zstd)$/i, '')}`.slice(0, 200),
        text,
      });
    } catch (error) {
      showToast({ status: 'error', message: (error as CallError).message });
    } finally {
      setSaving(false);
    }
  };
  return (
    <>
      <table className={styles.reasons}>
        <caption className="srOnly">Why parts of {file.name} were skipped</caption>
        <thead className="srOnly">
          <tr>
            <th scope="col">Count</th>
            <th scope="col">Reason</th>
            <th scope="col">First at</th>
          </tr>
        </thead>
        <tbody>
          {file.skipped.map((group) => (
            <tr key={group.reason}>
              <td className="num warnText">{formatCount(group.count)}</td>
              <td className="selectable">{group.reason}</td>
              <td className="num t3">
                {group.firstLine === null
                  ? `first at byte ${formatCount(group.firstOffset)}`
                  : `first at line ${formatCount(group.firstLine)}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className={styles.actions}>
        {lines.length > 0 && (
          <CopyButton
            text={lines.join('\n')}
            label={`Copy line numbers of ${file.name}`}
            caption="Copy line numbers"
          />
        )}
        <Button size="small" icon={ExportIcon} busy={saving} onClick={() => void save()}>
          {lines.length > 0 ? 'Save skipped lines' : 'Save skipped data'}
        </Button>
      </div>
    </>
  );
}
