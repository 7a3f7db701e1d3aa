import type { Assessment } from '@domain/annotations/assessment';
import { feedbackCondition } from '@domain/annotations/feedback-filter';

import { copyText } from '../../lib/clipboard';
import type { EngineClient } from '../../lib/engine-client';
import { navigate } from '../../lib/router';
import { freshListRoute } from '../../stores/list-route';
import { CopyIcon, PencilIcon, SearchIcon, TrashIcon } from '../icons';
import type { MenuEntry } from '../menu';
import { deleteAssessment } from './assessment-actions';
import { valueWords } from './assessment-words';

/** What can be done with an assessment. Those that spans tell are replaced, never deleted. */
export function cardMenu(
  client: EngineClient,
  assessment: Assessment,
  onEdit: () => void,
): readonly MenuEntry[] {
  const { value, error, kind, origin } = assessment;
  const isTold = origin === 'span';
  return [
    { label: isTold ? 'Replace…' : 'Edit…', icon: PencilIcon, onSelect: onEdit },
    {
      label: 'Copy value',
      icon: CopyIcon,
      onSelect: () => void copyText(valueWords(value, error !== null)),
    },
    {
      label: 'Filter traces by this',
      icon: SearchIcon,
      disabled: value === null || kind === 'issue',
      onSelect: () => navigate({ ...freshListRoute(), text: feedbackCondition(assessment, value) }),
    },
    'line',
    {
      label: isTold ? 'Delete (a span tells it)' : 'Delete',
      icon: TrashIcon,
      danger: true,
      disabled: isTold,
      onSelect: () => void deleteAssessment(client, assessment),
    },
  ];
}
