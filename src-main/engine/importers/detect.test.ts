import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { detect } from './detect';
import { ownKeys, otherFormatOf, signalsOf } from './json-signal';
import { probeSignal } from './protobuf-signal';

function field(number: number, ...parts: (Buffer | number[])[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return Buffer.concat([Buffer.from([number * 8 + 2, body.length]), body]);
}

const span = field(2, field(1, Buffer.alloc(16, 1)), field(2, Buffer.alloc(8, 2)));
const traces = field(1, field(1), field(2, span));
const logs = field(1, field(2, field(2, [0x09, 1, 2, 3, 4, 5, 6, 7, 8])));
const metrics = field(1, field(2, field(2, field(1, Buffer.from('queue.length')))));

describe('detect', () => {
  it('F1 takes JSON by its first bracket, behind a BOM, white space or a logger prefix', () => {
    for (const text of [
      '{"resourceSpans":[]}',
      '[{}]',
      '\ufeff {',
      '\n\n[',
      'INFO: {"resource":{}}',
    ]) {
      expect(detect(Buffer.from(text), text.length)).toEqual({ kind: 'json' });
    }
  });

  it('F2 takes a big-endian length before a request for a frame', () => {
    const framed = Buffer.concat([Buffer.from([0, 0, 0, traces.length]), traces]);
    expect(detect(framed, framed.length)).toEqual({ kind: 'framed' });
  });

  it('F3 takes a length before zstd or JSON for a frame', () => {
    const zstd = Buffer.from([0, 0, 0, 9, 0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0, 0]);
    expect(detect(zstd, zstd.length)).toEqual({ kind: 'framed' });
    const json = Buffer.from('\0\0\0\u0014{"resourceSpans":[]}');
    expect(detect(json, json.length)).toEqual({ kind: 'framed' });
  });

  it('F4 takes gzip and zstd by their magic numbers', () => {
    const packed = gzipSync('{}');
    expect(detect(packed, packed.length)).toEqual({ kind: 'gzip' });
    expect(detect(Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]), 5)).toEqual({ kind: 'zstd' });
  });

  it('F6 takes raw protobuf by walking to a leaf', () => {
    for (const bytes of [traces, logs, metrics]) {
      expect(detect(bytes, bytes.length)).toEqual({ kind: 'protobuf' });
    }
    expect(probeSignal(traces)).toBe('traces');
    expect(probeSignal(logs)).toBe('logs');
    expect(probeSignal(metrics)).toBe('metrics');
  });

  it('F6 tells a resource of 123 bytes from a line end before an object', () => {
    const resource = field(1, field(2, span, field(3, Buffer.alloc(89, 0x61))));
    expect(resource[1]).toBe(0x7b);
    expect(detect(resource, resource.length)).toEqual({ kind: 'protobuf' });
    expect(detect(Buffer.from('\n{"resourceSpans":[]}'), 21)).toEqual({ kind: 'json' });
  });

  it('F6 tells a metric whose name has sixteen letters from a span', () => {
    const metric = field(
      1,
      field(2, field(2, field(1, Buffer.from('sixteen.letters!')), field(2, Buffer.from('what')))),
    );
    expect(probeSignal(metric)).toBe('metrics');
  });

  it('names other kinds for what they are', () => {
    const kinds: [string | number[], string][] = [
      ['PK\u0003\u0004 rest', 'a ZIP archive or an Office document'],
      ['%PDF-1.7', 'a PDF document'],
      ['PAR1....', 'a Parquet file'],
      ['SQLite format 3\0', 'a SQLite database'],
      ['<!doctype html><p>', 'an HTML page'],
      ['dear diary', 'a text file'],
      [[1, 2, 3, 0, 9, 9], 'a binary file that Otelier does not know'],
      [
        "{\n  resource: { attributes: {} },\n  traceId: 'ab'",
        'output of the JavaScript console exporter',
      ],
    ];
    for (const [content, name] of kinds) {
      const bytes =
        typeof content === 'string' ? Buffer.from(content, 'latin1') : Buffer.from(content);
      const detected = detect(bytes, bytes.length);
      expect(detected).toEqual({ kind: 'other', name });
    }
    expect(detect(Buffer.alloc(0), 0)).toEqual({ kind: 'empty' });
  });
});

describe('JSON signals', () => {
  it('reads only the own keys of the object', () => {
    const object = Buffer.from(
      '{ "a\\"b" : {"inner":1}, "c":["x",{"y":":"}], "resourceLogs" :[] }',
    );
    expect(ownKeys(object)).toEqual(['a\\"b', 'c', 'resourceLogs']);
  });

  it('F1 tells all signals of an object', () => {
    expect(signalsOf(['resource_spans', 'x', 'resourceMetrics'])).toEqual(['traces', 'metrics']);
    expect(signalsOf(['resource', 'scopeLogs'])).toEqual(['logs']);
    expect(signalsOf(['constructor', '__proto__'])).toEqual([]);
  });

  it('names the formats of other tools', () => {
    expect(otherFormatOf(['traceID', 'spans', 'processes'])).toBe('a Jaeger span list');
    expect(otherFormatOf(['traceEvents'])).toBe('a Chrome trace');
    expect(otherFormatOf(['hello'])).toBeNull();
  });
});
