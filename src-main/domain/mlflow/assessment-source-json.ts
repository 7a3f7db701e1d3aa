/** Who assessed: MLflow's `source`, with its defaults. Source: mlflow.md §5. */
import {
  assessmentSourceTypes,
  type AssessmentKind,
  type AssessmentSource,
  type AssessmentSourceType,
} from '../annotations/assessment';
import { mismatch, objectMember, textMember, type Members } from './json-members';

const DEFAULT_SOURCE_ID = 'default';

const defaultTypes: Readonly<Record<AssessmentKind, AssessmentSourceType>> = {
  feedback: 'CODE',
  expectation: 'HUMAN',
  issue: 'LLM_JUDGE',
};

/**
 * The `source` of an assessment object, or the default of its kind.
 * @throws MlflowJsonError where its type is none that is known
 */
export function readAssessmentSource(members: Members, kind: AssessmentKind): AssessmentSource {
  const source = objectMember(members, 'source');
  if (source === null) return { type: defaultTypes[kind], id: DEFAULT_SOURCE_ID };
  return {
    type: readType(source) ?? defaultTypes[kind],
    id: textMember(source, 'source_id') || DEFAULT_SOURCE_ID,
  };
}

function readType(source: Members): AssessmentSourceType | null {
  const text = textMember(source, 'source_type');
  if (text === null) return null;
  const name = text.toUpperCase();
  // The name of MLflow 2.
  if (name === 'AI_JUDGE') return 'LLM_JUDGE';
  const type = assessmentSourceTypes.find((one) => one === name);
  if (type !== undefined) return type;
  throw mismatch(source, 'source_type', `one of ${assessmentSourceTypes.join(', ')}`, text);
}
