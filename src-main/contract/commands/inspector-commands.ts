/** Commands of the inspector. */
import type { Command } from './command';

export const inspectorCommands = [
  { id: 'inspector.tab1', title: 'Content', group: 'Inspector', keys: ['1'], contextual: true },
  { id: 'inspector.tab2', title: 'Attributes', group: 'Inspector', keys: ['2'], contextual: true },
  { id: 'inspector.tab3', title: 'Events', group: 'Inspector', keys: ['3'], contextual: true },
  { id: 'inspector.tab4', title: 'Links', group: 'Inspector', keys: ['4'], contextual: true },
  { id: 'inspector.tab5', title: 'Logs', group: 'Inspector', keys: ['5'], contextual: true },
  {
    id: 'inspector.tab6',
    title: 'Resource and scope',
    group: 'Inspector',
    keys: ['6'],
    contextual: true,
  },
  { id: 'inspector.tab7', title: 'Raw OTLP', group: 'Inspector', keys: ['7'], contextual: true },
  {
    id: 'content.reasoning',
    title: 'Reasoning on or off',
    group: 'Inspector',
    keys: ['r'],
    contextual: true,
  },
  {
    id: 'content.textForm',
    title: 'Messages as Markdown or as raw text',
    group: 'Inspector',
    keys: ['m'],
    contextual: true,
  },
  {
    id: 'inspector.find',
    title: 'Find text in panel',
    group: 'Inspector',
    keys: ['$mod+f'],
    contextual: true,
  },
  { id: 'copy.value', title: 'Copy value', group: 'Inspector', keys: ['$mod+c'], contextual: true },
  {
    id: 'copy.as',
    title: 'Copy as…',
    group: 'Inspector',
    keys: ['$mod+Shift+c'],
    contextual: true,
  },
] as const satisfies readonly Command[];
