import type { ListenerState } from '@contract/receiver-status';
import type { SpanDetail, StoreKey } from '@contract/traces';
import { formatCount, formatCounted, formatShortCount } from '@domain/format';
import { formatRoute, traceRoute } from '@domain/route';
import type { TraceId } from '@domain/units';

import { copyText } from '../../../lib/clipboard';
import type { EngineClient } from '../../../lib/engine-client';
import { useEngine } from '../../../lib/engine-queries';
import { runCommand } from '../../../lib/keyboard';
import type { MenuEntry } from '../../../ui/menu';
import { showToast } from '../../../ui/toast';
import { curlOf, jsonOf, markdownOf } from './copy-as';

const DEFAULT_HTTP_PORT = 4318;

export interface CopySource {
  readonly traceId: TraceId;
  /** Null while there is no span to copy. */
  readonly detail: SpanDetail | null;
  readonly serviceName: string;
  readonly offsetNs: number;
  /** Spans below the span. */
  readonly belowCount: number;
}

/** Text, and what to say when it is copied. */
interface Copied {
  readonly text: string;
  readonly done: string;
}

/** Entries of the menu that copies a span; none while there is no span to copy. */
export function useCopyAs(source: CopySource): MenuEntry[] {
  const { traceId, detail, serviceName, offsetNs, belowCount } = source;
  const engine = useEngine();
  if (detail === null) return [];
  const { span, key } = detail;
  const otlp = (): Promise<string> => engine.call('trace.spanOtlpJson', { spanKey: key });
  const entry = (
    label: string,
    make: () => string | Promise<string>,
    done = `Copied as ${label}.`,
  ): MenuEntry => ({
    label,
    onSelect: () => void copyAndSay(async () => ({ text: await make(), done })),
  });
  const forModel = (label: string, spanKey: StoreKey | null): MenuEntry => ({
    label,
    onSelect: () => void copyAndSay(() => compactMarkdown(engine, traceId, spanKey)),
  });
  return [
    entry('JSON', () => jsonOf(detail)),
    entry('OTLP JSON', otlp),
    entry('cURL that sends it again', async () => {
      const [text, { http }] = await Promise.all([otlp(), engine.call('receiver.status', {})]);
      return curlOf(text, portOf(http));
    }),
    entry('Markdown', () => markdownOf(detail, serviceName, offsetNs)),
    'line',
    forModel(
      belowCount === 0
        ? 'Markdown for a model'
        : `Markdown for a model, with ${formatCount(belowCount)} below`,
      key,
    ),
    forModel('Whole trace as Markdown for a model', null),
    { label: 'Whole trace as MLflow JSON', onSelect: () => runCommand('trace.copyMlflow') },
    {
      label: 'Save whole trace as MLflow JSON…',
      onSelect: () => runCommand('trace.saveMlflow'),
    },
    'line',
    entry('Link', () => formatRoute(traceRoute(span.traceId, span.spanId)), 'Link copied.'),
  ];
}

async function compactMarkdown(
  engine: EngineClient,
  traceId: TraceId,
  spanKey: StoreKey | null,
): Promise<Copied> {
  const copy = await engine.call('trace.markdown', { traceId, spanKey });
  const all = formatCounted(copy.spanCount, 'span');
  const isWhole = copy.copiedCount === copy.spanCount;
  const spans = isWhole ? all : `${formatCount(copy.copiedCount)} of ${all}`;
  const cut = copy.isCut ? ' Long texts were shortened.' : '';
  const tokens = formatShortCount(copy.tokenEstimate);
  return { text: copy.markdown, done: `${spans} copied, about ${tokens} tokens.${cut}` };
}

function portOf(http: ListenerState): number {
  return http.state === 'listening' ? http.port : DEFAULT_HTTP_PORT;
}

async function copyAndSay(make: () => Promise<Copied>): Promise<void> {
  try {
    const { text, done } = await make();
    await copyText(text);
    showToast({ status: 'ok', message: done });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    showToast({ status: 'error', message });
  }
}
