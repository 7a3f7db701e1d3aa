import { useMemo, useState, type ReactNode } from 'react';

import type { ImportJob } from '@contract/import';
import { formatBytes, formatCount, formatCounted } from '@domain/format';
import { tracesRoute } from '@domain/route';

import { useEngineCommand } from '../../lib/engine-queries';
import { hrefOf } from '../../lib/router';
import { Button } from '../../ui/button';
import { ChevronDownIcon, ChevronUpIcon } from '../../ui/icons';
import { Progress } from '../../ui/progress';
import { ScrollRegion } from '../../ui/scroll-region';
import { FileRow } from './file-row';
import styles from './import-panel.module.css';
import { foldersOf, spanRate, summarizeJob } from './summary';

export interface ImportPanelProps {
  readonly job: ImportJob;
  /** Jobs before it, newest first. */
  readonly earlier: readonly ImportJob[];
}

/** One import: its totals, then file by file. Earlier ones fold below it. */
export function ImportPanel({ job, earlier }: ImportPanelProps): ReactNode {
  const cancel = useEngineCommand('import.cancel');
  const { title, detail, spansAdded, spansAlreadyThere, traces } = summarizeJob(job);
  const rate = spanRate(spansAdded + spansAlreadyThere, job.elapsedMs);
  const running = job.state === 'running';
  return (
    <>
      <header className={styles.head}>
        <div className="grow">
          <h2>
            <span role="status">{title}</span>
          </h2>
          <div className="small t3">{detail}</div>
        </div>
        {running && job.files.length > 1 && (
          <Button
            size="small"
            variant="danger"
            busy={cancel.isPending}
            onClick={() => cancel.mutate({ jobId: job.id, fileId: null })}
          >
            Cancel all
          </Button>
        )}
        {!running && traces > 0 && (
          <a className={styles.show} href={hrefOf(tracesRoute)}>
            Show all traces
          </a>
        )}
      </header>
      <div className={styles.totals}>
        <Progress
          label="All files"
          value={running ? portion(job.bytesRead, job.bytesTotal) : 1}
          tone={running ? 'accent' : toneOf(job)}
        />
        <dl>
          <div>
            <dt>Read</dt>
            <dd>
              {formatBytes(job.bytesRead)}{' '}
              {running && <small>of {formatBytes(job.bytesTotal)}</small>}
            </dd>
          </div>
          {rate !== null && (
            <div>
              <dt>Speed</dt>
              <dd>
                {rate} <small>spans/s</small>
              </dd>
            </div>
          )}
          <div>
            <dt>Spans added</dt>
            <dd>
              {formatCount(spansAdded)}
              {spansAlreadyThere > 0 && (
                <small className={styles.below}>
                  {formatCount(spansAlreadyThere)} already there
                </small>
              )}
            </dd>
          </div>
          <div>
            <dt>Traces</dt>
            <dd>{formatCount(traces)}</dd>
          </div>
        </dl>
      </div>
      <ScrollRegion label="Files" className={styles.files ?? ''}>
        <FileList job={job} />
        {earlier.map((one) => (
          <EarlierJob key={one.id} job={one} />
        ))}
      </ScrollRegion>
    </>
  );
}

function FileList({ job }: { readonly job: ImportJob }): ReactNode {
  const folders = useMemo(() => foldersOf(job.files), [job.files]);
  return (
    <ul>
      {job.files.map((file) => (
        <FileRow key={file.id} jobId={job.id} file={file} folder={folders.get(file.id) ?? ''} />
      ))}
    </ul>
  );
}

function EarlierJob({ job }: { readonly job: ImportJob }): ReactNode {
  const [open, setOpen] = useState(false);
  const { title, detail, spansAdded } = summarizeJob(job);
  return (
    <section>
      <button
        type="button"
        className={styles.earlier}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <span className="grow ellipsis">
          {job.state === 'running' ? title : `Earlier: ${detail}`}
        </span>
        <span className="t3">{formatCounted(spansAdded, 'span')}</span>
        {open ? <ChevronUpIcon size={14} /> : <ChevronDownIcon size={14} />}
      </button>
      {open && <FileList job={job} />}
    </section>
  );
}

function portion(read: number, total: number): number {
  return total === 0 ? 0 : read / total;
}

function toneOf({ state, files }: ImportJob): 'ok' | 'warn' | 'error' {
  if (files.every((file) => file.state === 'failed')) return 'error';
  const clean = state === 'done' && files.every((file) => file.state === 'done');
  return clean ? 'ok' : 'warn';
}
