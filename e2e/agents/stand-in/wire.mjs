/**
 * What the stand-in understands of a request and what it answers, the same for every API.
 *
 * One message in the form of the truth files:
 * @typedef {object} Message
 * @property {'system' | 'user' | 'assistant' | 'tool'} role
 * @property {string} [text]
 * @property {string} [reasoning]
 * @property {ToolCall[]} [toolCalls]
 * @property {{ id: string | null, result: unknown }[]} [toolResults]
 * @property {{ modality: string, mime: string | null }[]} [media]
 *
 * @typedef {{ id: string | null, name: string, arguments: unknown }} ToolCall
 *
 * `schema` is the JSON schema of the arguments:
 * @typedef {{ name: string, schema: Record<string, any> }} Tool
 *
 * @typedef {object} Request
 * @property {string} model
 * @property {Message[]} messages
 * @property {Tool[]} tools
 * @property {boolean} streamed
 * @property {boolean} usageWanted whether the answer to a streamed request tells the usage
 * @property {boolean} parallel
 * @property {string | undefined} [forcedTool]
 * @property {Record<string, any> | undefined} [answerSchema] JSON schema of the wanted answer
 * @property {string | undefined} [continues] id of the answer that the request goes on from
 * @property {boolean} [marksCache] it marks a part of its prompt as cacheable
 * @property {unknown[]} [inputs] the texts to embed
 * @property {number | undefined} [dimensions]
 *
 * `input` includes what came from or went to a cache, `output` includes the reasoning:
 * @typedef {object} Usage
 * @property {number} input
 * @property {number} output
 * @property {number} cacheRead
 * @property {number} cacheWrite
 * @property {number} reasoning
 *
 * @typedef {object} Reply
 * @property {string} id
 * @property {string} model
 * @property {string} text
 * @property {string} reasoning
 * @property {{ id: string, name: string, arguments: Record<string, unknown> }[]} toolCalls
 * @property {Usage} usage
 * @property {'stop' | 'tool_calls' | 'length' | 'content_filter'} finishReason
 *
 * @typedef {{ status: number, message: string }} Failure
 *
 * An answer to write: a whole body, or the pieces of a stream in order.
 * @typedef {{ type: string, body: unknown }
 *   | { type: string, pieces: { event?: string, data: unknown }[], lines?: boolean }} Written
 *
 * One API of a provider; `shows` tells which parts of a reasoning its answers have:
 * @typedef {object} Api
 * @property {string} name
 * @property {string} provider
 * @property {'chat' | 'embedding'} kind
 * @property {(body: any) => { reasoningText: boolean, reasoningTokens: boolean }} shows
 * @property {(method: string, path: string) => boolean} matches
 * @property {(body: any, path: string, query: URLSearchParams) => Request} read
 * @property {(model: string) => string} responseModel
 * @property {(reply: Reply, request: Request, body: any) => Written} write
 * @property {(failure: Failure) => unknown} fail
 *
 * A call of a model as the wire log keeps it:
 * @typedef {object} WireCall
 * @property {'call'} entry
 * @property {number} time
 * @property {number} endTime
 * @property {string} api
 * @property {string} provider
 * @property {'chat' | 'embedding'} kind
 * @property {string} requestModel
 * @property {string | null} responseModel
 * @property {boolean} streamed
 * @property {Message[]} messages
 * @property {string[]} tools
 * @property {number} inputs
 * @property {Message[]} response
 * @property {Usage | null} usage
 * @property {string | null} finishReason
 * @property {number} status
 *
 * What the program told about itself:
 * @typedef {{ entry: 'declaration', time: number, facts: Record<string, any> }} WireDeclaration
 *
 * @typedef {WireCall | WireDeclaration} WireEntry
 */

/** @type {Usage} */
export const NO_USAGE = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, reasoning: 0 };
