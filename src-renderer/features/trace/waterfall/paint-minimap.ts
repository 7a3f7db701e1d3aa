/** Draws the whole trace in a strip: a lane for each depth, a bar for each span. */
import { SpanFlag } from '@domain/span-table';

import type { Tick } from '../../../ui/timeline/time-ticks';
import type { TimeWindow } from '../../../ui/timeline/time-window';
import { isRunning, STATUS_ERROR, type TraceModel } from '../model/trace-model';
import type { Palette } from '../../../ui/timeline/palette';

export interface MinimapScene {
  readonly model: TraceModel;
  /** The time that the strip shows. */
  readonly limits: TimeWindow;
  /** Where bars without an end reach to, as an offset. */
  readonly openEndNs: number;
  readonly width: number;
  readonly height: number;
  readonly ticks: readonly Tick[];
  readonly palette: Palette;
}

const LANES_TOP = 18;
const LANES_BOTTOM_GAP = 6;
const MAX_LANE = 9.5;
/** Spans deeper than this share the last lane: thinner lanes could not be seen. */
const MAX_LANES = 22;
const WAIT_ALPHA = 0.34;

export function paintMinimap(context: CanvasRenderingContext2D, scene: MinimapScene): void {
  paintTicks(context, scene);
  const { model, limits, openEndNs, width, palette } = scene;
  const { table } = model;
  const laneCount = Math.min(MAX_LANES, model.maxDepth + 1);
  const lane = Math.min(MAX_LANE, (scene.height - LANES_TOP - LANES_BOTTOM_GAP) / laneCount);
  const barHeight = Math.max(1, lane - (lane > 4 ? 2 : 0.5));
  const perNs = width / (limits.toNs - limits.fromNs);
  /** The px in which a lane's last short bar stands: of those in one px the first is drawn. */
  const paintedPx = new Int32Array(laneCount).fill(-1);
  for (let span = 0; span < table.count; span += 1) {
    if ((table.flags[span] ?? 0) & SpanFlag.placeholder) continue;
    const depth = Math.min(laneCount - 1, table.depths[span] ?? 0);
    const from = ((table.startNs[span] ?? 0) - limits.fromNs) * perNs;
    const knownNs = model.endsNs[span] ?? 0;
    const endNs = isRunning(table.flags[span] ?? 0) ? Math.max(knownNs, openEndNs) : knownNs;
    const width = (endNs - limits.fromNs) * perNs - from;
    const isError = table.statuses[span] === STATUS_ERROR;
    if (width < 1) {
      const px = Math.floor(from);
      // An error is never hidden by what stands in the same px.
      if (px === paintedPx[depth] && !isError) continue;
      paintedPx[depth] = px;
    }
    const isLeaf = (table.descendants[span] ?? 0) === 0;
    const category = table.categories[span] ?? 0;
    context.fillStyle = isError ? palette.error : (palette.kinds[category] ?? palette.line);
    context.globalAlpha = isLeaf ? 1 : WAIT_ALPHA;
    context.fillRect(from, LANES_TOP + depth * lane, Math.max(1, width), barHeight);
  }
  context.globalAlpha = 1;
}

function paintTicks(context: CanvasRenderingContext2D, scene: MinimapScene): void {
  const { limits, width, height, palette } = scene;
  const { fromNs, toNs } = limits;
  context.font = palette.tickFont;
  context.textBaseline = 'alphabetic';
  for (const tick of scene.ticks) {
    const x = Math.round(((tick.atNs - fromNs) / (toNs - fromNs)) * width);
    context.fillStyle = palette.line;
    context.fillRect(x, 0, 1, height);
    context.fillStyle = palette.quietText;
    // A label that would be cut says something else than what it should.
    const right = x + 5 + context.measureText(tick.label).width;
    if (right <= width) context.fillText(tick.label, x + 5, 12);
  }
}
