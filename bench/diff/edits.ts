/** Known edits of a run: what is planted, and which step began the difference. */
import type { ModelCall } from '@domain/facets/span-facets';
import type { JsonValue } from '@domain/messages';
import {
  asksFor,
  hasContent,
  hasFailed,
  otherContent,
  plain,
  systemOf,
  toolFacets,
  withArgs,
  withMessage,
  withText,
} from './edit-content';
import type { Random } from './random';
import type { Run, Step } from './run';
import { byStart, childrenOf, isCall, isObject, isStep, isTool, leaves, turnsOf } from './steps';

export interface Edited {
  readonly run: Run;
  /** Key of the step that began the difference; null where nothing of meaning differs. */
  readonly cause: number | null;
}

/** Null where the run has nothing to edit so. */
export type Edit = (run: Run, random: Random) => Edited | null;

/** Keys of steps that a run has not been born with. */
let nextKey = 1_000_000;

function replace({ name, steps }: Run, edited: ReadonlyMap<number, Step>): Run {
  return { name, steps: steps.map((step) => edited.get(step.key) ?? step) };
}

/** Another tool is called where it was not. */
const insert: Edit = (run, random) => {
  const beside = random.pick(leaves(run).filter(isStep));
  if (beside === undefined) return null;
  const added = {
    ...beside,
    key: nextKey++,
    spanId: idOf(nextKey),
    name: 'execute_tool lookup_archive',
    startNs: beside.endNs,
    endNs: beside.endNs,
    status: 0,
    facets: toolFacets(
      beside.facets,
      'lookup_archive',
      { shelf: 'north', row: 12 },
      'Nothing there.',
    ),
  };
  const at = run.steps.indexOf(beside) + 1;
  const steps = [...run.steps.slice(0, at), added, ...run.steps.slice(at)];
  return { run: { ...run, steps }, cause: added.key };
};

/** A step is not there any more. */
const remove: Edit = (run, random) => {
  const gone = random.pick(leaves(run).filter(isTool));
  if (gone === undefined) return null;
  return { run: { ...run, steps: run.steps.filter((step) => step !== gone) }, cause: gone.key };
};

/** The system prompt gains a line, from one call on. */
const editPrompt: Edit = (run, random) => {
  const calls = run.steps.filter((step) => isCall(step) && systemOf(step.facets) !== null);
  const first = random.pick(calls);
  const before = first === undefined ? null : systemOf(first.facets);
  if (first === undefined || before === null) return null;
  const after = withText(before, (text) => `${text}\nNever use more than three steps.`);
  const fromHere = calls.filter(({ startNs }) => startNs >= first.startNs);
  const edited = fromHere.map((step) => [step.key, withMessage(step, before, after)] as const);
  return { run: replace(run, new Map(edited)), cause: first.key };
};

/** A model asks a tool for something else; the tool gives something else. */
const editArgument: Edit = (run, random) => {
  const tools = run.steps.filter(
    (step) => isTool(step) && isObject(step.facets.tool?.args?.value ?? null),
  );
  const tool = random.pick(tools);
  const use = tool?.facets.tool;
  if (tool === undefined || use == null || use.args === null) return null;
  const args = { ...(use.args.value as Record<string, JsonValue>), limit_planted: 7 };
  const result = use.result === null ? null : { ...use.result, value: 'Planted: another result.' };
  const changed: Step = {
    ...tool,
    facets: { ...tool.facets, tool: { ...use, args: { ...use.args, value: args }, result } },
  };
  const asked = run.steps.filter(
    (step) =>
      isCall(step) && step.startNs <= tool.startNs && asksFor(step, use.name, use.args?.value),
  );
  const asker = asked.at(-1);
  const edited = new Map<number, Step>([[tool.key, changed]]);
  if (asker?.facets.model != null) {
    const output = asker.facets.model.output.map((message) =>
      withArgs(message, use.name, use.args?.value ?? null, args),
    );
    edited.set(asker.key, {
      ...asker,
      facets: { ...asker.facets, model: { ...asker.facets.model, output } },
    });
  }
  return { run: replace(run, edited), cause: asker?.key ?? tool.key };
};

/** Calls that ran at the same time begin in another order. */
const reorder: Edit = (run, random) => {
  const groups = run.steps.flatMap((parent) => {
    const tools = childrenOf(run, parent).filter(isTool);
    const [x, y] = tools;
    return x !== undefined && y !== undefined && x.endNs > y.startNs ? [[x, y] as const] : [];
  });
  const group = random.pick(groups);
  if (group === undefined) return null;
  const [x, y] = group;
  const edited = new Map([
    [x.key, { ...x, startNs: y.startNs, endNs: Math.max(x.endNs, y.endNs) }],
    [y.key, { ...y, startNs: x.startNs, endNs: Math.max(x.endNs, y.endNs) }],
  ]);
  const { name, steps } = replace(run, edited);
  return { run: { name, steps: byStart(steps) }, cause: null };
};

/** A step fails at first and is tried again. */
const retry: Edit = (run, random) => {
  // Of two failures in a row either could be the one that was planted.
  const step = random.pick(leaves(run).filter((each) => isStep(each) && !hasFailed(each)));
  if (step === undefined) return null;
  const { model, tool } = step.facets;
  const failedNs = step.startNs + (step.endNs - step.startNs) / 10;
  const failed: Step = {
    ...step,
    key: nextKey++,
    spanId: idOf(nextKey),
    status: 2,
    endNs: failedNs,
    facets: {
      ...step.facets,
      model: model === null ? null : { ...model, output: [], responseId: null, finishReasons: [] },
      tool: tool === null ? null : { ...tool, result: null, isError: true },
      output: [],
      usage: null,
    },
  };
  const again = { ...step, startNs: failedNs };
  const steps = run.steps.flatMap((each) => (each === step ? [failed, again] : [each]));
  return { run: { ...run, steps }, cause: failed.key };
};

/** A span is put around some steps. */
const wrap: Edit = (run, random) => {
  const parents = run.steps.filter((step) => childrenOf(run, step).length > 0);
  const parent = random.pick(parents);
  if (parent === undefined) return null;
  const children = byStart(childrenOf(run, parent));
  const from = random.below(children.length);
  const inside = children.slice(from, from + 1 + random.below(3));
  const [first] = inside;
  if (first === undefined) return null;
  const wrapper: Step = {
    ...first,
    key: nextKey++,
    spanId: idOf(nextKey),
    name: 'guarded section',
    endNs: Math.max(...inside.map(({ endNs }) => endNs)),
    status: 0,
    facets: plain(first.facets, 'step', 'guarded section'),
  };
  const moved = new Set(inside.map(({ key }) => key));
  const steps = run.steps.flatMap((step) => {
    const below = moved.has(step.key) ? { ...step, parentSpanId: wrapper.spanId } : step;
    return step === first ? [wrapper, below] : [below];
  });
  return { run: { ...run, steps }, cause: wrapper.key };
};

/** A tool gets another name and does the same. */
const rename: Edit = (run, random) => {
  const step = random.pick(run.steps.filter((each) => isTool(each) && hasContent(each.facets)));
  if (step === undefined || step.facets.tool === null) return null;
  const name = 'fetch_conditions';
  const facets = { ...step.facets, label: name, tool: { ...step.facets.tool, name } };
  const edited = new Map([[step.key, { ...step, name: `execute_tool ${name}`, facets }]]);
  return { run: replace(run, edited), cause: step.key };
};

/** A turn more of the loop: a call and what it asked for, with other content. */
const loop: Edit = (run, random) => {
  const turn = random.pick(
    turnsOf(run).filter((steps) => steps.every((s) => childrenOf(run, s).length === 0)),
  );
  const last = turn?.at(-1);
  if (turn === undefined || last === undefined) return null;
  const copies = turn.map((step): Step => ({
    ...step,
    key: nextKey++,
    spanId: idOf(nextKey),
    startNs: last.endNs,
    endNs: last.endNs,
    facets: otherContent(step.facets),
  }));
  const at = run.steps.indexOf(last) + 1;
  const steps = [...run.steps.slice(0, at), ...copies, ...run.steps.slice(at)];
  return { run: { ...run, steps }, cause: copies[0]?.key ?? null };
};

/** All calls from one on go to another model, which answers in other words. */
const otherModel: Edit = (run, random) => {
  const calls = run.steps.filter((step) => isCall(step) && step.facets.model?.requestModel != null);
  const first = random.pick(calls);
  if (first === undefined) return null;
  const edited = calls
    .filter(({ startNs }) => startNs >= first.startNs)
    .map((step): readonly [number, Step] => {
      const { model } = step.facets;
      if (model === null) return [step.key, step];
      const output = model.output.map((message) => withText(message, (text) => `Well: ${text}`));
      const renamed = { ...model, requestModel: 'other-model-9', responseModel: 'other-model-9' };
      return [step.key, { ...step, facets: { ...step.facets, model: { ...renamed, output } } }];
    });
  return { run: replace(run, new Map(edited)), cause: first.key };
};

/** All calls from one on are offered a tool that says of itself something else; they answer so. */
const editTools: Edit = (run, random) => {
  const calls = run.steps.filter(
    (step) => isCall(step) && (step.facets.model?.toolDefinitions.length ?? 0) > 0,
  );
  const first = random.pick(calls);
  if (first === undefined) return null;
  const edited = calls
    .filter(({ startNs }) => startNs >= first.startNs)
    .map((step) => {
      const changed = withModel(step, ({ toolDefinitions: [tool, ...others], output }) => ({
        toolDefinitions:
          tool === undefined ? others : [{ ...tool, description: 'Use it rarely.' }, ...others],
        output: output.map((message) => withText(message, (text) => `Then: ${text}`)),
      }));
      return [step.key, changed] as const;
    });
  return { run: replace(run, new Map(edited)), cause: first.key };
};

/** All calls from one on are sampled in another way, and answer in other words. */
const editParameters: Edit = (run, random) => {
  const calls = run.steps.filter((step) => isCall(step) && step.facets.model !== null);
  const first = random.pick(calls);
  if (first === undefined) return null;
  const edited = calls
    .filter(({ startNs }) => startNs >= first.startNs)
    .map((step) => {
      const changed = withModel(step, ({ parameters, output }) => ({
        parameters: [...parameters, { key: 'planted_top_k', value: 7 }],
        output: output.map((message) => withText(message, (text) => `Then: ${text}`)),
      }));
      return [step.key, changed] as const;
    });
  return { run: replace(run, new Map(edited)), cause: first.key };
};

/** Nothing is edited: the same once more. */
const nothing: Edit = (run) => ({ run, cause: null });

function withModel(step: Step, edit: (model: ModelCall) => Partial<ModelCall>): Step {
  const { model } = step.facets;
  if (model === null) return step;
  return { ...step, facets: { ...step.facets, model: { ...model, ...edit(model) } } };
}

export const edits: Readonly<Record<string, Edit>> = {
  insert,
  delete: remove,
  'edit prompt': editPrompt,
  'edit argument': editArgument,
  'reorder parallel calls': reorder,
  retry,
  wrap,
  rename,
  'loop once more': loop,
  'other model': otherModel,
  'edit tools': editTools,
  'edit parameters': editParameters,
  nothing,
};

function idOf(number: number): string {
  return `${number.toString(16).padStart(15, '0')}e`;
}
