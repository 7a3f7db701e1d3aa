import { describe, expect, it } from 'vitest';

import { facetsOf } from './test-support/sources';

describe('CrewAI, reference §6', () => {
  it('reads its own telemetry, tools and crews', () => {
    const scope = 'crewai.telemetry';
    const tool = facetsOf({
      scope,
      name: 'Tool Usage Error',
      attributes: { crewai_version: '1.2.0', tool_name: 'search', llm: 'gpt-4o' },
    });
    expect(tool).toMatchObject({ kind: 'tool', tool: { name: 'search', isError: true } });
    expect(tool.conventions[0]).toMatchObject({ id: 'crewai', version: '1.2.0' });
    const crew = facetsOf({
      scope,
      name: 'Crew Execution',
      attributes: { crew_inputs: '{"a":1}' },
    });
    expect(crew).toMatchObject({ kind: 'chain', input: [{ value: { a: 1 } }] });
  });
});
