/** One OTLP/HTTP request from its first header to the end of its answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Signal } from '@domain/otlp/decoded';

import { BodyError } from './body-sink';
import type { ByteLedger } from './byte-ledger';
import { encodeExportResponse } from './export-response';
import { undecodableMessage } from './export-service';
import type { ExportService, Sender } from './export-service';
import { sendAnswer } from './http-answer';
import type { Answer } from './http-answer';
import { encodingOf, mediaTypeOf } from './http-content';
import type { BodyEncoding, ContentCoding } from './http-content';
import { normalizePath, signalOfPath, unknownPathMessage } from './http-path';
import {
  badRequest,
  HttpRefusal,
  refusalForBody,
  rpcCodeOf,
  serviceUnavailable,
} from './http-refusal';
import { keptHeaders } from './kept-headers';
import { corsHeaders, preflightHeaders, refusalOf } from './origin-policy';
import { answerOther } from './other-request';
import { receiveBody, wantedCoding } from './receive-body';
import type { OtherRequests, ReceiverSettings } from './receiver-types';
import { encodeStatus } from './rpc-status';

export interface HttpExportOptions {
  readonly service: ExportService;
  readonly ledger: ByteLedger;
  readonly settings: () => ReceiverSettings;
  /** Who answers what is no export; null where nobody does. */
  readonly others: OtherRequests | null;
  /** Whether the listener is closing: answers then end their connection. */
  readonly isClosing: () => boolean;
}

export type HttpHandler = (
  req: IncomingMessage,
  res: ServerResponse,
  /** The client waits for `100 Continue` before it sends the body. */
  expectsContinue: boolean,
) => void;

interface Wanted {
  readonly signal: Signal;
  readonly encoding: BodyEncoding;
  readonly coding: ContentCoding;
}

const noBody = new Uint8Array(0);
const allow = { Allow: 'POST, OPTIONS' };

/** Creates the handler of all HTTP requests. Every request gets an answer. */
export function createHttpExport(options: HttpExportOptions): HttpHandler {
  const { service, ledger, settings, others, isClosing } = options;

  const exchange = async (
    req: IncomingMessage,
    path: string,
    cors: Record<string, string>,
    admit: () => void,
  ): Promise<Answer> => {
    if (req.method === 'OPTIONS') {
      return {
        status: 204,
        headers: { ...allow, ...cors, ...preflightHeaders(req.headers) },
        body: noBody,
      };
    }
    const { signal, encoding, coding } = negotiate(req, path);
    const lease = ledger.lease();
    let body: Uint8Array<ArrayBuffer>;
    try {
      const maxBytes = settings().maxBodyBytes;
      body = await receiveBody(req, { coding, maxBytes, lease, ledger, admit });
    } catch (error) {
      lease.release();
      throw error;
    }
    const headers = keptHeaders((name) => single(req.headers[name]));
    const sender = senderOf(req, path);
    const outcome = await service.accept({ sender, signal, encoding, body, lease, headers });
    switch (outcome.status) {
      case 'committed':
        return {
          status: 200,
          headers: { 'Content-Type': mediaTypeOf(encoding), ...cors },
          body: encodeExportResponse(signal, outcome, encoding),
        };
      case 'undecodable':
        throw new Reported(badRequest(undecodableMessage(outcome)));
      case 'unavailable':
        throw new Reported(serviceUnavailable(outcome.message));
    }
  };

  const refuse = (
    req: IncomingMessage,
    path: string,
    error: unknown,
    cors: Record<string, string>,
  ): Answer | null => {
    const { refusal, isReported } = refusalFrom(error);
    // What is not a POST is no export but a browser or a probe that looks in.
    if (!isReported && req.method === 'POST') {
      service.refused(senderOf(req, path), refusal?.message ?? 'The client went away.');
    }
    if (refusal === null) return null;
    const encoding = encodingOf(req.headers['content-type']) ?? 'json';
    const status = {
      code: rpcCodeOf(refusal.status),
      message: refusal.message,
      badRequest: refusal.isBadRequest,
    };
    return {
      status: refusal.status,
      headers: { 'Content-Type': mediaTypeOf(encoding), ...refusal.headers, ...cors },
      body: encodeStatus(status, encoding),
    };
  };

  /** Null where the client is gone. */
  const answerTo = (
    req: IncomingMessage,
    res: ServerResponse,
    admit: () => void,
  ): Promise<Answer | null> => {
    const path = normalizePath(req.url ?? '/');
    if (others !== null && signalOfPath(path) === null && others.takes(path)) {
      return answerOther({ req, res, path, admit, others, service, ledger, settings: settings() });
    }
    const refusal = refusalOf(req.headers, settings());
    const cors = refusal === null ? corsHeaders(req.headers) : {};
    const answering =
      refusal === null
        ? exchange(req, path, cors, admit)
        : Promise.reject(new HttpRefusal(403, refusal));
    return answering.catch((error: unknown) => refuse(req, path, error, cors));
  };

  const handle: HttpHandler = (req, res, expectsContinue) => {
    req.on('error', () => undefined);
    res.on('error', () => undefined);
    let isBodyHeldBack = expectsContinue;
    const admit = (): void => {
      if (isBodyHeldBack) res.writeContinue();
      isBodyHeldBack = false;
    };
    void answerTo(req, res, admit)
      .then((answer) => {
        if (answer === null || res.destroyed) res.destroy();
        else sendAnswer(req, res, answer, { isClosing: isClosing(), isBodyHeldBack });
      })
      .catch(() => res.destroy());
  };
  return handle;
}

/** A refusal that the service has reported already. */
class Reported extends Error {
  constructor(readonly refusal: HttpRefusal) {
    super(refusal.message);
  }
}

function refusalFrom(error: unknown): { refusal: HttpRefusal | null; isReported: boolean } {
  if (error instanceof Reported) return { refusal: error.refusal, isReported: true };
  if (error instanceof HttpRefusal) return { refusal: error, isReported: false };
  if (error instanceof BodyError) return { refusal: refusalForBody(error), isReported: false };
  const message = error instanceof Error ? error.message : String(error);
  return { refusal: new HttpRefusal(500, `The receiver failed: ${message}.`), isReported: false };
}

/** Decides from the headers alone whether the body is wanted; throws `HttpRefusal` if not. */
function negotiate(req: IncomingMessage, path: string): Wanted {
  const signal = signalOfPath(path);
  if (signal === null) throw new HttpRefusal(404, unknownPathMessage(path));
  if (req.method !== 'POST') {
    throw new HttpRefusal(405, `${req.method} is not supported here. Use POST.`, {
      headers: allow,
    });
  }
  const encoding = encodingOf(req.headers['content-type']);
  if (encoding === null) {
    throw new HttpRefusal(
      415,
      'The Content-Type must be application/x-protobuf or application/json.',
    );
  }
  return { signal, encoding, coding: wantedCoding(req) };
}

function senderOf(req: IncomingMessage, path: string): Sender {
  const isJson = encodingOf(req.headers['content-type']) === 'json';
  return {
    transport: isJson ? 'http/json' : 'http/protobuf',
    signal: signalOfPath(path),
    userAgent: req.headers['user-agent'] ?? '',
  };
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
