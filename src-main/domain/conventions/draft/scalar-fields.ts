import type { ScalarFields, UsageField } from '../convention';

export type ScalarField = keyof ScalarFields;

/** Where a field stands in `SpanFacets`. */
export const pathOfField: Readonly<Record<ScalarField, string>> = {
  requestModel: 'model.requestModel',
  responseModel: 'model.responseModel',
  provider: 'model.provider',
  responseId: 'model.responseId',
  timeToFirstTokenNs: 'model.timeToFirstTokenNs',
  isStream: 'model.isStream',
  serviceTier: 'model.serviceTier',
  isCompacted: 'model.isCompacted',
  attempt: 'attempt',
  sessionId: 'sessionId',
  userId: 'userId',
  agentId: 'agent.id',
  agentName: 'agent.name',
  agentVersion: 'agent.version',
  agentDescription: 'agent.description',
  agentParentId: 'agent.parentId',
  toolName: 'tool.name',
  toolCallId: 'tool.callId',
  toolType: 'tool.type',
  toolDescription: 'tool.description',
  toolIsError: 'tool.isError',
  retrievalQuery: 'retrieval.query',
  retrievalTopK: 'retrieval.topK',
  embeddingDimensions: 'embedding.dimensions',
  label: 'label',
};

/** A resource that names these describes a process: no evidence of what a span is (§8.1 rule 10). */
export const modelFields: ReadonlySet<ScalarField> = new Set<ScalarField>([
  'requestModel',
  'responseModel',
  'provider',
]);

/** Values of these say the same thing where they are the same: others differ by design. */
export const comparedFields: ReadonlySet<ScalarField> = new Set<ScalarField>([
  'requestModel',
  'responseModel',
  'responseId',
  'sessionId',
  'userId',
  'agentId',
  'toolName',
  'toolCallId',
]);

export const usageFields: readonly UsageField[] = [
  'input',
  'output',
  'total',
  'cacheRead',
  'cacheWrite',
  'reasoning',
];
