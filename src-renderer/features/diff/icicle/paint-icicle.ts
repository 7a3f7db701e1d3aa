/** Paints the blocks of an icicle: a name, and below it the bars of A and B on one scale. */
import type { IcicleChange } from '@domain/diff/icicle-layout';

import { hatch } from '../../../ui/timeline/canvas';
import type { Palette } from '../../../ui/timeline/palette';
import { changeOf, deltaWords, shortBlockName, type IcicleOf } from './block-words';
import type { BlockRow, VisibleBlocks } from './visible-blocks';

export const BLOCK_PX = 36;
const GAP_PX = 1;
const BAR_PX = 5;
const BAR_TOP_PX = 21;
/** Below this there is no room for a letter. */
const MIN_LABEL_PX = 30;
/** Below this a block is its bars alone. */
const MIN_FILLED_PX = 3;
const PAD_PX = 6;
const RADIUS_PX = 3;

export interface IcicleScene extends IcicleOf {
  readonly visible: VisibleBlocks;
  readonly selected: number;
  readonly hovered: number;
  /** What stands above the zoom is quieter. */
  readonly zoomDepth: number;
  readonly scrollTop: number;
  readonly height: number;
  readonly palette: Palette;
}

export function paintIcicle(context: CanvasRenderingContext2D, scene: IcicleScene): void {
  const { visible, scrollTop, height, zoomDepth } = scene;
  const first = Math.max(0, Math.floor(scrollTop / BLOCK_PX));
  const last = Math.min(visible.rows.length - 1, Math.floor((scrollTop + height) / BLOCK_PX));
  context.textBaseline = 'middle';
  for (let depth = first; depth <= last; depth += 1) {
    const row = visible.rows[depth];
    if (row === undefined) continue;
    context.globalAlpha = depth < zoomDepth ? 0.6 : 1;
    paintRow(context, scene, row, depth * BLOCK_PX - scrollTop);
  }
  context.globalAlpha = 1;
}

function paintRow(
  context: CanvasRenderingContext2D,
  scene: IcicleScene,
  { blocks, lefts, widths, stripLefts, stripEnds }: BlockRow,
  top: number,
): void {
  context.fillStyle = scene.palette.quietFill;
  for (let at = 0; at < stripLefts.length; at += 1) {
    const left = stripLefts[at] ?? 0;
    context.fillRect(left, top, Math.max(1, (stripEnds[at] ?? 0) - left), BLOCK_PX - GAP_PX);
  }
  for (let at = 0; at < blocks.length; at += 1) {
    const block = blocks[at] ?? 0;
    const left = lefts[at] ?? 0;
    const width = widths[at] ?? 0;
    paintBlock(context, scene, block, left, width, top);
    if (block === scene.selected) paintFrame(context, scene.palette.focus, left, width, top, 2);
    else if (block === scene.hovered) paintFrame(context, scene.palette.line, left, width, top, 1);
  }
}

function paintBlock(
  context: CanvasRenderingContext2D,
  scene: IcicleScene,
  block: number,
  left: number,
  width: number,
  top: number,
): void {
  const { layout, palette } = scene;
  const change = changeOf(scene, block);
  const inner = Math.max(1, width - GAP_PX);
  if (width >= MIN_FILLED_PX) {
    context.fillStyle = fillOf(change, palette);
    context.beginPath();
    context.roundRect(left, top, inner, BLOCK_PX - GAP_PX, Math.min(RADIUS_PX, inner / 2));
    context.fill();
    // What one side alone has is told by stripes too, not by colour alone.
    if (change === 'onlyA' || change === 'onlyB') {
      context.fillStyle = hatch(context, change === 'onlyA' ? palette.runATint : palette.runBTint);
      context.fill();
    }
  }
  const perUnit = inner / (layout.widths[block] || 1);
  paintBar(context, palette.runA, left, (layout.totalsA[block] ?? 0) * perUnit, top + BAR_TOP_PX);
  paintBar(
    context,
    palette.runB,
    left,
    (layout.totalsB[block] ?? 0) * perUnit,
    top + BAR_TOP_PX + BAR_PX + 1,
  );
  if (width >= MIN_LABEL_PX) paintLabel(context, scene, block, change, left, inner, top);
}

function fillOf(change: IcicleChange, palette: Palette): string {
  switch (change) {
    case 'onlyA':
      return palette.runATint;
    case 'onlyB':
      return palette.runBTint;
    case 'grew':
      return palette.errorTint;
    case 'shrank':
      return palette.okTint;
    case 'same':
      return palette.quietFill;
  }
}

function paintBar(
  context: CanvasRenderingContext2D,
  colour: string,
  left: number,
  width: number,
  top: number,
): void {
  if (width <= 0) return;
  context.fillStyle = colour;
  context.fillRect(left, top, Math.max(1, width), BAR_PX);
}

function paintLabel(
  context: CanvasRenderingContext2D,
  scene: IcicleScene,
  block: number,
  change: IcicleChange,
  left: number,
  width: number,
  top: number,
): void {
  const { palette, layout } = scene;
  const middle = top + BAR_TOP_PX / 2 + 1;
  let room = width - 2 * PAD_PX;
  context.font = palette.labelFont;
  const name = shortBlockName(scene, block);
  const nameWidth = context.measureText(name).width;
  const delta = deltaWords(change, layout.totalsA[block] ?? 0, layout.totalsB[block] ?? 0);
  const deltaWidth = context.measureText(delta).width;
  if (change !== 'same' && nameWidth + deltaWidth + PAD_PX * 2 <= room) {
    context.fillStyle =
      change === 'grew' ? palette.errorText : change === 'shrank' ? palette.okText : palette.text;
    context.fillText(delta, left + width - PAD_PX - deltaWidth, middle);
    room -= deltaWidth + PAD_PX;
  }
  context.fillStyle = palette.text;
  context.fillText(shortened(name, nameWidth, room), left + PAD_PX, middle);
}

function shortened(text: string, width: number, room: number): string {
  if (width <= room) return text;
  const chars = Math.floor((text.length * room) / width) - 1;
  return chars <= 0 ? '' : `${text.slice(0, chars)}…`;
}

function paintFrame(
  context: CanvasRenderingContext2D,
  colour: string,
  left: number,
  width: number,
  top: number,
  line: number,
): void {
  context.strokeStyle = colour;
  context.lineWidth = line;
  const inset = line / 2;
  context.strokeRect(
    left + inset,
    top + inset,
    Math.max(1, width - GAP_PX - line),
    BLOCK_PX - GAP_PX - line,
  );
}
