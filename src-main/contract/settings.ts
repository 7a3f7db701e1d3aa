/** What the user chose. Stored as JSON by the shell; unknown keys are kept. */
import { z } from './schema';

const port = z.number().int().min(1).max(65535);

export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  density: z.enum(['compact', 'default', 'roomy']).default('default'),
  httpPort: port.default(4318),
  grpcPort: port.default(4317),
  /** Browser origins beside loopback ones that may send (CORS). */
  allowedOrigins: z.array(z.string()).default([]),
  /** Host names beside loopback ones that may be asked for, e.g. `host.docker.internal`. */
  allowedHosts: z.array(z.string()).default([]),
  /** Largest request body before and after decompression. */
  maxBodyBytes: z
    .number()
    .int()
    .min(64 * 1024)
    .max(1024 * 1024 * 1024)
    .default(64 * 1024 * 1024),
  inspectorWidth: z.number().int().min(320).max(4000).default(472),
});

export type Settings = z.infer<typeof settingsSchema>;
export const defaultSettings: Settings = settingsSchema.parse({});
