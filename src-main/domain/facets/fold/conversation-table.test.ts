import fc from 'fast-check';
import { expect, it } from 'vitest';

import { ConversationTable } from './conversation-table';

it('holds what a map would, however many there are', () => {
  const half = fc.oneof(fc.integer(), fc.integer({ min: -3, max: 3 }));
  const entries = fc.array(fc.tuple(half, half, fc.option(fc.nat(1000))), { maxLength: 3000 });
  fc.assert(
    fc.property(entries, (list) => {
      const table = new ConversationTable();
      const map = new Map<string, number>();
      for (const [low, high, call] of list) {
        const key = `${low} ${high}`;
        if (call === null) {
          table.see(low, high);
          map.set(key, map.get(key) ?? -1);
        } else {
          table.setLastCall(low, high, call);
          map.set(key, call);
        }
      }
      for (const [low, high] of list) {
        expect(table.has(low, high)).toBe(true);
        expect(table.lastCall(low, high)).toBe(map.get(`${low} ${high}`));
      }
      expect(table.has(12_345, -54_321)).toBe(map.has('12345 -54321'));
      expect(table.lastCall(12_345, -54_321)).toBe(map.get('12345 -54321') ?? -1);
    }),
    { numRuns: 50 },
  );
});
