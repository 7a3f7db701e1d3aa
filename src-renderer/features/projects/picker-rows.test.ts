import { expect, it } from 'vitest';

import type { Experiment } from '@domain/annotations/experiment';

import { pickerRows, rowOf } from './picker-rows';

const project = (id: number, name = `p${id}`): Experiment => ({
  id,
  name,
  createdMs: 0,
  updatedMs: 0,
  isDeleted: false,
  traceCount: 0,
});

it('says how many projects are left out of a long list', () => {
  const many = Array.from({ length: 250 }, (_, id) => project(id));
  const { rows, more } = pickerRows(many, '', true);
  expect(rows).toHaveLength(202);
  expect(more).toBe(50);
});

it('does not offer to make what is there', () => {
  expect(pickerRows([project(1, 'shop')], 'shop', true).rows).toEqual([
    { kind: 'project', project: project(1, 'shop') },
  ]);
  // Names differ by case.
  expect(pickerRows([project(1, 'shop')], 'Shop', true).rows).toHaveLength(2);
});

it('finds all projects by typing, and makes a project last', () => {
  const kinds = (text: string): string[] =>
    pickerRows(
      [project(1, 'shop'), project(2, 'all'), project(3, 'My projects')],
      text,
      true,
    ).rows.map((row) => (row.kind === 'project' ? row.project.name : row.kind));
  expect(kinds('Al')).toEqual(['all', 'all', 'create']);
  expect(pickerRows([project(1, 'shop')], 'All', true).rows).toEqual([
    { kind: 'all' },
    { kind: 'create', name: 'All' },
  ]);
  // One that is called so comes first.
  expect(pickerRows([project(2, 'all')], 'All', true).rows[0]?.kind).toBe('project');
  expect(kinds('proj')).toEqual(['My projects', 'all', 'create']);
  expect(kinds('ALL PROJECTS')).toEqual(['all']);
  expect(kinds('other')).toEqual(['create']);
  expect(pickerRows([project(1, 'shop')], 'All', false).rows.map(({ kind }) => kind)).toEqual([
    'create',
  ]);
});

it('begins at the one that is chosen', () => {
  const { rows } = pickerRows([project(1), project(2)], '', true);
  expect([rowOf(rows, null), rowOf(rows, 2), rowOf(rows, 9)]).toEqual([0, 2, 0]);
});
