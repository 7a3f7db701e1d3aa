/** What the user chose. Stored as JSON by the shell; unknown keys are kept. */
import { defaultSettings as defaults } from './default-settings';
import { z } from './schema';

const KiB = 1024;
const GiB = KiB ** 3;
const port = z.number().int().min(1).max(65535);

const fields = {
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['compact', 'default', 'roomy']),
  httpPort: port,
  grpcPort: port,
  /** Browser origins beside loopback ones that may send (CORS). */
  allowedOrigins: z.array(z.string()),
  /** Host names beside loopback ones that may be asked for, e.g. `host.docker.internal`. */
  allowedHosts: z.array(z.string()),
  /** Largest request body before and after decompression. */
  maxBodyBytes: z
    .number()
    .int()
    .min(64 * KiB)
    .max(GiB),
  inspectorWidth: z.number().int().min(320).max(4000),
};

export const settingsSchema = z.object({
  theme: fields.theme.default(defaults.theme),
  density: fields.density.default(defaults.density),
  httpPort: fields.httpPort.default(defaults.httpPort),
  grpcPort: fields.grpcPort.default(defaults.grpcPort),
  allowedOrigins: fields.allowedOrigins.default(defaults.allowedOrigins),
  allowedHosts: fields.allowedHosts.default(defaults.allowedHosts),
  maxBodyBytes: fields.maxBodyBytes.default(defaults.maxBodyBytes),
  inspectorWidth: fields.inspectorWidth.default(defaults.inspectorWidth),
});

/** Without defaults: `settingsSchema.partial()` would fill in every key that is not given. */
export const settingsPatchSchema = z.object(fields).partial();

export type Settings = z.infer<typeof settingsSchema>;
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;
export const defaultSettings: Settings = defaults;
