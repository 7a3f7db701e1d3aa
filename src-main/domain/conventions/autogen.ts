/**
 * AutoGen: agent and tool spans by the semantic conventions, and spans of messages that its
 * runtime passes on. Source: conventions reference §6 (AutoGen).
 */
import type { Convention, FacetDraft, SpanSource } from './convention';
import { provenanceOf } from './provenance';

const from = provenanceOf('autogen');

export const autogen: Convention = {
  id: 'autogen',

  detect({ scope, attributes }) {
    if (scope.name === 'autogen-core' || scope.name.startsWith('autogen ')) {
      return { version: scope.version || null, evidence: `scope ${scope.name}` };
    }
    return attributes.text('gen_ai.system') === 'autogen'
      ? { version: null, evidence: 'gen_ai.system autogen' }
      : null;
  },

  propose(source, draft) {
    const { attributes } = source;
    for (const key of ['messaging.operation', 'messaging.destination', 'messaging.message.type']) {
      draft.metadata(key, attributes.json(key), from.attribute(key));
    }
    proposeDelivery(source, draft);
  },
};

/** `autogen process writer.(default)-A`: the type of an agent, its key, and A for agents. */
const delivery = /^autogen (create|send|publish|receive|intercept|process|ack)(?: (.+))?$/;
const agentId = /^(.+)\.\((.*)\)-A$/;

function proposeDelivery({ span }: SpanSource, draft: FacetDraft): void {
  const match = delivery.exec(span.name.slice(0, 300));
  if (match === null) return;
  const [, operation = '', target = ''] = match;
  const place = from.name(span.name);
  draft.kind(operation === 'process' ? 'step' : 'span', operation, 'spanName', place);
  const agent = agentId.exec(target);
  // A message is processed by whom it was sent to; the sender's own span says nothing of itself.
  if (operation !== 'process' || agent === null) return;
  draft.scalar('agentName', agent[1], place, 1);
  draft.scalar('agentId', `${agent[1]}/${agent[2]}`, place, 1);
}
