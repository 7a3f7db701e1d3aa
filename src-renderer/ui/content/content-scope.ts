/** What the parts of a message need to know beyond themselves: of the span they stand in. */
import { createContext, useContext } from 'react';

import type { SpanView } from '@contract/facets';
import type { StoreKey } from '@contract/traces';
import type { Provenance } from '@domain/facets/span-facets';
import type { Message, ToolCallPart, ToolDefinition, ToolResultPart } from '@domain/messages';

export interface ContentScope {
  /** Marked in what is shown; '' for nothing. */
  readonly find: string;
  /** By tool name. */
  readonly definitions: ReadonlyMap<string, ToolDefinition>;
  /** Calls and results that the messages hold, by call id. */
  readonly calls: ReadonlyMap<string, ToolCallPart>;
  readonly results: ReadonlyMap<string, ToolResultPart>;
  /** Key of the span that ran a call, by call id. */
  readonly toolSpans: ReadonlyMap<string, StoreKey>;
  /** Whether a span failed. */
  readonly isFailed: (key: StoreKey) => boolean;
  /** Null where there is nowhere to go. */
  readonly goToSpan: ((key: StoreKey) => void) | null;
  /** By field path. */
  readonly provenance: Readonly<Record<string, Provenance>>;
}

const emptyScope: ContentScope = {
  find: '',
  definitions: new Map(),
  calls: new Map(),
  results: new Map(),
  toolSpans: new Map(),
  isFailed: () => false,
  goToSpan: null,
  provenance: {},
};

const Context = createContext<ContentScope>(emptyScope);
export const ContentScopeProvider = Context.Provider;

/** The scope of the span whose content is drawn. */
export function useContentScope(): ContentScope {
  return useContext(Context);
}

export interface ScopeOptions {
  readonly find: string;
  readonly isFailed?: (key: StoreKey) => boolean;
  readonly goToSpan: ((key: StoreKey) => void) | null;
}

/** Whether a call failed: as its result says, or the span that ran it. */
export function callFailed(
  { results, toolSpans, isFailed }: ContentScope,
  id: string | null,
): boolean {
  if (id === null) return false;
  const span = toolSpans.get(id);
  return results.get(id)?.isError === true || (span !== undefined && isFailed(span));
}

/** The scope for the content of one span. */
export function scopeOf(
  view: SpanView,
  { find, goToSpan, isFailed = emptyScope.isFailed }: ScopeOptions,
): ContentScope {
  const { model, provenance } = view.facets;
  const definitions = new Map<string, ToolDefinition>();
  const calls = new Map<string, ToolCallPart>();
  const results = new Map<string, ToolResultPart>();
  for (const definition of model?.toolDefinitions ?? []) {
    definitions.set(definition.name, definition);
  }
  const read = ({ parts }: Message): void => {
    for (const part of parts) {
      if (part.type === 'toolCall' && part.id !== null) calls.set(part.id, part);
      if (part.type === 'toolResult' && part.id !== null) results.set(part.id, part);
    }
  };
  model?.input.forEach(read);
  model?.output.forEach(read);
  const toolSpans = new Map([...view.earlierToolSpans, ...view.fold.toolSpans]);
  return { find, definitions, calls, results, toolSpans, isFailed, goToSpan, provenance };
}
