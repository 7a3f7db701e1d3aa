/** 'mlflow.experiment' and 'mlflow.experiments': with their tags, deleted ones too. */
import type { InternalQuery, TaggedExperiment } from '../internal-queries';
import type { QueryHost } from '../query';

interface ExperimentRecord {
  readonly id: number;
  readonly name: string;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly isDeleted: number;
  readonly tags: string;
}

const select = /* sql */ `
  SELECT id, name, created_ms AS createdMs, updated_ms AS updatedMs,
    deleted_at_ms IS NOT NULL AS isDeleted, tags
  FROM experiment`;

export function experimentOf({ db }: QueryHost): InternalQuery<'mlflow.experiment'> {
  const findById = db.prepare<[number], ExperimentRecord>(`${select} WHERE id = ?`);
  const findByName = db.prepare<[string], ExperimentRecord>(`${select} WHERE name = ?`);
  return (key) => {
    const record = 'id' in key ? findById.get(key.id) : findByName.get(key.name);
    return record === undefined ? null : toExperiment(record);
  };
}

export function experimentsOf({ db }: QueryHost): InternalQuery<'mlflow.experiments'> {
  const all = db.prepare<[], ExperimentRecord>(`${select} ORDER BY created_ms DESC, id DESC`);
  return () => all.all().map(toExperiment);
}

function toExperiment({ isDeleted, tags, ...rest }: ExperimentRecord): TaggedExperiment {
  return {
    ...rest,
    isDeleted: isDeleted === 1,
    tags: Object.entries(JSON.parse(tags) as Record<string, string>).map(([key, value]) => ({
      key,
      value,
    })),
  };
}
