import type { SpanDetail } from '@contract/traces';
import type { ListenerState } from '@contract/receiver-status';
import { formatRoute, traceRoute } from '@domain/route';

import { copyText } from '../../../lib/clipboard';
import { useEngine } from '../../../lib/engine-queries';
import { showToast } from '../../../ui/toast';
import type { MenuEntry } from '../../../ui/menu';
import { curlOf, jsonOf, markdownOf } from './copy-as';

const DEFAULT_HTTP_PORT = 4318;

/** Entries of the menu that copies a span; none while there is no span to copy. */
export function useCopyAs(
  detail: SpanDetail | null,
  serviceName: string,
  offsetNs: number,
): MenuEntry[] {
  const engine = useEngine();
  if (detail === null) return [];
  const { span, key } = detail;
  const otlp = (): Promise<string> => engine.call('trace.spanOtlpJson', { spanKey: key });
  const entry = (
    label: string,
    make: () => string | Promise<string>,
    done = `Copied as ${label}.`,
  ): MenuEntry => ({ label, onSelect: () => void copyAndSay(done, make) });
  return [
    entry('JSON', () => jsonOf(detail)),
    entry('OTLP JSON', otlp),
    entry('cURL that sends it again', async () => {
      const [text, { http }] = await Promise.all([otlp(), engine.call('receiver.status', {})]);
      return curlOf(text, portOf(http));
    }),
    entry('Markdown', () => markdownOf(detail, serviceName, offsetNs)),
    'line',
    entry('Link', () => formatRoute(traceRoute(span.traceId, span.spanId)), 'Link copied.'),
  ];
}

function portOf(http: ListenerState): number {
  return http.state === 'listening' ? http.port : DEFAULT_HTTP_PORT;
}

async function copyAndSay(done: string, make: () => string | Promise<string>): Promise<void> {
  try {
    await copyText(await make());
    showToast({ status: 'ok', message: done });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    showToast({ status: 'error', message });
  }
}
