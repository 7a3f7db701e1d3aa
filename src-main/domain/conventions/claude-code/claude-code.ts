/**
 * Claude Code and the Claude Agent SDK: spans with bare keys, texts and cost in log records.
 * Source: conventions reference §6, §8.2, §8.3 rule 7.
 */
import type { FacetKind } from '../../facets/facet-kind';
import type { Convention, FacetDraft, SpanSource } from '../convention';
import { fromMilliseconds } from '../durations';
import {
  proposeTexts,
  proposeTokens,
  sessionRank,
  type TextRow,
  type TokenRow,
} from '../field-table';
import { provenanceOf } from '../provenance';
import { noteMadeOfLogs } from '../turns/record-span';
import { proposeLogs } from './claude-code-logs';
import { proposeToolContent } from './claude-code-tool';
import { proposeRequestContent } from './claude-code-request';

const from = provenanceOf('claude-code');

/** Both with and without `claude_code.` before it. */
const kinds: ReadonlyMap<string, FacetKind> = new Map<string, FacetKind>([
  ['interaction', 'agent'],
  ['llm_request', 'llm'],
  ['tool', 'tool'],
  ['tool.execution', 'step'],
  ['tool.blocked_on_user', 'permission'],
  ['hook', 'permission'],
]);

const prefix = 'claude_code.';

export const claudeCode: Convention = {
  id: 'claude-code',

  detect({ span, scope, attributes }) {
    if (scope.name.startsWith('com.anthropic.claude_code')) {
      return { version: scope.version || null, evidence: `scope ${scope.name}` };
    }
    if (span.name.startsWith(prefix)) return { version: null, evidence: `name ${span.name}` };
    return attributes.text('span.type')?.startsWith(prefix)
      ? { version: null, evidence: 'attribute span.type' }
      : null;
  },

  propose(source, draft) {
    const kind = proposeKind(source, draft);
    noteMadeOfLogs(source, draft, 'Claude Code');
    // First, as bodies in log records say more of tools than spans do.
    proposeLogs(source, draft, kind);
    proposeTexts(source, draft, from, contextRows);
    proposeRelations(source, draft);
    if (kind === 'agent') proposeInteraction(source, draft);
    if (kind === 'llm') proposeRequest(source, draft);
    if (kind === 'tool') proposeTool(source, draft);
    if (kind === 'permission' || kind === 'step') {
      for (const key of ['decision', 'source', 'hook_event', 'hook_name']) {
        draft.metadata(key, source.attributes.json(key), from.attribute(key));
      }
    }
    proposeFailure(source, draft);
  },
};

const contextRows: readonly TextRow[] = [
  ['sessionId', 'session.id', sessionRank.sessionId],
  ['userId', 'user.id'],
  ['agentId', 'agent_id'],
  ['agentParentId', 'parent_agent_id'],
];

function proposeKind({ span, attributes }: SpanSource, draft: FacetDraft): FacetKind | null {
  const told = attributes.text('span.type');
  const raw = told ?? span.name;
  const kind = kinds.get(raw.startsWith(prefix) ? raw.slice(prefix.length) : raw) ?? null;
  if (kind === null) return null;
  const place = told === null ? from.name(span.name) : from.attribute('span.type');
  draft.kind(kind, raw, told === null ? 'spanName' : 'vendorKind', place);
  return kind;
}

/** The API's own trace of the request, and prompts that waited for this turn. */
function proposeRelations({ span }: SpanSource, draft: FacetDraft): void {
  for (const link of span.links) {
    const type = link.attributes.find(({ key }) => key === 'link.type')?.value;
    // Told for all conventions alike.
    if (type?.type === 'string' && type.value === 'retry_of') continue;
    draft.relation(
      {
        type: type?.type === 'string' && type.value === 'parent_of' ? 'parentOf' : 'other',
        traceId: link.traceId,
        spanId: link.spanId,
        fromAgent: null,
        toAgent: null,
      },
      from.derived('span links'),
    );
  }
}

function proposeInteraction({ attributes }: SpanSource, draft: FacetDraft): void {
  draft.scalar('agentName', 'Claude Code', from.derived('the product'), 2);
  const key = 'user_prompt';
  draft.payload('input', attributes.json(key), 'vendorBlob', from.attribute(key));
}

const requestRows: readonly TextRow[] = [
  ['requestModel', 'model', 1],
  ['responseId', 'request_id', 1],
];

/** These counts leave out what was cached: `gen_ai.usage.*` of newer versions do not. */
const tokenRows: readonly TokenRow[] = [
  ['input', 'input_tokens'],
  ['output', 'output_tokens'],
  ['cacheRead', 'cache_read_tokens'],
  ['cacheWrite', 'cache_creation_tokens'],
];

function proposeRequest(source: SpanSource, draft: FacetDraft): void {
  const { attributes } = source;
  proposeTexts(source, draft, from, requestRows);
  draft.scalar('provider', 'anthropic', from.derived('the product'), 2);
  if (!attributes.has('gen_ai.usage.input_tokens')) {
    draft.usageRule({ inputIncludedCache: false });
    proposeTokens(source, draft, from, tokenRows);
  }
  draft.scalar('attempt', attributes.number('attempt'), from.attribute('attempt'), 1);
  const firstToken = fromMilliseconds(attributes.number('ttft_ms'));
  draft.scalar('timeToFirstTokenNs', firstToken, from.attribute('ttft_ms'));
  draft.finishReason(attributes.text('stop_reason'), from.attribute('stop_reason'));
  for (const key of ['effort', 'speed']) {
    draft.parameter(key, attributes.json(key), from.attribute(key));
  }
  for (const key of ['query_source', 'attempt', 'client_request_id']) {
    draft.metadata(key, attributes.json(key), from.attribute(key));
  }
  proposeRequestContent(source, draft);
}

const toolRows: readonly TextRow[] = [
  ['toolName', 'tool_name', 1],
  ['toolCallId', 'tool_use_id', 1],
];

function proposeTool(source: SpanSource, draft: FacetDraft): void {
  const { attributes } = source;
  proposeTexts(source, draft, from, toolRows);
  const server = 'anthropic.mcp.server.name';
  if (attributes.has(server)) {
    draft.mcp(
      { method: 'tools/call', server: attributes.text(server), sessionId: null },
      from.attribute(server),
    );
  }
  proposeToolContent(source, draft);
}

function proposeFailure({ attributes }: SpanSource, draft: FacetDraft): void {
  if (attributes.bool('success') !== false) return;
  draft.error(
    {
      type: attributes.text('error_class'),
      message: attributes.text('error'),
      httpStatus: attributes.number('status_code'),
    },
    from.attribute(attributes.has('error') ? 'error' : 'success'),
  );
}
