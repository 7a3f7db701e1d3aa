/** Long loops, made of the turns of captured runs. */
import type { JsonValue, Message } from '@domain/messages';
import type { SpanFacets } from '@domain/facets/span-facets';
import { childrenOf, isObject, turnsOf } from './steps';
import type { Run, Step } from './run';

const TURNS = 60;
/** More tell nothing new, and take their time. */
const MAX_RUNS = 6;
/** Keys of steps that are copies. */
const FIRST_KEY = 10_000_000;

export function longRuns(runs: readonly Run[]): Run[] {
  return runs.flatMap((run) => longRun(run) ?? []).slice(0, MAX_RUNS);
}

/** The first loop of a run, turned on; null where it has none with a tool. */
function longRun(run: Run): Run | null {
  const turns = turnsOf(run).filter((turn) =>
    turn.every((step) => childrenOf(run, step).length === 0),
  );
  const first = turns.find((turn) => turn.length > 1);
  const parentId = first?.[0]?.parentSpanId ?? null;
  const parent = run.steps.find(({ spanId }) => spanId === parentId);
  if (first === undefined || parent === undefined) return null;
  const loop = turns.filter((turn) => turn[0]?.parentSpanId === parentId);
  const steps: Step[] = [];
  let clockNs = parent.startNs;
  for (let turn = 0; turn < TURNS; turn++) {
    const copied = loop[turn % loop.length] ?? first;
    const startNs = Math.min(...copied.map((step) => step.startNs));
    for (const step of copied) {
      const number = steps.length + 1;
      steps.push({
        ...step,
        key: FIRST_KEY + number,
        spanId: number.toString(16).padStart(16, 'c'),
        startNs: step.startNs - startNs + clockNs,
        endNs: step.endNs - startNs + clockNs,
        facets: ofTurn(step.facets, turn),
      });
    }
    clockNs = Math.max(...steps.slice(-copied.length).map(({ endNs }) => endNs));
  }
  const root = { ...parent, parentSpanId: null, endNs: clockNs };
  return { name: `${run.name}, ${TURNS} turns`, steps: [root, ...steps] };
}

/** The same step about something else. */
function ofTurn(facets: SpanFacets, turn: number): SpanFacets {
  const { model, tool } = facets;
  const file = `part-${turn}.txt`;
  const about = (message: Message): Message =>
    message.role === 'system'
      ? message
      : {
          ...message,
          parts: message.parts.map((part) => {
            if (part.type === 'text') return { ...part, text: `${part.text} Of ${file}.` };
            return part.type === 'toolCall' ? { ...part, args: withFile(part.args, file) } : part;
          }),
        };
  return {
    ...facets,
    model: model && {
      ...model,
      input: model.input.map((message, at) =>
        at === model.input.length - 1 ? about(message) : message,
      ),
      output: model.output.map(about),
    },
    tool: tool && {
      ...tool,
      args: tool.args && { ...tool.args, value: withFile(tool.args.value, file) },
      result: tool.result && { ...tool.result, value: withFile(tool.result.value, file) },
    },
  };
}

function withFile(value: JsonValue, file: string): JsonValue {
  if (typeof value === 'string') return `${value} ${file}`;
  return isObject(value) ? { ...value, file } : value;
}
