/** Draws the bars of a run of rows. Touches those rows' columns only. */
import { SpanFlag } from '@domain/span-table';
import type { SpanIndex } from '@domain/units';

import type { BarPieces, Pieces } from '../model/bar-pieces';
import type { Folds } from '../../../lib/folds';
import { placeLabel } from '../model/label-place';
import type { Tick } from '../../../ui/timeline/time-ticks';
import type { TimeWindow } from '../../../ui/timeline/time-window';
import { isRunning, STATUS_ERROR, type TraceModel } from '../model/trace-model';
import type { Row, VisibleRows } from '../../../lib/visible-rows';
import { hatch } from '../../../ui/timeline/canvas';
import { durationText } from './describe-span';
import type { Palette } from '../../../ui/timeline/palette';

export interface BarScene {
  readonly model: TraceModel;
  readonly pieces: BarPieces;
  readonly rows: VisibleRows;
  readonly folds: Folds;
  readonly firstRow: Row;
  readonly lastRow: Row;
  readonly selectedRow: Row;
  readonly rowHeight: number;
  readonly width: number;
  readonly window: TimeWindow;
  /** Where bars without an end reach to, as an offset. */
  readonly openEndNs: number;
  readonly ticks: readonly Tick[];
  readonly showCritical: boolean;
  readonly palette: Palette;
}

const BAR_HEIGHT = 12;
const MIN_BAR_WIDTH = 2;
const BAR_RADIUS = 2;
/** Bars end this far outside of what is seen: canvases are not made for millions of px. */
const OUTSIDE = 8;
const MAX_DIAMONDS = 3;
/** On a bar with children, what is shorter is the seam between two of them. In px. */
const SEAM = 2;
const FIRST_TOKEN_ALPHA = 0.26;

interface Bar {
  readonly span: SpanIndex;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly colour: string;
  readonly isError: boolean;
  readonly isFolded: boolean;
  readonly isLeaf: boolean;
  readonly isRunning: boolean;
  readonly isSelected: boolean;
}

/** The grid, and the bars of spans that have ended. */
export function paintBars(context: CanvasRenderingContext2D, scene: BarScene): void {
  paintGrid(context, scene);
  paintRows(context, scene, false);
}

/** The bars of spans without an end. They lie on a canvas of their own: they alone grow. */
export function paintOpenBars(context: CanvasRenderingContext2D, scene: BarScene): void {
  paintRows(context, scene, true);
}

/** Whether any bar between the scene's rows has no end. */
export function hasOpenBars({ model, rows, firstRow, lastRow }: BarScene): boolean {
  for (let row = firstRow; row <= lastRow; row += 1) {
    if (isRunning(model.table.flags[rows.spans[row] ?? -1] ?? 0)) return true;
  }
  return false;
}

function paintRows(context: CanvasRenderingContext2D, scene: BarScene, isOpen: boolean): void {
  for (let row = scene.firstRow; row <= scene.lastRow; row += 1) {
    const span = scene.rows.spans[row];
    if (span === undefined) return;
    if (isRunning(scene.model.table.flags[span] ?? 0) === isOpen) {
      paintRow(context, scene, row, span);
    }
  }
}

/** Offset of a time from the left edge of the track, in px. */
function xOf(scene: Pick<BarScene, 'window' | 'width'>, atNs: number): number {
  const { window, width } = scene;
  return ((atNs - window.fromNs) / (window.toNs - window.fromNs)) * width;
}

function paintGrid(context: CanvasRenderingContext2D, scene: BarScene): void {
  const { firstRow, lastRow, selectedRow, rowHeight, palette } = scene;
  context.fillStyle = palette.gridLine;
  const height = (lastRow - firstRow + 1) * rowHeight;
  for (const tick of scene.ticks) {
    const x = Math.round(xOf(scene, tick.atNs));
    if (x <= 0) continue;
    if (selectedRow < firstRow || selectedRow > lastRow) {
      context.fillRect(x, 0, 1, height);
      continue;
    }
    const selectedTop = (selectedRow - firstRow) * rowHeight;
    context.fillRect(x, 0, 1, selectedTop);
    context.fillRect(x, selectedTop + rowHeight, 1, height - selectedTop - rowHeight);
  }
}

function paintRow(
  context: CanvasRenderingContext2D,
  scene: BarScene,
  row: Row,
  span: SpanIndex,
): void {
  const { model, palette, folds, rowHeight, width } = scene;
  const { table } = model;
  const flags = table.flags[span] ?? 0;
  const startNs = table.startNs[span] ?? 0;
  const exactLeft = xOf(scene, startNs);
  const knownNs = model.endsNs[span] ?? 0;
  const endNs = isRunning(flags) ? Math.max(knownNs, scene.openEndNs) : knownNs;
  const exactRight = xOf(scene, endNs);
  const left = clamp(exactLeft, -OUTSIDE, width + OUTSIDE);
  const right = Math.max(clamp(exactRight, -OUTSIDE, width + OUTSIDE), left + MIN_BAR_WIDTH);
  const isLeaf = (table.descendants[span] ?? 0) === 0;
  const bar: Bar = {
    span,
    left,
    right,
    top: (row - scene.firstRow) * rowHeight + (rowHeight - BAR_HEIGHT) / 2,
    colour: palette.kinds[table.categories[span] ?? 0] ?? palette.kinds[0] ?? '',
    isError: table.statuses[span] === STATUS_ERROR,
    isLeaf,
    isFolded: !isLeaf && folds[span] === 1,
    isRunning: isRunning(flags),
    isSelected: row === scene.selectedRow,
  };
  const isSeen = exactRight >= -MIN_BAR_WIDTH && exactLeft <= width;
  if (flags & SpanFlag.placeholder) {
    if (isSeen) paintMissing(context, bar, palette);
    return;
  }
  if (isSeen) {
    paintBody(context, scene, bar);
    if (scene.showCritical) paintCritical(context, scene, bar);
    if (bar.isError) paintErrorOutline(context, bar, palette);
    paintExceptions(context, scene, bar);
    paintLabel(context, scene, bar, flags);
  }
}

function paintBody(context: CanvasRenderingContext2D, scene: BarScene, bar: Bar): void {
  const { left, right, top, colour } = bar;
  const width = right - left;
  if (bar.isRunning) {
    paintRunning(context, scene, bar);
    return;
  }
  context.fillStyle = colour;
  if (bar.isLeaf) {
    roundedBar(context, left, top, width, BAR_HEIGHT, BAR_RADIUS);
    context.fill();
    paintFirstToken(context, scene, bar);
    return;
  }
  context.globalAlpha = scene.palette.wait;
  roundedBar(context, left, top, width, BAR_HEIGHT, BAR_RADIUS);
  context.fill();
  context.globalAlpha = 1;
  context.save();
  roundedBar(context, left, top, width, BAR_HEIGHT, BAR_RADIUS);
  context.clip();
  paintPieces(context, scene, bar, scene.pieces.ownTime(bar.span), SEAM);
  if (bar.isFolded) paintPieces(context, scene, bar, scene.pieces.leaves(bar.span), 0);
  else paintFirstToken(context, scene, bar);
  context.restore();
  context.strokeStyle = colour;
  context.globalAlpha = 0.52;
  context.lineWidth = 1;
  roundedBar(context, left + 0.5, top + 0.5, Math.max(1, width - 1), BAR_HEIGHT - 1, BAR_RADIUS);
  context.stroke();
  context.globalAlpha = 1;
}

/** Hatches the time until a model's first token came. */
function paintFirstToken(context: CanvasRenderingContext2D, scene: BarScene, bar: Bar): void {
  const firstNs = scene.model.facets?.timeToFirstTokenNs[bar.span] ?? Number.NaN;
  if (!(firstNs > 0)) return;
  const to = xOf(scene, (scene.model.table.startNs[bar.span] ?? 0) + firstNs);
  const width = Math.min(to, bar.right) - bar.left;
  if (width < SEAM) return;
  // The stripes need a ground that is not the bar's own colour.
  context.fillStyle = bar.isSelected ? scene.palette.selected : scene.palette.panel;
  context.fillRect(bar.left, bar.top, width, BAR_HEIGHT);
  context.globalAlpha = FIRST_TOKEN_ALPHA;
  context.fillStyle = bar.colour;
  context.fillRect(bar.left, bar.top, width, BAR_HEIGHT);
  context.globalAlpha = 1;
  context.fillStyle = hatch(context, bar.colour);
  context.fillRect(bar.left, bar.top, width, BAR_HEIGHT);
}

/**
 * Fills pieces of a bar; those under `minWidth` px are left out, others are at least 1 px. Of
 * pieces within one px the first one is painted: a folded trace has a hundred thousand.
 */
function paintPieces(
  context: CanvasRenderingContext2D,
  scene: BarScene,
  bar: Bar,
  pieces: Pieces,
  minWidth: number,
): void {
  const { fromNs, toNs, categories } = pieces;
  const perNs = scene.width / (scene.window.toNs - scene.window.fromNs);
  const edge = Math.min(bar.right, scene.width);
  let paintedPx = -1;
  for (let at = 0; at < fromNs.length; at += 1) {
    const from = ((fromNs[at] ?? 0) - scene.window.fromNs) * perNs;
    const to = ((toNs[at] ?? 0) - scene.window.fromNs) * perNs;
    if (to < 0 || from > edge || to - from < minWidth) continue;
    const px = Math.floor(from);
    if (to - from < 1 && px === paintedPx) continue;
    paintedPx = px;
    const category = categories?.[at] ?? -1;
    context.fillStyle = scene.palette.kinds[category] ?? bar.colour;
    context.fillRect(from, bar.top, Math.max(1, to - from), BAR_HEIGHT);
  }
}

function paintRunning(context: CanvasRenderingContext2D, scene: BarScene, bar: Bar): void {
  const { left, right, top, colour } = bar;
  context.fillStyle = colour;
  context.globalAlpha = 0.16;
  context.fillRect(left, top, right - left, BAR_HEIGHT);
  context.globalAlpha = 1;
  context.fillStyle = hatch(context, colour);
  context.fillRect(left, top, right - left, BAR_HEIGHT);
  if (bar.isFolded) paintPieces(context, scene, bar, scene.pieces.leaves(bar.span), 0);
  // Open at the right: the edge is there on three sides.
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(right, top + 0.5);
  context.lineTo(left + 0.5, top + 0.5);
  context.lineTo(left + 0.5, top + BAR_HEIGHT - 0.5);
  context.lineTo(right, top + BAR_HEIGHT - 0.5);
  context.stroke();
}

/** A dashed line where a span should be that has not arrived. */
function paintMissing(context: CanvasRenderingContext2D, bar: Bar, palette: Palette): void {
  context.strokeStyle = palette.quietText;
  context.lineWidth = 1;
  context.setLineDash([3, 3]);
  roundedBar(context, bar.left + 0.5, bar.top + 0.5, bar.right - bar.left, BAR_HEIGHT - 1, 2);
  context.stroke();
  context.setLineDash([]);
}

/** Underlines the time on the critical path: the span's own, or a folded subtree's. */
function paintCritical(context: CanvasRenderingContext2D, scene: BarScene, bar: Bar): void {
  const { firstPiece, fromNs, toNs } = scene.model.critical;
  const { descendants } = scene.model.table;
  const last = bar.isFolded ? bar.span + (descendants[bar.span] ?? 0) : bar.span;
  const end = firstPiece[last + 1] ?? 0;
  context.fillStyle = scene.palette.critical;
  context.globalAlpha = 0.82;
  const top = bar.top + BAR_HEIGHT + 2;
  let paintedPx = -1;
  for (let piece = firstPiece[bar.span] ?? 0; piece < end; piece += 1) {
    const from = Math.max(-OUTSIDE, xOf(scene, fromNs[piece] ?? 0));
    const to = Math.min(scene.width + OUTSIDE, xOf(scene, toNs[piece] ?? 0));
    if (to < 0 || from > scene.width) continue;
    if (to - from < SEAM && !bar.isLeaf && !bar.isFolded) continue;
    const px = Math.floor(from);
    if (to - from < 1 && px === paintedPx) continue;
    paintedPx = px;
    context.fillRect(from, top, Math.max(MIN_BAR_WIDTH, to - from), 2);
  }
  context.globalAlpha = 1;
}

function paintErrorOutline(context: CanvasRenderingContext2D, bar: Bar, palette: Palette): void {
  const width = bar.right - bar.left;
  context.strokeStyle = bar.isSelected ? palette.selected : palette.panel;
  context.lineWidth = 1;
  roundedBar(context, bar.left - 0.5, bar.top - 0.5, width + 1, BAR_HEIGHT + 1, BAR_RADIUS);
  context.stroke();
  context.strokeStyle = palette.error;
  context.lineWidth = 1.5;
  roundedBar(context, bar.left - 1.75, bar.top - 1.75, width + 3.5, BAR_HEIGHT + 3.5, 3.5);
  context.stroke();
}

/** A diamond for each exception, up to three, at the end of the bar where it came to. */
function paintExceptions(context: CanvasRenderingContext2D, scene: BarScene, bar: Bar): void {
  const count = Math.min(MAX_DIAMONDS, scene.model.table.exceptionCounts[bar.span] ?? 0);
  if (bar.right > scene.width + 4) return;
  for (let nth = count - 1; nth >= 0; nth -= 1) {
    const x = bar.right - nth * 7;
    const y = bar.top + 2;
    context.beginPath();
    context.moveTo(x, y - 5);
    context.lineTo(x + 5, y);
    context.lineTo(x, y + 5);
    context.lineTo(x - 5, y);
    context.closePath();
    context.fillStyle = scene.palette.error;
    context.fill();
    context.strokeStyle = bar.isSelected ? scene.palette.selected : scene.palette.panel;
    context.lineWidth = 1.5;
    context.stroke();
  }
}

function paintLabel(
  context: CanvasRenderingContext2D,
  scene: BarScene,
  bar: Bar,
  flags: number,
): void {
  const { palette, model } = scene;
  const text = durationText(model.table, bar.span);
  context.font = palette.labelFont;
  const outline = bar.isError ? 3 : 0;
  const textWidth = measure(context, text, palette.labelFont);
  const place = placeLabel(bar.left - outline, bar.right + outline, scene.width, textWidth);
  if (place === null) return;
  if (place.side === 'on') {
    context.fillStyle = bar.isLeaf && !bar.isRunning ? palette.textOnKind : palette.textOnTint;
  } else if (flags & (SpanFlag.endBeforeStart | SpanFlag.zeroStart)) {
    context.fillStyle = palette.warnText;
  } else {
    context.fillStyle = bar.isSelected ? palette.text : palette.quietText;
  }
  context.textBaseline = 'middle';
  context.fillText(text, place.x, bar.top + BAR_HEIGHT / 2 + 0.5);
}

const widths = new Map<string, number>();

/** Labels repeat from frame to frame, and measuring is what costs. */
function measure(context: CanvasRenderingContext2D, text: string, font: string): number {
  const key = `${font}\n${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    if (widths.size > 5000) widths.clear();
    width = context.measureText(text).width;
    widths.set(key, width);
  }
  return width;
}

function roundedBar(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
): void {
  context.beginPath();
  context.roundRect(x, y, width, height, Math.min(radius, width / 2));
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
