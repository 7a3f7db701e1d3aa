/**
 * The one door to the schema library. `jitless` because the renderer's content security
 * policy forbids evaluated code.
 */
import { z } from 'zod';

z.config({ jitless: true });

export { z };
