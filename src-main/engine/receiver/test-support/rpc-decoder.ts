import protobuf from 'protobufjs';

/** googleapis `google/rpc/*.proto` and OTLP responses, as an independent decoder reads them. */
const { root } = protobuf.parse(`
  syntax = "proto3";
  message Any { string type_url = 1; bytes value = 2; }
  message Status { int32 code = 1; string message = 2; repeated Any details = 3; }
  message FieldViolation { string field = 1; string description = 2; }
  message BadRequest { repeated FieldViolation field_violations = 1; }
  message Duration { int64 seconds = 1; int32 nanos = 2; }
  message RetryInfo { Duration retry_delay = 1; }
  message PartialSuccess { int64 rejected = 1; string error_message = 2; }
  message ExportResponse { PartialSuccess partial_success = 1; }
`);

export interface DecodedStatus {
  readonly code: number;
  readonly message: string;
  readonly details: readonly { readonly type: string; readonly value: unknown }[];
}

export function decodeStatus(bytes: Uint8Array): DecodedStatus {
  const status = decode('Status', bytes) as {
    code?: number;
    message?: string;
    details?: { typeUrl: string; value: Uint8Array }[];
  };
  return {
    code: status.code ?? 0,
    message: status.message ?? '',
    details: (status.details ?? []).map(({ typeUrl, value }) => {
      const type = typeUrl.replace('type.googleapis.com/google.rpc.', '');
      return { type, value: decode(type, value) };
    }),
  };
}

export function decodeRetryInfo(bytes: Uint8Array): unknown {
  return decode('RetryInfo', bytes);
}

export function decodeExportResponse(bytes: Uint8Array): unknown {
  return decode('ExportResponse', bytes);
}

function decode(type: string, bytes: Uint8Array): unknown {
  const found = root.lookupType(type);
  return found.toObject(found.decode(bytes), { longs: String });
}
