/** Commands that go to another page. */
import type { Command } from './command';

export const goCommands = [
  {
    id: 'go.back',
    title: 'Back',
    group: 'Go',
    keys: ['$mod+['],
    keysButOnMac: ['Alt+ArrowLeft'],
    menu: 'Go',
  },
  {
    id: 'go.forward',
    title: 'Forward',
    group: 'Go',
    keys: ['$mod+]'],
    keysButOnMac: ['Alt+ArrowRight'],
    menu: 'Go',
  },
  { id: 'go.traces', title: 'Traces', group: 'Go', keys: [], menu: 'Go' },
  {
    id: 'project.switch',
    title: 'Switch project',
    group: 'Go',
    keys: ['$mod+Shift+p'],
    menu: 'Go',
  },
  { id: 'go.sessions', title: 'Sessions', group: 'Go', keys: [], menu: 'Go' },
  { id: 'go.compare', title: 'Compare', group: 'Go', keys: [], menu: 'Go' },
  { id: 'go.groups', title: 'Compare groups of runs', group: 'Go', keys: [], menu: 'Go' },
  { id: 'go.import', title: 'Import', group: 'Go', keys: [], menu: 'Go' },
  { id: 'go.connect', title: 'Connect', group: 'Go', keys: [], menu: 'Go' },
] as const satisfies readonly Command[];
