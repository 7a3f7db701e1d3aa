import { describe, expect, it } from 'vitest';

import { message, toolCall, toolResult } from '../../facets/test-support/span-facets';
import { restoreCallIds } from './restore-call-ids';

const asked = (...ids: string[]) =>
  message(
    'assistant',
    ids.map((id) => toolCall('f', { id }, id)),
  );
const answered = (...ids: string[]) =>
  message(
    'tool',
    ids.map((id) => toolResult('ok', id)),
  );

function idsIn(...messages: ReturnType<typeof message>[]): (string | null)[] {
  restoreCallIds(messages);
  return messages.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.type === 'toolCall' ? [part.id] : [])),
  );
}

describe('ids of calls told by the items of the Responses API', () => {
  it('are those that the results name', () => {
    const user = message('user', 'Weather?');
    expect(idsIn(user, asked('fc_1', 'fc_2'), answered('call_1', 'call_2'))).toEqual([
      'call_1',
      'call_2',
    ]);
    expect(
      idsIn(asked('fc_1'), asked('fc_2'), answered('call_1'), answered('call_2'), user),
    ).toEqual(['call_1', 'call_2']);
    expect(
      idsIn(asked('fc_1'), answered('call_1'), user, asked('fc_2'), answered('call_2')),
    ).toEqual(['call_1', 'call_2']);
  });

  it('stay where results are missing, or name the items', () => {
    expect(idsIn(asked('fc_1', 'fc_2'), answered('call_2'))).toEqual(['fc_1', 'fc_2']);
    expect(idsIn(asked('fc_1'))).toEqual(['fc_1']);
    expect(idsIn(asked('fc_1'), answered('fc_1'))).toEqual(['fc_1']);
  });

  it('are not taken for those of other calls', () => {
    expect(idsIn(asked('call_1'), answered('call_1'), asked('fc_2'), answered('call_2'))).toEqual([
      'call_1',
      'call_2',
    ]);
    expect(idsIn(asked('toolu_1'), answered('other'))).toEqual(['toolu_1']);
  });
});
