/** A span in the forms people paste elsewhere. */
import { formatDurationNs, formatOffsetNs } from '@domain/format';
import type { SpanDetail } from '@contract/traces';

import { formatNode, nodeOfAttributes, type JsonNode } from '../../../ui/content/json-node';
import { kindName, statusName } from './otlp-words';
import { lineText } from './value-text';

/**
 * A shell command that sends a span again. The span is read from the input: as an argument
 * it would have to be shorter than what a system passes on. JSON has no line that is a bare
 * word, so none of it ends the input.
 */
export function curlOf(otlpJson: string, port: number): string {
  const command = [
    `curl -X POST http://127.0.0.1:${port}/v1/traces`,
    "-H 'Content-Type: application/json'",
    "--data-binary @- <<'EOF'",
  ].join(' \\\n  ');
  return `${command}\n${otlpJson}\nEOF\n`;
}

/** The span as plain JSON: names for numbers, attributes as an object. */
export function jsonOf({ span, resource, scope }: SpanDetail): string {
  const text = (value: string): JsonNode => ({ type: 'string', text: value });
  const number = (value: bigint | number): JsonNode => ({ type: 'number', text: String(value) });
  const node: JsonNode = {
    type: 'object',
    entries: [
      { key: 'traceId', value: text(span.traceId) },
      { key: 'spanId', value: text(span.spanId) },
      {
        key: 'parentSpanId',
        value:
          span.parentSpanId === null ? { type: 'word', text: 'null' } : text(span.parentSpanId),
      },
      { key: 'name', value: text(span.name) },
      { key: 'kind', value: text(kindName(span.kind)) },
      { key: 'startTimeUnixNano', value: number(span.startNs) },
      { key: 'endTimeUnixNano', value: number(span.endNs) },
      {
        key: 'status',
        value: {
          type: 'object',
          entries: [
            { key: 'code', value: text(statusName(span.statusCode)) },
            ...(span.statusMessage === ''
              ? []
              : [{ key: 'message', value: text(span.statusMessage) }]),
          ],
        },
      },
      { key: 'attributes', value: nodeOfAttributes(span.attributes) },
      {
        key: 'events',
        value: {
          type: 'array',
          items: span.events.map((event) => ({
            type: 'object',
            entries: [
              { key: 'timeUnixNano', value: number(event.timeNs) },
              { key: 'name', value: text(event.name) },
              { key: 'attributes', value: nodeOfAttributes(event.attributes) },
            ],
          })),
        },
      },
      {
        key: 'links',
        value: {
          type: 'array',
          items: span.links.map((link) => ({
            type: 'object',
            entries: [
              { key: 'traceId', value: text(link.traceId) },
              { key: 'spanId', value: text(link.spanId) },
              { key: 'attributes', value: nodeOfAttributes(link.attributes) },
            ],
          })),
        },
      },
      { key: 'resource', value: nodeOfAttributes(resource.attributes) },
      {
        key: 'scope',
        value: {
          type: 'object',
          entries: [
            { key: 'name', value: text(scope.name) },
            { key: 'version', value: text(scope.version) },
          ],
        },
      },
    ],
  };
  return formatNode(node, 2);
}

const MAX_CELL = 500;

/** The span as Markdown, for an issue or a chat: figures, then attributes in a table. */
export function markdownOf(detail: SpanDetail, serviceName: string, offsetNs: number): string {
  const { span } = detail;
  const lines = [
    `### ${inline(span.name)}`,
    '',
    `- Trace \`${span.traceId}\`, span \`${span.spanId}\``,
    `- Service ${inline(serviceName)}, kind ${kindName(span.kind)}`,
    `- ${formatDurationNs(Number(span.endNs - span.startNs))}, starts at ${formatOffsetNs(offsetNs)}`,
    `- Status ${statusName(span.statusCode)}${
      span.statusMessage === '' ? '' : `: ${inline(span.statusMessage)}`
    }`,
  ];
  if (span.attributes.length > 0) {
    lines.push('', '| Attribute | Value |', '|---|---|');
    for (const { key, value } of span.attributes) {
      lines.push(`| ${inline(key)} | ${inline(lineText(value))} |`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Text that stays itself inside a Markdown table. */
function inline(text: string): string {
  const short = text.length > MAX_CELL ? `${text.slice(0, MAX_CELL)}…` : text;
  return short.replace(/[\\`*_<>[\]|#]/g, '\\$&').replace(/\s*\n\s*/g, ' ');
}
