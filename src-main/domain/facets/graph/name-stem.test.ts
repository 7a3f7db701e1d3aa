import { describe, expect, it } from 'vitest';

import { commonStem, nameStem } from './name-stem';

describe('stems of names', () => {
  it('leave out numbers and ids', () => {
    expect(nameStem('tool_12')).toBe('tool_…');
    expect(nameStem('step 3 of 40')).toBe('step … of …');
    expect(nameStem('page_3_40-7')).toBe('page_…');
    expect(nameStem('job 7f3a9c1e-88aa-4a28-9d1b-0f3f4a281234')).toBe('job …');
    expect(nameStem('read_file')).toBe('read_file');
    expect(nameStem('defaced facade')).toBe('defaced facade');
  });

  it('are those of a family only where all names have the same', () => {
    expect(commonStem(['worker 1', 'worker 22'])).toBe('worker …');
    expect(commonStem(['worker 1', 'helper 1'])).toBeNull();
    expect(commonStem(['1', '2'])).toBeNull();
  });
});
