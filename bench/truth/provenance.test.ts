/** Every field that is understood of real programs' spans tells where it was read from. */
import { expect, it } from 'vitest';

import type { SpanFacets } from '@domain/facets/span-facets';
import { captureNames } from './truth-file';
import { understandCapture } from './understand';

/** Plain fields: each is told on its own. */
const groups = {
  agent: ['id', 'name', 'version', 'description', 'parentId'],
  model: [
    'requestModel',
    'responseModel',
    'provider',
    'responseId',
    'system',
    'input',
    'output',
    'toolDefinitions',
    'finishReasons',
    'isStream',
    'timeToFirstTokenNs',
    'serviceTier',
    'isCompacted',
    'chunks',
  ],
  tool: ['name', 'callId', 'type', 'description', 'args', 'result', 'isError', 'mcp'],
  retrieval: ['query', 'documents', 'inputDocuments', 'topK'],
  embedding: ['texts', 'dimensions'],
  error: ['type', 'message', 'stack', 'httpStatus'],
  usage: ['input', 'output', 'total', 'cacheRead', 'cacheWrite', 'reasoning', 'extra'],
} as const;

const single = [
  'input',
  'output',
  'sessionId',
  'userId',
  'tags',
  'reportedCost',
  'evaluations',
  'prompt',
  'pending',
  'relations',
  'declaredEdges',
  'attempt',
] as const;

function toldPaths(facets: SpanFacets, spanName: string): string[] {
  const paths: string[] = single.filter((path) => saysSomething(facets[path]));
  for (const [group, fields] of Object.entries(groups)) {
    const values = facets[group as keyof typeof groups] as Record<string, unknown> | null;
    for (const field of fields) {
      if (saysSomething(values?.[field])) paths.push(`${group}.${field}`);
    }
  }
  for (const { key } of facets.model?.parameters ?? []) paths.push(`model.parameters.${key}`);
  for (const { key } of facets.metadata) paths.push(`metadata.${key}`);
  if (facets.kind !== 'span') paths.push('kind');
  if (facets.label !== spanName) paths.push('label');
  return paths;
}

function saysSomething(value: unknown): boolean {
  const isEmpty = value === '' || value === false || (Array.isArray(value) && value.length === 0);
  return value !== null && value !== undefined && !isEmpty;
}

it.each(captureNames())('of %s', (name) => {
  const spans = understandCapture(name).flatMap((trace) => trace.spans);
  const untold = spans.flatMap(({ facets, span }) =>
    toldPaths(facets, span.name)
      .filter((path) => !Object.hasOwn(facets.provenance, path))
      .map((path) => `${span.name}: ${path}`),
  );
  expect(untold).toEqual([]);
});
