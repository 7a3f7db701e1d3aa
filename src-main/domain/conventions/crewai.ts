/**
 * CrewAI's own telemetry, which only says that something began: most of its spans last no time.
 * Source: conventions reference §6 (CrewAI).
 */
import type { FacetKind } from '../facets/facet-kind';
import type { JsonValue } from '../messages';
import type { Convention, FacetDraft, SpanSource } from './convention';
import { proposeTexts, type TextRow } from './field-table';
import { isArray, isObject, textMember } from './json-value';
import { provenanceOf } from './provenance';

const from = provenanceOf('crewai');

export const crewai: Convention = {
  id: 'crewai',

  detect({ scope, attributes }) {
    if (scope.name.startsWith('crewai.')) {
      const version = attributes.text('crewai_version');
      return { version: version ?? (scope.version || null), evidence: `scope ${scope.name}` };
    }
    return attributes.has('crewai_version')
      ? { version: attributes.text('crewai_version'), evidence: 'attribute crewai_version' }
      : null;
  },

  propose(source, draft) {
    const { span, attributes } = source;
    const kind = kinds.get(span.name);
    if (kind !== undefined) draft.kind(kind, span.name, 'spanName', from.name(span.name));
    proposeTexts(source, draft, from, rows);
    proposeContent(source, draft);
    for (const key of metadataKeys) draft.metadata(key, attributes.json(key), from.attribute(key));
  },
};

const kinds: ReadonlyMap<string, FacetKind> = new Map<string, FacetKind>([
  ['Crew Execution', 'chain'],
  ['Flow Execution', 'chain'],
  ['Task Execution', 'step'],
  ['Tool Usage', 'tool'],
  ['Tool Repeated Usage', 'tool'],
  ['Tool Usage Error', 'tool'],
  ['Crew Created', 'span'],
  ['Task Created', 'span'],
  ['Flow Creation', 'span'],
]);

const rows: readonly TextRow[] = [
  ['toolName', 'tool_name'],
  ['agentName', 'agent_role'],
  ['requestModel', 'llm', 1],
];

const metadataKeys = ['crew_key', 'crew_id', 'crew_process', 'task_key', 'task_id', 'flow_name'];

function proposeContent({ span, attributes }: SpanSource, draft: FacetDraft): void {
  if (span.name === 'Tool Usage Error') {
    draft.scalar('toolIsError', true, from.name(span.name));
  }
  for (const [direction, key] of [
    ['input', 'crew_inputs'],
    ['input', 'formatted_description'],
    ['output', 'crew_output'],
    ['output', 'task_output'],
  ] as const) {
    draft.payload(direction, attributes.json(key), 'vendorBlob', from.attribute(key));
  }
  const agents = attributes.parsed('crew_agents');
  if (isArray(agents)) {
    const names = agents.slice(0, 100).flatMap((agent): JsonValue[] => {
      const name = isObject(agent) ? textMember(agent, 'role', 'key') : null;
      return name === null ? [] : [name];
    });
    if (names.length > 0) draft.metadata('crew_agents', names, from.attribute('crew_agents'));
  }
}
