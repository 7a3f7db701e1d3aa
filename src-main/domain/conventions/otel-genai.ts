import type { FacetKind } from '../facets/facet-kind';
import type { Convention, SpanSource } from './convention';
import { kindOfOperation } from './otel-genai/operations';
import { proposeAttributes, proposeEvaluation, type Carrier } from './otel-genai/read-attributes';
import { eventNameOf, isGenAiEvent, proposeEvents } from './otel-genai/read-events';
import { versionOf } from './otel-genai/version';
import { provenanceOf } from './provenance';

const from = provenanceOf('otel-genai');

/**
 * The semantic conventions of OpenTelemetry for generative AI, from 1.26 to the present, and all
 * carriers of content they have had. Source: conventions reference §2 to §5.
 */
export const otelGenAi: Convention = {
  id: 'otel-genai',

  detect(source) {
    const evidence = evidenceIn(source);
    return evidence === null ? null : { version: versionOf(source), evidence };
  },

  propose(source, draft) {
    const { attributes } = source;
    const carrier: Carrier = {
      view: attributes,
      from: from.attribute,
      form: 'semconvMessages',
      rank: 0,
    };
    const kind = kindIn(source);
    if (kind !== null) draft.kind(kind.kind, kind.raw, kind.tier, from.attribute(kind.key));
    proposeAttributes(draft, carrier, kind?.kind ?? null);
    proposeEvaluation(draft, carrier, 'gen_ai.evaluation.name');
    proposeEvents(source, draft, kind?.kind ?? null);
    if (kind?.kind === 'chain') {
      draft.scalar(
        'label',
        attributes.text('gen_ai.workflow.name'),
        from.attribute('gen_ai.workflow.name'),
      );
    }
  },
};

function evidenceIn({ attributes, span, logs }: SpanSource): string | null {
  for (const key of ['gen_ai.operation.name', 'gen_ai.provider.name', 'gen_ai.system']) {
    if (attributes.has(key)) return `attribute ${key}`;
  }
  const [first] = attributes.withPrefix('gen_ai.');
  if (first !== undefined) return `attribute ${first.key}`;
  for (const { name } of span.events) if (isGenAiEvent(name)) return `event ${name}`;
  for (const record of logs) {
    const name = eventNameOf(record);
    if (isGenAiEvent(name)) return `log ${name}`;
  }
  return null;
}

interface ToldKind {
  readonly kind: FacetKind;
  readonly raw: string | null;
  readonly tier: 'genAiOperation' | 'toolKeys' | 'model';
  readonly key: string;
}

function kindIn({ attributes }: SpanSource): ToldKind | null {
  const key = 'gen_ai.operation.name';
  const operation = attributes.text(key);
  const kind = operation === null ? null : kindOfOperation(operation);
  if (kind !== null) return { kind, raw: operation, tier: 'genAiOperation', key };
  for (const toolKey of ['gen_ai.tool.name', 'gen_ai.tool.call.id']) {
    if (attributes.has(toolKey)) return { kind: 'tool', raw: null, tier: 'toolKeys', key: toolKey };
  }
  // A model alone tells little: agents and what runs under them carry it too.
  if (attributes.has('gen_ai.agent.name') || attributes.has('gen_ai.agent.id')) return null;
  for (const modelKey of ['gen_ai.request.model', 'gen_ai.response.model']) {
    if (attributes.has(modelKey)) return { kind: 'llm', raw: null, tier: 'model', key: modelKey };
  }
  return null;
}
