import { useState, type ReactNode } from 'react';

import { diffReport, type ReportFacts, type ReportRun } from '@domain/diff/diff-report';
import { formatDateTime } from '@domain/format';

import { copyText } from '../../../lib/clipboard';
import { useCommands } from '../../../lib/keyboard';
import { showToast } from '../../../ui/toast';
import { titleOfTrace } from '../../../ui/trace-title';
import type { DiffModel } from '../model/diff-model';
import { SaveHtmlDialog } from './save-html-dialog';

export interface Report {
  /** As Markdown. */
  readonly markdown: () => string;
  readonly saveAsHtml: () => void;
  /** To be drawn; null while nothing is being saved. */
  readonly dialog: ReactNode;
}

/** The comparison to be passed on: copied as Markdown or saved as HTML. */
export function useReport(model: DiffModel): Report {
  // As they were when they were asked for: a run may go on behind the dialog.
  const [saving, setSaving] = useState<ReportFacts | null>(null);
  const markdown = (): string => diffReport(factsOf(model));
  const saveAsHtml = (): void => setSaving(factsOf(model));
  useCommands({
    'compare.copyReport': () => void copyReport(markdown()),
    'compare.saveReport': saveAsHtml,
  });
  return {
    markdown,
    saveAsHtml,
    dialog: saving && <SaveHtmlDialog facts={saving} onClose={() => setSaving(null)} />,
  };
}

async function copyReport(text: string): Promise<void> {
  await copyText(text);
  showToast({ status: 'ok', message: 'Report copied as Markdown.' });
}

function factsOf(model: DiffModel): ReportFacts {
  const { a, b, figures, headline, coverage } = model.header;
  return {
    a: reportRun(a),
    b: reportRun(b),
    figures,
    headline: headline?.text ?? null,
    coverage,
    diff: model,
  };
}

function reportRun(run: DiffModel['header']['a']): ReportRun {
  const startMs = Number(run.startNs / 1_000_000n);
  return { name: titleOfTrace(run), traceId: run.traceId, started: formatDateTime(startMs, false) };
}
