/** What the user chose. Stored as JSON by the shell; unknown keys are kept. */
import { defaultSettings as defaults } from './default-settings';
import { z } from './schema';

const KiB = 1024;
const GiB = KiB ** 3;
const port = z.number().int().min(1).max(65535);

const usd = z.number().min(0).max(1e6).nullable();
const priceEntry = z.object({
  provider: z.string().max(100).nullable(),
  model: z.string().min(1).max(200),
  inputUsd: usd,
  outputUsd: usd,
  cacheReadUsd: usd,
  cacheWriteUsd: usd,
  reasoningUsd: usd,
  batchFactor: z.number().min(0).max(1).nullable(),
  isLocal: z.literal(true).optional(),
  date: z.string().max(40),
  source: z.string().max(400),
});

/** An id may hold a name of feedback. */
const columnIds = z.array(z.string().max(300)).max(100);

const spanIdPair = z.tuple([z.string().max(16), z.string().max(16)]);
const chosenPairs = z.object({
  a: z.string().max(32),
  b: z.string().max(32),
  pinned: z.array(spanIdPair).max(1000),
  broken: z.array(spanIdPair).max(1000),
});

const share = z.number().min(0).max(1);
const tolerances = z.object({
  durationShare: share,
  durationNs: z.number().min(0).max(3.6e12),
  tokensShare: share,
  costShare: share,
});

const baseline = z.object({
  rootName: z.string().max(1000),
  serviceName: z.string().max(1000),
  traceId: z.string().max(32),
});

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
  /** Whether the APIs of MLflow and Langfuse are answered on the HTTP port. */
  mlflowApi: z.boolean(),
  inspectorWidth: z.number().int().min(320).max(4000),
  /** How the text of messages is shown. */
  messageText: z.enum(['markdown', 'raw']),
  /** Whether what models thought is shown. */
  showReasoning: z.boolean(),
  /** The user's own rows of the price table; they come before the bundled ones. */
  prices: z.array(priceEntry).max(1000),
  /** Columns of the trace list that differ from the default. */
  traceColumns: z.object({ shown: columnIds, hidden: columnIds }),
  /** Width of the panel beside a comparison. */
  pairPanelWidth: z.number().int().min(320).max(4000),
  /**
   * What the user said of the steps of two traces, the latest last. Spans are named by their ids,
   * which stay when traces are deleted and imported again.
   */
  chosenPairs: z.array(chosenPairs).max(200),
  /** What differences of two runs are taken for chance. */
  tolerances,
  /** One run for each name and service of a root, the latest pinned last; by trace id as well. */
  baselines: z.array(baseline).max(100),
  /** Id of the project whose traces are listed; null for all. */
  project: z.number().int().min(0).nullable(),
};

export const settingsSchema = z.object({
  theme: fields.theme.default(defaults.theme),
  density: fields.density.default(defaults.density),
  httpPort: fields.httpPort.default(defaults.httpPort),
  grpcPort: fields.grpcPort.default(defaults.grpcPort),
  allowedOrigins: fields.allowedOrigins.default(defaults.allowedOrigins),
  allowedHosts: fields.allowedHosts.default(defaults.allowedHosts),
  maxBodyBytes: fields.maxBodyBytes.default(defaults.maxBodyBytes),
  mlflowApi: fields.mlflowApi.default(defaults.mlflowApi),
  inspectorWidth: fields.inspectorWidth.default(defaults.inspectorWidth),
  messageText: fields.messageText.default(defaults.messageText),
  showReasoning: fields.showReasoning.default(defaults.showReasoning),
  prices: fields.prices.default(defaults.prices),
  traceColumns: fields.traceColumns.default(defaults.traceColumns),
  pairPanelWidth: fields.pairPanelWidth.default(defaults.pairPanelWidth),
  chosenPairs: fields.chosenPairs.default(defaults.chosenPairs),
  tolerances: fields.tolerances.default(defaults.tolerances),
  baselines: fields.baselines.default(defaults.baselines),
  project: fields.project.default(defaults.project),
});

/** Without defaults: `settingsSchema.partial()` would fill in every key that is not given. */
export const settingsPatchSchema = z.object(fields).partial();

export type Settings = z.infer<typeof settingsSchema>;
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;
export const defaultSettings: Settings = defaults;
