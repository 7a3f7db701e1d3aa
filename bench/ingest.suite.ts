/** Acknowledged spans a second into the real engine over each transport, beside the floor. */
import { startEngineProcess } from './engine-process';
import { decodeFloor, insertFloor, serial } from './floor';
import { makeBody, type SpanSize } from './generate';
import type { Suite } from './measurement';
import { grpcSender, httpSender, pump } from './senders';

const transports = ['http-protobuf', 'http-json', 'grpc'] as const;
const sizes: readonly SpanSize[] = ['small', 'large'];
const SECONDS = 5;
const WARM_UP_SECONDS = 1.5;
const MEMORY = 'memory engine ingesting';

function nameOf(transport: string, size: SpanSize): string {
  return `ingest ${transport} ${size}`;
}

export const ingestSuite: Suite = {
  names: [...transports.flatMap((t) => sizes.map((size) => nameOf(t, size))), MEMORY],

  async run(wanted, report) {
    let peakBytes = 0;
    const insertFloors = new Map<SpanSize, number>();
    for (const transport of transports) {
      for (const size of sizes) {
        if (!wanted(nameOf(transport, size)) && !wanted(MEMORY)) continue;
        const body = makeBody(transport === 'http-json' ? 'json' : 'protobuf', size);
        const bareDecode = decodeFloor(body, 2);
        const bareInsert = insertFloors.get(size) ?? insertFloor(makeBody('protobuf', size), 3);
        insertFloors.set(size, bareInsert);

        const engine = await startEngineProcess();
        const sender =
          transport === 'grpc'
            ? grpcSender(engine.grpcPort)
            : httpSender(engine.httpPort, body.encoding);
        const watch = setInterval(() => {
          peakBytes = Math.max(peakBytes, engine.residentBytes());
        }, 50);
        try {
          await pump(sender, body, WARM_UP_SECONDS);
          const value = await pump(sender, body, SECONDS);
          report({
            name: nameOf(transport, size),
            value,
            unit: 'spans/s',
            floor: serial(bareDecode, bareInsert),
            ...(size === 'small' ? { aim: 30_000 } : {}),
          });
          report({
            name: `floor decode ${body.encoding} ${size}`,
            value: bareDecode,
            unit: 'spans/s',
          });
        } finally {
          clearInterval(watch);
          sender.close();
          await engine.stop();
        }
      }
    }
    for (const [size, value] of insertFloors) {
      report({ name: `floor insert ${size}`, value, unit: 'rows/s' });
    }
    if (peakBytes > 0) {
      report({ name: MEMORY, value: peakBytes / 1e6, unit: 'MB', aim: 350, lessIsBetter: true });
    }
  },
};
