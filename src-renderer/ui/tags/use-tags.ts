import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';

import type { TagOfTraces } from '@contract/annotations';
import type { ContractError } from '@contract/errors';
import { isSameTag } from '@domain/annotations/tag-text';
import type { TraceTag } from '@domain/annotations/trace-tag';

import { engineKey, useEngine, useEngineEvent, useEngineQuery } from '../../lib/engine-queries';
import { showToast } from '../toast';

export interface TagControl {
  readonly tags: readonly TagOfTraces[];
  /** Why the tags cannot be read; '' where they can. */
  readonly problem: string;
  /** Every trace is to have it. */
  readonly add: (tag: TraceTag) => void;
  /** Those that have it are to have it no longer. */
  readonly remove: (tag: TraceTag) => void;
}

/** Tags of some traces. A change is shown at once, and taken back where it cannot be saved. */
export function useTags(traceKeys: readonly number[]): TagControl {
  const keys = [...traceKeys];
  const client = useEngine();
  const cache = useQueryClient();
  const query = useEngineQuery('tags.ofTraces', { keys });
  const queryKey = engineKey('tags.ofTraces', { keys });
  const tags = query.data ?? [];
  /** Changes that are being saved: what is read meanwhile may not have them. */
  const saving = useRef(0);
  const refresh = (): void => {
    if (saving.current === 0) void cache.invalidateQueries({ queryKey: ['tags.ofTraces'] });
  };
  useEngineEvent('traces.annotated', refresh);

  const change = (shown: readonly TagOfTraces[], saved: Promise<unknown>): void => {
    saving.current += 1;
    void cache.cancelQueries({ queryKey });
    cache.setQueryData<readonly TagOfTraces[]>(queryKey, shown);
    saved
      .catch((error: ContractError) => showToast({ status: 'error', message: error.message }))
      .finally(() => {
        saving.current -= 1;
        refresh();
      });
  };
  return {
    tags,
    problem: query.error?.message ?? '',
    add: ({ key, value }) => {
      // A key has one value.
      const others = tags.filter((tag) => tag.key !== key);
      change(
        [...others, { key, value, traceKeys: keys }],
        client.call('tags.set', { keys, tags: [{ key, value }] }),
      );
    },
    remove: (tag) => {
      const having = tags.find((other) => isSameTag(other, tag))?.traceKeys ?? [];
      if (having.length === 0) return;
      change(
        tags.filter((other) => !isSameTag(other, tag)),
        client.call('tags.remove', { keys: [...having], tagKeys: [tag.key] }),
      );
    },
  };
}
