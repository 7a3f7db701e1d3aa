/**
 * Microsoft Agent Framework: workflows whose causality is told by links.
 * Source: conventions reference §6 (MS Agent Framework), §8.4.
 */
import type { FacetKind } from '../facets/facet-kind';
import type { Convention, FacetDraft, SpanSource } from './convention';
import { provenanceOf } from './provenance';

const from = provenanceOf('maf');

const prefixes = ['workflow.', 'executor.', 'edge_group.', 'workflow_builder.'];

export const maf: Convention = {
  id: 'maf',

  detect({ scope, attributes }) {
    if (scope.name.startsWith('agent_framework') || /Microsoft\.Agents\.AI/.test(scope.name)) {
      return { version: scope.version || null, evidence: `scope ${scope.name}` };
    }
    if (attributes.text('gen_ai.provider.name') === 'microsoft.agent_framework') {
      return { version: null, evidence: 'gen_ai.provider.name microsoft.agent_framework' };
    }
    // Other software says `workflow.…` too: two of the families make it certain.
    const found = prefixes.filter((prefix) => attributes.hasPrefix(prefix));
    return found.length > 1 ? { version: null, evidence: `attributes ${found.join(', ')}` } : null;
  },

  propose(source, draft) {
    proposeKind(source, draft);
    const { span, attributes } = source;
    if (receivers.has(operationOf(span.name))) {
      for (const { traceId, spanId } of span.links) {
        draft.relation(
          { type: 'follows', traceId, spanId, fromAgent: null, toAgent: null },
          from.derived('span links'),
        );
      }
    }
    for (const key of metadataKeys) draft.metadata(key, attributes.json(key), from.attribute(key));
    for (const key of ['workflow.name', 'executor.id']) {
      draft.scalar('label', attributes.text(key), from.attribute(key));
    }
  },
};

const kinds: ReadonlyMap<string, FacetKind> = new Map<string, FacetKind>([
  ['workflow.run', 'chain'],
  ['workflow_invoke', 'chain'],
  ['workflow.session', 'chain'],
  ['workflow.build', 'span'],
  ['executor.process', 'chain'],
  ['edge_group.process', 'span'],
  ['message.send', 'span'],
]);

/** Their links name the spans whose messages they process. */
const receivers = new Set(['executor.process', 'edge_group.process']);

/** Names may go on with an id: `executor.process writer`. */
function operationOf(name: string): string {
  return name.split(' ', 1)[0] ?? '';
}

function proposeKind({ span }: SpanSource, draft: FacetDraft): void {
  const operation = operationOf(span.name);
  const kind = kinds.get(operation);
  if (kind !== undefined) draft.kind(kind, operation, 'spanName', from.name(span.name));
}

const metadataKeys = [
  'workflow.id',
  'workflow.name',
  'workflow.description',
  'executor.id',
  'executor.type',
  'edge_group.id',
  'edge_group.type',
  'edge_group.delivery_status',
  'message.type',
  'message.payload_type',
  'message.source_id',
  'message.target_id',
];
