import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';

import { minimumSize, placeWindow, readWindowState, writeWindowState } from './window-state';

const laptop = { x: 0, y: 25, width: 1680, height: 1000 };
const monitor = { x: 1680, y: 0, width: 2560, height: 1440 };

describe('placeWindow', () => {
  it('centres the default size on the primary display at first', () => {
    expect(placeWindow(null, [laptop])).toEqual({ x: 120, y: 75, width: 1440, height: 900 });
  });

  it('keeps saved bounds that are on a display', () => {
    const saved = { x: 2000, y: 100, width: 1200, height: 800 };
    expect(placeWindow(saved, [laptop, monitor])).toEqual(saved);
  });

  it('opens on the primary display when the saved one is gone', () => {
    const saved = { x: 2000, y: 100, width: 1200, height: 800 };
    expect(placeWindow(saved, [laptop])).toEqual({ x: 120, y: 75, width: 1440, height: 900 });
  });

  it('does not trust bounds whose title bar is above the display', () => {
    const saved = { x: 100, y: -300, width: 1200, height: 800 };
    expect(placeWindow(saved, [laptop])).toMatchObject({ x: 120, y: 75 });
  });

  it('fits a window saved on a larger display', () => {
    const saved = { x: 0, y: 25, width: 2560, height: 1440 };
    expect(placeWindow(saved, [laptop])).toEqual({ x: 0, y: 25, width: 1680, height: 1000 });
  });

  it('always gives a window that is large enough and can be reached', () => {
    const coordinate = fc.integer({ min: -10_000, max: 10_000 });
    const size = fc.integer({ min: 0, max: 10_000 });
    const rectangle = fc.record({ x: coordinate, y: coordinate, width: size, height: size });
    fc.assert(
      fc.property(fc.option(rectangle), (saved) => {
        const areas = [laptop, monitor] as const;
        const placed = placeWindow(saved, [...areas]);
        expect(placed.width).toBeGreaterThanOrEqual(minimumSize.width);
        expect(placed.height).toBeGreaterThanOrEqual(minimumSize.height);
        const reached = areas.some(
          ({ x, y, width, height }) =>
            placed.y >= y &&
            placed.y < y + height &&
            placed.x + placed.width > x &&
            placed.x < x + width,
        );
        expect(reached).toBe(true);
      }),
    );
  });
});

describe('window state file', () => {
  let file: string;
  beforeEach(() => {
    file = join(mkdtempSync(join(tmpdir(), 'otelier-')), 'state', 'window.json');
  });

  it('reads what was written, and makes the folder', () => {
    const state = { bounds: { x: 1, y: 2, width: 1000, height: 700 }, maximised: true };
    writeWindowState(file, state);
    expect(readWindowState(file)).toEqual(state);
  });

  it.each(['', '{"bounds":', '[]', '{"bounds":{"x":1},"maximised":true}', '{"maximised":"yes"}'])(
    'counts the text %j as nothing saved',
    (text) => {
      const broken = join(mkdtempSync(join(tmpdir(), 'otelier-')), 'window.json');
      writeFileSync(broken, text);
      expect(readWindowState(broken)).toEqual({ bounds: null, maximised: false });
    },
  );

  it('counts a missing file as nothing saved', () => {
    expect(readWindowState(file)).toEqual({ bounds: null, maximised: false });
  });
});
