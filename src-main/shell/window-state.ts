import { readFileSync } from 'node:fs';

import { z } from '@contract/schema';

import { writeFileAtomically } from './atomic-file';

/** Display-independent pixels. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowState {
  /** Where the window stood when it was not maximised; null where that is not known. */
  readonly bounds: Rectangle | null;
  readonly maximised: boolean;
}

export const minimumSize = { width: 960, height: 600 } as const;
const defaultSize = { width: 1440, height: 900 } as const;
/** So much of the title bar must be on a display for the window to be reached. */
const graspable = { width: 120, height: 24 } as const;

const fileSchema = z.object({
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() }).nullable(),
  maximised: z.boolean(),
});

const unknownState: WindowState = { bounds: null, maximised: false };

/** Reads what was saved; where that cannot be used, the window opens as for the first time. */
export function readWindowState(file: string): WindowState {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return unknownState;
  }
}

/** @throws the file system's error */
export function writeWindowState(file: string, state: WindowState): void {
  writeFileAtomically(file, `${JSON.stringify(state)}\n`);
}

/**
 * Bounds to open with: the saved ones where enough of the title bar is on a display, else
 * the default size in the middle of the primary display. Never larger than the display,
 * unless that is smaller than the smallest window.
 * @param workAreas of all displays, the primary one first
 */
export function placeWindow(
  saved: Rectangle | null,
  workAreas: readonly [Rectangle, ...Rectangle[]],
): Rectangle {
  const kept = saved === null ? null : keepInSight(saved, workAreas);
  if (kept !== null) return kept;
  const [primary] = workAreas;
  const size = clampSize(defaultSize, primary);
  return {
    x: primary.x + Math.max(0, Math.floor((primary.width - size.width) / 2)),
    y: primary.y + Math.max(0, Math.floor((primary.height - size.height) / 2)),
    ...size,
  };
}

/** The saved bounds, fitted to the display that shows most of the title bar; null if none does. */
function keepInSight(saved: Rectangle, workAreas: readonly Rectangle[]): Rectangle | null {
  let best: { readonly placed: Rectangle; readonly width: number } | null = null;
  for (const area of workAreas) {
    const placed = { ...saved, ...clampSize(saved, area) };
    const seen = intersection({ ...placed, height: graspable.height }, area);
    if (seen.height < graspable.height || seen.width < graspable.width) continue;
    if (best === null || seen.width > best.width) best = { placed, width: seen.width };
  }
  return best === null ? null : best.placed;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function clampSize(size: Size, most: Size): Size {
  return {
    width: Math.max(minimumSize.width, Math.min(size.width, most.width)),
    height: Math.max(minimumSize.height, Math.min(size.height, most.height)),
  };
}

function intersection(a: Rectangle, b: Rectangle): Size {
  return {
    width: Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)),
    height: Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)),
  };
}
