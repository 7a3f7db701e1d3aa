import { expect, it } from 'vitest';

import { isHarmless } from './harmless-lines.mjs';

const prefix = '[11946:1121/105712.165182:ERROR';

it.each([
  `${prefix}:bus.cc(399)] Failed to connect to the bus: Could not parse server address`,
  `${prefix}:viz_main_impl.cc(186)] Exiting GPU process due to errors during initialization`,
  `${prefix}:command_buffer_proxy_impl.cc(128)] ContextResult::kTransientFailure: Failed to send`,
])('leaves out %s', (line) => {
  expect(isHarmless(line)).toBe(true);
});

it.each([
  `${prefix}:gpu_init.cc(1)] Passthrough is not supported`,
  'Error: Failed to connect to the bus: no such file',
  'otelier: There is no option --datadir.',
  '',
])('shows %j', (line) => {
  expect(isHarmless(line)).toBe(false);
});
