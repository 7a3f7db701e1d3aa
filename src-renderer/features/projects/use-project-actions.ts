import { useQueryClient } from '@tanstack/react-query';

import type { ContractError } from '@contract/errors';
import type { MethodResult } from '@contract/methods';
import type { Experiment } from '@domain/annotations/experiment';
import { formatCount } from '@domain/format';
import { isolateText } from '@domain/isolate-text';
import { projectOfRoute } from '@domain/route';

import { useEngine } from '../../lib/engine-queries';
import { currentLocation } from '../../lib/router';
import { showToast } from '../../ui/toast';
import { offerUndo } from '../../ui/undo';
import { chooseProject } from './choose-project';
import { moveTraces } from './move-traces';

export interface ProjectActions {
  /** Makes a project; it is in the list of them by then. @throws ContractError by rejection */
  readonly create: (name: string) => Promise<Experiment>;
  /** @throws ContractError by rejection, `conflict` where the name is taken */
  readonly rename: (project: Experiment, name: string) => Promise<void>;
  /** Deletes it with its traces and offers to undo that. */
  readonly remove: (project: Experiment) => void;
  /** Moves traces, by key, and offers to undo that. */
  readonly move: (
    keys: readonly number[],
    project: Experiment,
    onMovedBack: () => void,
  ) => Promise<void>;
}

/** What can be done with projects. */
export function useProjectActions(): ProjectActions {
  const client = useEngine();
  const cache = useQueryClient();
  const readAnew = (): Promise<void> =>
    cache.refetchQueries({ queryKey: ['experiments.list'] }, { throwOnError: false });
  const told = (error: ContractError): void => {
    showToast({ status: 'error', message: error.message, sticky: true });
  };
  const offerBack = (
    project: Experiment,
    { deleted, undoToken }: MethodResult<'experiments.delete'>,
  ): void => {
    const { route } = currentLocation();
    const wasChosen = projectOfRoute(route) === project.id;
    if (wasChosen) chooseProject(null);
    void readAnew();
    offerUndo({
      client,
      undoToken,
      message: `Project “${isolateText(project.name)}” deleted${withTraces(deleted)}`,
      onUndone: () => {
        void readAnew().then(() => {
          if (wasChosen) chooseProject(project.id);
        });
      },
    });
  };
  return {
    create: async (name) => {
      const { id } = await client.call('experiments.create', { name });
      await readAnew();
      const nowMs = Date.now();
      return { id, name, createdMs: nowMs, updatedMs: nowMs, isDeleted: false, traceCount: 0 };
    },
    rename: async ({ id }, name) => {
      await client.call('experiments.rename', { id, name });
      await readAnew();
    },
    remove: (project) => {
      client
        .call('experiments.delete', { id: project.id })
        .then((deleted) => offerBack(project, deleted), told);
    },
    move: (keys, project, onMovedBack) =>
      moveTraces(client, keys, project, onMovedBack).catch(told),
  };
}

function withTraces(count: number): string {
  if (count === 0) return '';
  return count === 1 ? ' with its trace' : ` with its ${formatCount(count)} traces`;
}
