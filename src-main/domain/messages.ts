/**
 * Chat messages as every convention's messages are read into. Source: the message schema of the
 * OpenTelemetry GenAI semantic conventions, widened by what other conventions carry.
 *
 * Values of unknown shape are plain JSON values: what `JSON.parse` gives, or the same made from
 * OTLP values (`bigint` never occurs; integers beyond 2^53 are strings).
 */

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

export type MessageRole = 'system' | 'developer' | 'user' | 'assistant' | 'tool';

export interface Message {
  readonly role: MessageRole;
  /** As sent, e.g. `human`, `model`. */
  readonly roleRaw: string;
  /** Of the participant, where several share a role. */
  readonly name: string | null;
  readonly parts: readonly MessagePart[];
  /** Of an output message where the model gave several choices. */
  readonly choiceIndex: number | null;
  readonly finishReason: string | null;
}

export type MessagePart =
  | TextPart
  | ReasoningPart
  | ToolCallPart
  | ToolResultPart
  | MediaPart
  | DocumentPart
  | CompactionPart
  | UnknownPart;

export interface TextPart {
  readonly type: 'text';
  readonly text: string;
}

export interface ReasoningPart {
  readonly type: 'reasoning';
  readonly text: string;
  /** The provider sent it encrypted or left it out: there is no text to show. */
  readonly isHidden: boolean;
}

export interface ToolCallPart {
  readonly type: 'toolCall';
  readonly id: string | null;
  readonly name: string;
  /** Parsed where it was JSON text; the text itself where that did not parse. */
  readonly args: JsonValue;
  /** Run by the provider, e.g. web search or code execution. */
  readonly isServerSide: boolean;
}

export interface ToolResultPart {
  readonly type: 'toolResult';
  readonly id: string | null;
  readonly name: string | null;
  /** Parsed where it was JSON text. */
  readonly result: JsonValue;
  readonly isError: boolean;
  readonly isServerSide: boolean;
}

export interface MediaPart {
  readonly type: 'media';
  readonly modality: 'image' | 'audio' | 'video' | 'file';
  readonly mime: string | null;
  /** Of a file, as the sender called it. */
  readonly name: string | null;
  /** One of the three tells where the content is. */
  readonly base64: string | null;
  readonly uri: string | null;
  readonly fileId: string | null;
  /** As the sender told it, else of what there is. */
  readonly byteLength: number | null;
  /** Of audio. */
  readonly transcript: string | null;
  /** There is content, but too much for the view that this part was made for. */
  readonly isLeftOut: boolean;
}

export interface DocumentPart extends RankedDocument {
  readonly type: 'document';
}

export interface CompactionPart {
  readonly type: 'compaction';
  readonly summary: string;
}

/** A part this version does not know: shown as JSON, never dropped. */
export interface UnknownPart {
  readonly type: 'unknown';
  readonly typeRaw: string;
  readonly value: JsonValue;
}

export interface RankedDocument {
  readonly id: string | null;
  readonly content: string;
  readonly score: number | null;
  readonly metadata: JsonValue;
}

export interface ToolDefinition {
  readonly name: string;
  readonly description: string | null;
  /** JSON Schema of the arguments. */
  readonly parameters: JsonValue;
  readonly type: string | null;
}
