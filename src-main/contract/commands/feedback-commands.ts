/** Commands of feedback. */
import type { Command } from './command';

export const feedbackCommands = [
  {
    id: 'feedback.add',
    title: 'Add feedback',
    group: 'Feedback',
    keys: ['a'],
    contextual: true,
  },
  {
    id: 'feedback.thumbUp',
    title: 'Thumbs up: for the span, the trace or the ticked traces',
    group: 'Feedback',
    keys: ['u'],
    contextual: true,
  },
  {
    id: 'feedback.thumbDown',
    title: 'Thumbs down',
    group: 'Feedback',
    keys: ['Shift+U'],
    contextual: true,
  },
  {
    id: 'feedback.next',
    title: 'Next span with feedback',
    group: 'Feedback',
    keys: ['f'],
    contextual: true,
  },
  {
    id: 'feedback.only',
    title: 'Only spans with feedback, or all',
    group: 'Feedback',
    keys: [],
    contextual: true,
  },
  {
    id: 'feedback.export',
    title: 'Export feedback',
    group: 'Feedback',
    keys: [],
    contextual: true,
  },
  {
    id: 'feedback.save',
    title: 'Save feedback that is being written',
    group: 'Feedback',
    keys: ['$mod+Enter'],
    contextual: true,
  },
] as const satisfies readonly Command[];
