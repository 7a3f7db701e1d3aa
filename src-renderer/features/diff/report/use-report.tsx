import { useState, type ReactNode } from 'react';

import { compareDetails, compareFigures } from '@domain/diff/compare-figures';
import { diffReport, type ReportFacts, type ReportRun } from '@domain/diff/diff-report';
import { goesOn } from '@contract/traces';
import type { Tolerances } from '@domain/diff/tolerances';
import { formatDateTime } from '@domain/format';

import { copyText } from '../../../lib/clipboard';
import { useCommands } from '../../../lib/keyboard';
import { showToast } from '../../../ui/toast';
import { titleOfTrace } from '../../../ui/trace-title';
import { isAnyRunning } from '../model/diff-builder';
import type { DiffModel } from '../model/diff-model';
import { useTolerances } from '../../../stores/tolerances';
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
  const [isSaving, setSaving] = useState(false);
  const tolerances = useTolerances();
  // As they were once every span was read: a run may go on behind the dialog. Of a span that was
  // not read nobody can say what is in it.
  const [facts, setFacts] = useState<ReportFacts | null>(null);
  if (isSaving && facts === null && model.header.isComplete) setFacts(factsOf(model, tolerances));
  const close = (): void => {
    setSaving(false);
    setFacts(null);
  };
  const markdown = (): string => diffReport(factsOf(model, tolerances));
  const saveAsHtml = (): void => setSaving(true);
  useCommands({
    'compare.copyReport': () => void copyReport(markdown()),
    'compare.saveReport': saveAsHtml,
  });
  return {
    markdown,
    saveAsHtml,
    dialog: isSaving && <SaveHtmlDialog facts={facts} onClose={close} />,
  };
}

async function copyReport(text: string): Promise<void> {
  await copyText(text);
  showToast({ status: 'ok', message: 'Report copied as Markdown.' });
}

function factsOf(model: DiffModel, tolerances: Tolerances): ReportFacts {
  const { a, b, figuresA, figuresB, headline, coverage, isComplete } = model.header;
  const isUnderWay = isAnyRunning(model.header);
  return {
    a: reportRun(a),
    b: reportRun(b),
    figures: [
      ...compareFigures(figuresA, figuresB, tolerances, isUnderWay),
      ...compareDetails(figuresA, figuresB, tolerances, isUnderWay).filter(isKnown),
    ],
    tolerances,
    headline: headline?.text ?? null,
    coverage,
    isComplete,
    goesOn: goesOn(a, b),
    diff: model,
  };
}

/** A report tells no details that neither run knows. */
function isKnown({ a, b }: { readonly a: number | null; readonly b: number | null }): boolean {
  return a !== null || b !== null;
}

function reportRun(run: DiffModel['header']['a']): ReportRun {
  const startMs = Number(run.startNs / 1_000_000n);
  const started = formatDateTime(startMs, false);
  return {
    name: titleOfTrace(run),
    traceId: run.traceId,
    started: run.status === 'running' ? `${started}, still running` : started,
  };
}
