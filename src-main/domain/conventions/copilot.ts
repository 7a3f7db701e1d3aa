/**
 * Copilot Chat and Copilot CLI: semantic conventions with keys of their own beside them.
 * Source: conventions reference §5, §6 (Copilot).
 */
import type { Convention, FacetDraft, SpanSource } from './convention';
import { fromMilliseconds } from './durations';
import { proposeTexts, sessionRank, type TextRow } from './field-table';
import { provenanceOf } from './provenance';

const from = provenanceOf('copilot');

const services = new Set(['copilot-chat', 'github-copilot']);

export const copilot: Convention = {
  id: 'copilot',

  detect({ scope, attributes, resourceAttributes }) {
    for (const prefix of ['copilot_chat.', 'github.copilot.']) {
      if (attributes.hasPrefix(prefix)) return { version: null, evidence: `attributes ${prefix}*` };
    }
    // The scope is named as the service is.
    const service = resourceAttributes.text('service.name') ?? '';
    if (services.has(scope.name)) {
      return { version: scope.version || null, evidence: `scope ${scope.name}` };
    }
    return services.has(service) && attributes.has('gen_ai.operation.name')
      ? { version: null, evidence: `service.name ${service}` }
      : null;
  },

  propose(source, draft) {
    proposeKind(source, draft);
    proposeTexts(source, draft, from, rows);
    const { attributes } = source;
    const firstToken = 'copilot_chat.time_to_first_token';
    draft.scalar(
      'timeToFirstTokenNs',
      fromMilliseconds(attributes.number(firstToken)),
      from.attribute(firstToken),
      1,
    );
    for (const [direction, key] of contents) {
      draft.payload(direction, attributes.json(key), 'vendorBlob', from.attribute(key));
    }
    proposeMetadata(source, draft);
  },
};

const rows: readonly TextRow[] = [
  ['sessionId', 'copilot_chat.chat_session_id', sessionRank.vendor],
  ['sessionId', 'copilot_chat.session_id', sessionRank.vendor + 1],
  // Sub-agents run in chat sessions of their own, in traces of their own.
  ['agentParentId', 'copilot_chat.parent_chat_session_id'],
];

const contents = [
  ['input', 'copilot_chat.user_request'],
  ['input', 'copilot_chat.hook_input'],
  ['output', 'copilot_chat.hook_output'],
  ['output', 'copilot_chat.markdown_content'],
  ['output', 'copilot_chat.reasoning_content'],
] as const;

function proposeKind({ attributes }: SpanSource, draft: FacetDraft): void {
  const key = 'gen_ai.operation.name';
  const operation = attributes.text(key);
  if (operation === 'execute_hook') {
    draft.kind('permission', operation, 'genAiOperation', from.attribute(key));
  }
  if (attributes.has('copilot_chat.parent_chat_session_id')) {
    const session = 'copilot_chat.chat_session_id';
    draft.scalar('agentId', attributes.text(session), from.attribute(session), 1);
  }
  const server = 'github.copilot.mcp.server.name';
  const named = 'github.copilot.tool.parameters.mcp_server_name';
  const name = attributes.text(named) ?? attributes.text(server);
  if (name !== null) {
    draft.mcp({ method: 'tools/call', server: name, sessionId: null }, from.attribute(named));
  }
}

const metadataKeys = [
  'copilot_chat.location',
  'copilot_chat.intent',
  'copilot_chat.turn.index',
  'copilot_chat.turn_count',
  'copilot_chat.debug_name',
  'copilot_chat.debug_log_label',
  'copilot_chat.mode_name',
  'copilot_chat.canceled',
  'copilot_chat.hook_type',
  'copilot_chat.hook_result_kind',
  'github.copilot.agent.type',
  'github.copilot.hook.type',
  'github.copilot.hook.decision',
  'github.copilot.git.repository',
  'github.copilot.git.branch',
];

function proposeMetadata({ attributes }: SpanSource, draft: FacetDraft): void {
  for (const key of metadataKeys) draft.metadata(key, attributes.json(key), from.attribute(key));
  // Billing units of their own: not US dollars, and no price is told for them.
  for (const key of ['copilot_chat.copilot_usage_nano_aiu', 'github.copilot.usage.nano_aiu']) {
    const units = attributes.number(key);
    if (units !== null) draft.usageExtra('nano_aiu', units, from.attribute(key));
  }
}
