/** A request that changes an assessment. Source: mlflow.md §4 (row 10), §5. */
import type { AssessmentKind, AssessmentPatch } from '../annotations/assessment';
import { booleanMember, readValue } from './assessment-json';
import type { ExactJson } from './exact-json';
import {
  hasMember,
  membersOf,
  MlflowJsonError,
  requiredText,
  textMapMember,
  textMember,
  type Members,
} from './json-members';

export interface AssessmentChange {
  readonly patch: AssessmentPatch;
  /** Of the new value, which must be that of the assessment; null where none is given. */
  readonly kind: AssessmentKind | null;
}

const fields = [
  'assessment_name',
  'feedback',
  'expectation',
  'issue',
  'rationale',
  'metadata',
  'valid',
] as const;
type Field = (typeof fields)[number];

/**
 * Reads `{"assessment":{…},"update_mask":"assessmentName,feedback"}`. Only what the mask names
 * changes; without a mask, what is there.
 * @throws MlflowJsonError naming the member that is missing, wrong, or must not change
 */
export function readAssessmentPatch(json: ExactJson | undefined): AssessmentChange {
  const request = membersOf(json, '');
  const assessment = membersOf(request.object.get('assessment'), 'assessment');
  const mask = textMember(request, 'update_mask');
  const masked =
    mask === null
      ? fields.filter((field) => hasMember(assessment, field))
      : mask.split(',').flatMap((path) => fieldOf(path.trim()) ?? []);
  let kind: AssessmentKind | null = null;
  let patch: AssessmentPatch = {};
  for (const field of masked) {
    if (field === 'feedback' || field === 'expectation' || field === 'issue') {
      if (kind !== null) {
        throw new MlflowJsonError('update_mask', `it names both ${kind} and ${field}`);
      }
      kind = field;
      patch = { ...patch, ...readValue(assessment, kind) };
    } else {
      patch = { ...patch, ...readField(assessment, field) };
    }
  }
  return { patch, kind };
}

function fieldOf(path: string): Field | null {
  if (path === '') return null;
  const name = path.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
  const field = fields.find((one) => one === name);
  if (field !== undefined) return field;
  throw new MlflowJsonError(
    'update_mask',
    `${JSON.stringify(path.slice(0, 80))} cannot be changed; ${fields.join(', ')} can`,
  );
}

function readField(members: Members, field: Exclude<Field, AssessmentKind>): AssessmentPatch {
  switch (field) {
    case 'assessment_name':
      return { name: requiredText(members, field) };
    case 'rationale':
      return { rationale: textMember(members, field) || null };
    case 'metadata':
      return { metadata: textMapMember(members, field) };
    case 'valid':
      return { isValid: booleanMember(members, field) ?? true };
  }
}
