import { describe, expect, it } from 'vitest';

import { compareCapture } from './compare';
import { captureNames, readTruth } from './truth-file';
import { understandCapture } from './understand';

const names = captureNames();

describe('the truth about what agents did', () => {
  it('is told by at least 20 pairs of framework and version', () => {
    const pairs = names.map(readTruth).map(({ framework, version }) => `${framework} ${version}`);
    expect(new Set(pairs).size).toBeGreaterThanOrEqual(20);
  });

  it.each(names)('is what is understood of %s', (name) => {
    const { right, wrong } = compareCapture(readTruth(name), understandCapture(name));
    expect(wrong).toEqual([]);
    expect(right).toBeGreaterThan(0);
  });
});
