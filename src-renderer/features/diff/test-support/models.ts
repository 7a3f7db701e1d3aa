/** Comparisons as the view holds them, for tests. */
import { mergedDiff, type RowSpec } from '@domain/diff/test-support/merged';
import type { TraceRow } from '@contract/traces';
import type { TraceId } from '@domain/units';

import type { DiffHeader } from '../model/diff-builder';
import { buildDiffModel, type DiffModel } from '../model/diff-model';

export const ID_A = '0af7651916cd43dd8448eb211c80319c' as TraceId;
export const ID_B = '1bf7651916cd43dd8448eb211c80319c' as TraceId;

function runRow(traceId: TraceId, key: number): TraceRow {
  return {
    key,
    traceId,
    rootName: 'invoke_agent run',
    firstSpanName: 'invoke_agent run',
    rootCategory: 0,
    serviceName: 'svc',
    serviceCount: 1,
    startNs: 1_700_000_000_000_000_000n,
    durationNs: 1e9,
    spanCount: 3,
    errorCount: 0,
    logCount: 0,
    sameCallAs: null,
    experimentId: 0,
    tags: [],
    assessments: [],
    status: 'ok',
    lastReceivedMs: 0,
    facets: null,
  };
}

const noFigures: DiffHeader['figuresA'] = {
  durationNs: 1e9,
  spanCount: 3,
  errorCount: 0,
  facets: null,
  pathModelsNs: null,
  pathToolsNs: null,
  pathRestNs: null,
  firstTokenNs: null,
  retryCount: 0,
};

export function headerOf(changes: Partial<DiffHeader> = {}): DiffHeader {
  return {
    a: runRow(ID_A, 1),
    b: runRow(ID_B, 2),
    isComplete: true,
    figuresA: noFigures,
    figuresB: noFigures,
    headline: null,
    coverage: 1,
    ...changes,
  };
}

export function diffModel(rows: readonly RowSpec[], changes: Partial<DiffHeader> = {}): DiffModel {
  return buildDiffModel({ header: headerOf(changes), diff: mergedDiff(rows) });
}
