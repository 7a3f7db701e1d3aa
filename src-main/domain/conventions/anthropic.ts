/**
 * Anthropic's SDKs and API: what they say beyond the semantic conventions they follow.
 * Source: conventions reference §6 (Claude SDK / API).
 */
import type { Convention, FacetDraft, SpanSource } from './convention';
import { proposeTexts, sessionRank, type TextRow } from './field-table';
import { provenanceOf } from './provenance';

const from = provenanceOf('anthropic');

const scopes = ['com.anthropic.sdk.', 'com.anthropic.claude-platform'];

export const anthropic: Convention = {
  id: 'anthropic',

  detect({ scope, attributes }) {
    if (scopes.some((name) => scope.name.startsWith(name))) {
      return { version: scope.version || null, evidence: `scope ${scope.name}` };
    }
    if (scope.name.startsWith('com.anthropic.')) return null;
    return attributes.hasPrefix('anthropic.')
      ? { version: null, evidence: 'attributes anthropic.*' }
      : null;
  },

  propose(source, draft) {
    proposeKind(source, draft);
    proposeTexts(source, draft, from, rows);
    const { attributes } = source;
    const reason = 'anthropic.message.stop_reason';
    draft.finishReason(attributes.text(reason), from.attribute(reason));
    for (const [name, key] of parameters) {
      draft.parameter(name, attributes.json(key), from.attribute(key));
    }
    for (const { key } of attributes.withPrefix('anthropic.usage.')) {
      const value = attributes.json(key);
      if (value === undefined) continue;
      draft.usageExtra(key.slice('anthropic.usage.'.length), value, from.attribute(key));
    }
    const result = 'anthropic.tool_result.content';
    draft.payload('toolResult', attributes.json(result), 'vendorBlob', from.attribute(result));
    proposeRetries(source, draft);
    if (attributes.bool('anthropic.content.truncated') === true) {
      draft.note({
        code: 'contentTruncated',
        field: 'model.input',
        message: 'The SDK left out part of the content to stay under its size limit.',
      });
    }
  },
};

const rows: readonly TextRow[] = [
  ['sessionId', 'anthropic.session.thread.id', sessionRank.vendor],
  ['sessionId', 'anthropic.session.id', sessionRank.vendor],
  ['responseId', 'anthropic.message.id', 1],
  ['serviceTier', 'anthropic.usage.service_tier'],
  ['serviceTier', 'anthropic.request.service_tier', 1],
];

const parameters = [
  ['service_tier', 'anthropic.request.service_tier'],
  ['thinking.type', 'anthropic.thinking.type'],
  ['thinking.budget_tokens', 'anthropic.thinking.budget_tokens'],
] as const;

const toolSpan = /^anthropic\.(mcp_tool_use|tool_use|custom_tool_use|server_tool_use) (.+)$/;

function proposeKind({ span, attributes }: SpanSource, draft: FacetDraft): void {
  const place = from.name(span.name);
  if (span.name === 'anthropic.messages.create') draft.kind('llm', span.name, 'spanName', place);
  if (span.name === 'anthropic.messages.tool_runner') {
    draft.kind('agent', span.name, 'spanName', place);
  }
  const tool = span.name.length > 300 ? null : toolSpan.exec(span.name);
  if (tool === null) return;
  draft.kind('tool', tool[1] ?? null, 'spanName', place);
  draft.scalar('toolName', tool[2], place, 1);
  if (tool[1] !== 'mcp_tool_use') return;
  const key = 'anthropic.mcp.server.name';
  const server = attributes.text(key);
  draft.mcp({ method: 'tools/call', server, sessionId: null }, from.attribute(key));
}

/** Retries are within the span, so they say nothing of further calls (§8.3 rule 8). */
function proposeRetries({ attributes }: SpanSource, draft: FacetDraft): void {
  for (const key of ['http.request.resend_count', 'anthropic.request.id', 'anthropic.beta']) {
    draft.metadata(key, attributes.json(key), from.attribute(key));
  }
}
