/** Paints the bars of both runs, one row a pair: A above B, or one bar where a side is alone. */
import type { TimeOrigins } from '@domain/diff/time-axis';
import { sideOf, verdictOf, type DiffColumns } from '@domain/diff/diff-columns';

import type { Palette } from '../../../ui/timeline/palette';
import type { Tick } from '../../../ui/timeline/time-ticks';
import type { TimeWindow } from '../../../ui/timeline/time-window';
import type { DiffRows } from '../model/diff-rows';

export interface PairScene {
  readonly columns: DiffColumns;
  readonly rows: DiffRows;
  readonly origins: TimeOrigins;
  readonly window: TimeWindow;
  readonly ticks: readonly Tick[];
  readonly firstRow: number;
  readonly lastRow: number;
  readonly rowHeight: number;
  readonly width: number;
  readonly palette: Palette;
}

const BAR_PX = 6;
const ALONE_PX = 10;
const MIN_WIDTH_PX = 2;
const RADIUS_PX = 2;
/** Opacity of what is the same on both sides, and of what only follows. */
const QUIET = 0.42;

export function paintPairs(context: CanvasRenderingContext2D, scene: PairScene): void {
  const { columns, rows, origins, palette, firstRow, lastRow, rowHeight } = scene;
  paintGrid(context, scene);
  for (let row = firstRow; row <= lastRow; row += 1) {
    const span = rows.spans[row];
    if (span === undefined) break;
    const verdict = verdictOf(columns, span);
    const isQuiet =
      verdict === 'same' || verdict === 'unknown' || (columns.causes[span] ?? -1) !== -1;
    context.globalAlpha = isQuiet ? QUIET : 1;
    const last = (rows.runLengths[row] ?? 0) > 0 ? endOfRun(scene, row) : span;
    const top = (row - firstRow) * rowHeight;
    const side = sideOf(columns, span);
    if (side === 'both') {
      const gap = Math.round((rowHeight - 2 * BAR_PX - 2) / 2);
      paintBar(context, scene, palette.runA, top + gap, BAR_PX, [
        (columns.startsA[span] ?? Number.NaN) - origins.aNs,
        (columns.endsA[last] ?? Number.NaN) - origins.aNs,
      ]);
      paintBar(context, scene, palette.runB, top + gap + BAR_PX + 2, BAR_PX, [
        (columns.startsB[span] ?? Number.NaN) - origins.bNs,
        (columns.endsB[last] ?? Number.NaN) - origins.bNs,
      ]);
    } else {
      const isA = side === 'a';
      const origin = isA ? origins.aNs : origins.bNs;
      const gap = Math.round((rowHeight - ALONE_PX) / 2);
      paintBar(context, scene, isA ? palette.runA : palette.runB, top + gap, ALONE_PX, [
        ((isA ? columns.startsA : columns.startsB)[span] ?? Number.NaN) - origin,
        ((isA ? columns.endsA : columns.endsB)[span] ?? Number.NaN) - origin,
      ]);
    }
  }
  context.globalAlpha = 1;
}

/** The last step that a line stands for. */
function endOfRun({ columns, rows }: PairScene, row: number): number {
  let span = rows.spans[row] ?? 0;
  for (let left = (rows.runLengths[row] ?? 1) - 1; left > 0; left -= 1) {
    span = columns.subtreeEnds[span] ?? span;
  }
  return span;
}

function paintGrid(
  context: CanvasRenderingContext2D,
  { window, ticks, width, firstRow, lastRow, rowHeight, palette }: PairScene,
): void {
  const perNs = width / (window.toNs - window.fromNs);
  const height = (lastRow - firstRow + 1) * rowHeight;
  context.fillStyle = palette.gridLine;
  for (const { atNs } of ticks) {
    context.fillRect(Math.round((atNs - window.fromNs) * perNs), 0, 1, height);
  }
}

function paintBar(
  context: CanvasRenderingContext2D,
  { window, width }: PairScene,
  colour: string,
  top: number,
  height: number,
  [startNs, endNs]: readonly [number, number],
): void {
  if (!Number.isFinite(startNs)) return;
  const perNs = width / (window.toNs - window.fromNs);
  const until = Number.isFinite(endNs) ? Math.max(endNs, startNs) : startNs;
  const from = (startNs - window.fromNs) * perNs;
  const to = Math.max(from + MIN_WIDTH_PX, (until - window.fromNs) * perNs);
  if (to < 0 || from > width) return;
  const left = Math.max(-RADIUS_PX, from);
  context.fillStyle = colour;
  context.beginPath();
  context.roundRect(left, top, Math.min(width + RADIUS_PX, to) - left, height, RADIUS_PX);
  context.fill();
}
