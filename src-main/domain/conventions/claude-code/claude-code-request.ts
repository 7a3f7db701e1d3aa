import type { Message, MessagePart } from '../../messages';
import type { AttributeView, FacetDraft, SpanSource } from '../convention';
import { provenanceOf } from '../provenance';
import { messageOf, textMessage } from '../read/message';
import { readToolDefinitions } from '../read/read-tool-definitions';

const from = provenanceOf('claude-code');

/** What was new in the context, the answer, and the system prompt's beginning (detailed tracing). */
export function proposeRequestContent({ attributes }: SpanSource, draft: FacetDraft): void {
  const context = attributes.text('new_context');
  if (context !== null) {
    draft.messages(
      'input',
      messagesOfContext(context),
      'vendorBlob',
      from.attribute('new_context'),
    );
  }
  const answer = attributes.text('response.model_output');
  if (answer !== null) {
    const place = from.attribute('response.model_output');
    draft.messages('output', [textMessage('assistant', answer)], 'vendorBlob', place);
  }
  proposeSystem(attributes, draft);
  const tools = attributes.parsed('tools');
  if (tools !== undefined)
    draft.toolDefinitions(readToolDefinitions(tools), from.attribute('tools'));
}

/** Its first 500 characters, and once in a session what the user added to it. */
function proposeSystem(attributes: AttributeView, draft: FacetDraft): void {
  const key = 'system_prompt_preview';
  const system = attributes.text(key);
  if (system === null) return;
  draft.messages('system', [textMessage('system', system)], 'vendorBlob', from.attribute(key));
  const length = attributes.number('system_prompt_length');
  if (length === null || length <= system.length) return;
  draft.note({
    code: 'contentTruncated',
    field: 'model.system',
    message: `The system prompt has ${length} characters; Claude Code sends the first ${system.length}.`,
  });
}

const MAX_MESSAGES = 1000;

/** Splits the text at lines such as `[USER PROMPT]` and `[TOOL RESULT: toolu_1]`. */
function messagesOfContext(text: string): Message[] {
  const messages: Message[] = [];
  const marks = [
    ...text.matchAll(/^\[(USER PROMPT|USER|TOOL RESULT|TOOL_RESULT)(?:: ([^\]\n]{0,200}))?\]\n/gm),
  ];
  const [first] = marks;
  const lead = text.slice(0, first?.index ?? text.length).trim();
  if (lead !== '') messages.push(textMessage('user', lead));
  for (const [index, mark] of marks.slice(0, MAX_MESSAGES).entries()) {
    // The last one has what is too much to be told apart.
    const next = index + 1 === MAX_MESSAGES ? undefined : marks[index + 1];
    const end = next?.index ?? text.length;
    const body = text
      .slice(mark.index + mark[0].length, end)
      .replace(/\n\n---\s*$/, '')
      .trim();
    const isResult = mark[1]?.startsWith('TOOL') === true;
    messages.push(isResult ? toolMessage(mark[2] ?? '', body) : textMessage('user', body));
  }
  return messages;
}

/** What follows the colon is the id of the call, or the tool's name. */
function toolMessage(about: string, result: string): Message {
  const isId = about.startsWith('toolu_');
  const part: MessagePart = {
    type: 'toolResult',
    id: isId ? about : null,
    name: isId || about === '' ? null : about,
    result,
    isError: false,
    isServerSide: false,
  };
  return messageOf('tool', 'tool', [part]);
}
