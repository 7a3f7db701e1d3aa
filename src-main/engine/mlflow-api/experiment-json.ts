import { experimentIdText } from '@domain/annotations/experiment';
import type { TaggedExperiment } from '../queries/internal-queries';

/** MLflow's `Experiment` (mlflow.md §4, row 2). */
export function experimentJson(experiment: TaggedExperiment): object {
  const { name, isDeleted, createdMs, updatedMs, tags } = experiment;
  const id = experimentIdText(experiment);
  return {
    experiment_id: id,
    name,
    artifact_location: `mlflow-artifacts:/${id}`,
    lifecycle_stage: isDeleted ? 'deleted' : 'active',
    creation_time: createdMs,
    last_update_time: updatedMs,
    ...(tags.length === 0 ? {} : { tags }),
  };
}
