import { skipToken, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';

import type { ReportFacts } from '@domain/diff/diff-report';
import type { ReportFinding } from '@domain/diff/report-findings';
import type { HtmlReport } from '@domain/diff/report-html';
import { htmlReportOf } from '@domain/diff/report-to-html';
import { formatCount } from '@domain/format';

import { useEngine } from '../../../lib/engine-queries';
import { shell } from '../../../lib/shell';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { ErrorState } from '../../../ui/empty-state';
import { showToast } from '../../../ui/toast';
import { Loading } from '../pair/loading';
import { FindingTable } from './finding-table';
import { readContents, type ReadProgress } from './read-contents';
import { findInReport, writeReport } from './report-worker';
import styles from './save-html-dialog.module.css';

export interface SaveHtmlDialogProps {
  /** Null while spans of either run are still to be read. */
  readonly facts: ReportFacts | null;
  readonly onClose: () => void;
}

/** What redaction takes out of the report, to be looked over before the report is saved. */
export function SaveHtmlDialog({ facts, onClose }: SaveHtmlDialogProps): ReactNode {
  const { reading, progress } = useReportToSave(facts);
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set());
  const [isSaving, setSaving] = useState(false);
  const saving = useRef<AbortController | null>(null);
  useEffect(() => () => saving.current?.abort(), []);
  const cancelButton = useRef<HTMLButtonElement>(null);
  const save = async ({ facts: { a, b }, report }: ReadReport): Promise<void> => {
    setSaving(true);
    const { signal } = (saving.current = new AbortController());
    try {
      const isSaved = await shell().invoke('dialog.saveText', {
        suggestedName: `comparison-${a.traceId.slice(0, 8)}-${b.traceId.slice(0, 8)}.html`,
        text: await writeReport(report, kept, signal),
      });
      if (!isSaved) return;
      showToast({ status: 'ok', message: 'Report saved as HTML.' });
      onClose();
    } catch (error) {
      if (!signal.aborted) showToast({ status: 'error', message: messageOf(error) });
    } finally {
      setSaving(false);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Save report as HTML"
      className={styles.dialog ?? ''}
      initialFocus={cancelButton}
    >
      <div className={styles.body}>
        {facts === null && (
          <p role="status">
            Spans that just arrived are still being read; the report waits for them.
          </p>
        )}
        {facts !== null && reading.isPending && (
          <>
            <p role="status">{progressWords(progress)}</p>
            <Loading rows={4} />
          </>
        )}
        {reading.isError && (
          <ErrorState
            message={reading.error.message}
            onRetry={() => void reading.refetch()}
            retrying={reading.isFetching}
          />
        )}
        {reading.isSuccess && (
          <>
            <p>{summary(reading.data.findings.length)}</p>
            {reading.data.findings.length > 0 && (
              <FindingTable findings={reading.data.findings} kept={kept} onKept={setKept} />
            )}
            <p className="small t3">
              Only what has a known form is found: look the file over before you pass it on.
            </p>
          </>
        )}
      </div>
      <div className={styles.buttons}>
        <Button variant="ghost" onClick={onClose} ref={cancelButton}>
          Cancel
        </Button>
        <Button
          variant="primary"
          busy={isSaving}
          disabled={!reading.isSuccess}
          onClick={() => reading.isSuccess && void save(reading.data)}
        >
          Save…
        </Button>
      </div>
    </Dialog>
  );
}

/** @param progress null once all steps were read */
function progressWords(progress: ReadProgress | null): string {
  if (progress === null) return 'Looking for possible secrets.';
  return `${formatCount(progress.read)} of ${formatCount(progress.total)} steps read.`;
}

function summary(count: number): string {
  if (count === 0) return 'No keys, passwords, addresses or the like were found in the report.';
  const what = count === 1 ? '1 possible secret.' : `${formatCount(count)} possible secrets.`;
  return `${what} Ticked values are replaced by a placeholder.`;
}

interface ReadReport {
  readonly facts: ReportFacts;
  readonly report: HtmlReport;
  readonly findings: readonly ReportFinding[];
}

/** What the steps say, and what of it redaction finds; read once for each dialog. */
function useReportToSave(facts: ReportFacts | null): {
  readonly reading: UseQueryResult<ReadReport>;
  readonly progress: ReadProgress | null;
} {
  const client = useEngine();
  const id = useId();
  const [progress, setProgress] = useState<ReadProgress | null>(null);
  const reading = useQuery({
    queryKey: ['diff.report', id],
    queryFn:
      facts === null
        ? skipToken
        : async ({ signal }) => {
            const contents = await readContents(client, facts.diff, signal, setProgress);
            setProgress(null);
            const report = htmlReportOf(facts, contents);
            return { facts, report, findings: await findInReport(report, signal) };
          },
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return { reading, progress };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
