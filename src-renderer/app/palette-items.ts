import uFuzzy from '@leeoniya/ufuzzy';

import { commands, type Command, type CommandGroup, type CommandId } from '@contract/commands';
import type { TraceHit } from '@contract/traces';
import type { Experiment } from '@domain/annotations/experiment';
import { formatCount, formatDateTime } from '@domain/format';
import { isolateText } from '@domain/isolate-text';
import { parseRoute, type Route, traceRoute } from '@domain/route';
import { parseTraceId } from '@domain/units';

import { chooseProject } from '../features/projects';
import { canRun, commandKeyLabel, runCommand } from '../lib/keyboard';
import { navigate } from '../lib/router';
import { isMac } from '../lib/shell';
import { FolderIcon, MinusIcon, TerminalIcon, TracesIcon, type Icon } from '../ui/icons';

const MAX_COMMANDS = 8;
const MAX_PROJECTS = 8;

/** A line of the palette. */
export interface PaletteItem {
  readonly key: string;
  readonly icon: Icon;
  readonly title: string;
  readonly detail: string;
  readonly keyLabel: string;
  readonly run: () => void;
}

/** What the palette offers for a text: traces and spans that were found, commands and projects. */
export function paletteItems(
  text: string,
  hits: readonly TraceHit[],
  projects: readonly Experiment[],
): readonly PaletteItem[] {
  const traces = hitItems(text, hits);
  const found = commandItems(text);
  const named = projectItems(text, projects);
  return namesCommand(text, [...found, ...named])
    ? [...found, ...named, ...traces]
    : [...traces, ...found, ...named];
}

/** A pasted trace id or link can be opened even before the search knows it. */
function hitItems(text: string, hits: readonly TraceHit[]): readonly PaletteItem[] {
  const items = hits.map((hit) => hitItem(hit));
  const route = pastedRoute(text);
  if (route === null) return items;
  const { traceId, spanId } = route;
  if (!hits.some((hit) => hit.traceId === traceId && hit.spanId === spanId)) {
    items.unshift({
      key: 'pasted id',
      icon: TracesIcon,
      title: spanId === null ? 'Open trace' : 'Open span',
      detail: spanId ?? traceId,
      keyLabel: '',
      run: () => navigate(route),
    });
  }
  return items;
}

/** Where a trace id leads, or a link as "Copy as" makes it; null for any other text. */
function pastedRoute(text: string): Extract<Route, { view: 'trace' }> | null {
  const traceId = parseTraceId(text);
  if (traceId !== null) return traceRoute(traceId);
  const path = text.replace(/^#/, '');
  if (!path.startsWith('/traces/')) return null;
  const route = parseRoute(path);
  return route.view === 'trace' ? route : null;
}

function hitItem(hit: TraceHit): PaletteItem {
  const { traceId, spanId } = hit;
  return {
    key: `${traceId} ${spanId ?? ''}`,
    icon: spanId === null ? TracesIcon : MinusIcon,
    title: hit.name === '' ? '(no name)' : hit.name,
    detail: [
      spanId === null ? 'trace' : 'span',
      isolateText(hit.serviceName),
      formatDateTime(Number(hit.startNs / 1_000_000n), false),
      spanId ?? traceId.slice(0, 8),
    ]
      .filter((part) => part !== '')
      .join(' · '),
    keyLabel: '',
    run: () => navigate(traceRoute(traceId, spanId)),
  };
}

function projectItems(text: string, projects: readonly Experiment[]): readonly PaletteItem[] {
  const named = projects.map((project) => ({ project, words: `Project: ${project.name}` }));
  const found = text === '' ? named : rank(named, ({ words }) => words, text);
  return found.slice(0, MAX_PROJECTS).map(({ project, words }) => ({
    key: `project ${project.id}`,
    icon: FolderIcon,
    title: words,
    detail: project.traceCount === 1 ? '1 trace' : `${formatCount(project.traceCount)} traces`,
    keyLabel: '',
    run: () => chooseProject(project.id),
  }));
}

const fuzzy = new uFuzzy({ intraMode: 1 });
/** Commands of a view that make sense without a key press on a row; offered while it is shown. */
const viewCommands: readonly CommandId[] = [
  'trace.criticalPath',
  'trace.nextError',
  'trace.previousError',
  'trace.zoomFit',
  'tree.expandAll',
  'tree.collapseAll',
  'copy.as',
  'trace.feedback',
  'feedback.add',
  'feedback.thumbUp',
  'feedback.thumbDown',
  'feedback.next',
  'feedback.only',
  'feedback.export',
  'compare.open',
  'compare.previousRun',
  'groups.addGood',
  'groups.addBad',
  'groups.open',
  'groups.ofRoot',
  'groups.refresh',
  'baseline.compare',
  'baseline.pin',
  'baseline.pinA',
  'baseline.pinB',
  'compare.first',
  'compare.swap',
  'compare.axis',
  'compare.tree',
  'compare.table',
  'compare.forgetPairs',
  'compare.copyReport',
  'compare.saveReport',
  'inspector.tab1',
  'inspector.tab2',
  'inspector.tab3',
  'inspector.tab4',
  'inspector.tab5',
  'inspector.tab6',
  'inspector.tab7',
  'content.reasoning',
  'content.textForm',
  'list.live',
  'list.selectAll',
  'list.undo',
  'tags.edit',
  'project.move',
];
const table: readonly (Command & { readonly id: CommandId })[] = commands;
const paletteCommands = [
  ...table.filter(({ id }) => viewCommands.includes(id)),
  ...table.filter(({ id, contextual = false }) => !contextual && id !== 'palette.open'),
];

function commandItems(text: string): readonly PaletteItem[] {
  const runnable = paletteCommands.filter((command) => canRun(command.id));
  const found =
    text === ''
      ? runnable
      : rank(runnable, ({ title, group }) => `${group} ${title}`, text).slice(0, MAX_COMMANDS);
  return found.map(({ id, title, group }) => ({
    key: id,
    icon: TerminalIcon,
    title: paletteTitle(id, title, group),
    detail: '',
    keyLabel: commandKeyLabel(id, isMac()),
    run: () => {
      runCommand(id);
    },
  }));
}

/** The title where its group does not stand above it. */
function paletteTitle(id: CommandId, title: string, group: CommandGroup): string {
  if (id.startsWith('inspector.tab')) return `Inspector: ${title}`;
  return group === 'Go' && id !== 'go.back' && id !== 'go.forward' ? `Go to ${title}` : title;
}

/** Whether the text is how a command begins: then commands come before traces. */
function namesCommand(text: string, found: readonly PaletteItem[]): boolean {
  return (
    text !== '' && found.some(({ title }) => title.toLowerCase().startsWith(text.toLowerCase()))
  );
}

function rank<T>(
  candidates: readonly T[],
  wordsOf: (candidate: T) => string,
  text: string,
): readonly T[] {
  const [indexes, info, order] = fuzzy.search(candidates.map(wordsOf), text);
  const ranked = order === null || info === null ? indexes : order.map((at) => info.idx[at]);
  return (ranked ?? []).flatMap((at) => {
    const candidate = at === undefined ? undefined : candidates[at];
    return candidate === undefined ? [] : [candidate];
  });
}
