/** Tags, metadata, prompt templates and evaluations of OpenInference. */
import type { FacetDraft, SpanSource } from '../convention';
import { isObject } from '../json-value';
import { proposeMembers } from '../propose-entries';
import { provenanceOf } from '../provenance';
import { unflattenList } from '../read/unflatten';
import { stringList } from '../string-list';

const from = provenanceOf('openinference');

/** Proposes what people put on a span. */
export function proposeLabels({ attributes }: SpanSource, draft: FacetDraft): void {
  for (const key of ['tag.tags', 'tags']) {
    for (const tag of stringList(attributes.json(key))) draft.tag(tag, from.attribute(key));
  }
  const metadata = attributes.parsed('metadata');
  if (isObject(metadata)) {
    proposeMembers(metadata, from.attribute('metadata'), (name, value, provenance) =>
      draft.metadata(name, value, provenance),
    );
  }
  for (const { key } of attributes.withPrefix('metadata.')) {
    draft.metadata(key.slice('metadata.'.length), attributes.json(key), from.attribute(key));
  }
  proposePrompt({ attributes }, draft);
  proposeEvaluations({ attributes }, draft);
}

function proposePrompt({ attributes }: Pick<SpanSource, 'attributes'>, draft: FacetDraft): void {
  const template = attributes.text('llm.prompt_template.template');
  const name =
    attributes.text('prompt.id') ?? attributes.text('llm.prompt_template.name') ?? template;
  if (name === null) return;
  const variables = attributes.parsed('llm.prompt_template.variables');
  draft.prompt(
    {
      name,
      version: attributes.text('llm.prompt_template.version'),
      variables: isObject(variables)
        ? Object.entries(variables).map(([key, value]) => ({ key, value }))
        : [],
    },
    from.attribute(template === null ? 'prompt.id' : 'llm.prompt_template.template'),
  );
}

const evaluationPrefixes = (['span', 'trace', 'session'] as const).flatMap((scope) =>
  ['annotations.', 'evaluations.'].map((list) => ({
    scope,
    prefix: scope === 'span' ? list : `${scope}.${list}`,
  })),
);

function proposeEvaluations(
  { attributes }: Pick<SpanSource, 'attributes'>,
  draft: FacetDraft,
): void {
  for (const { scope, prefix } of evaluationPrefixes) {
    const list = unflattenList(attributes.withPrefix(prefix), prefix);
    for (const item of list) {
      const body = isObject(item) ? (item['annotation'] ?? item['evaluation'] ?? item) : null;
      if (!isObject(body)) continue;
      const { name, score, label, explanation } = body;
      if (typeof name !== 'string') continue;
      draft.evaluation(
        {
          name,
          score: typeof score === 'number' ? score : null,
          label: typeof label === 'string' ? label : null,
          explanation: typeof explanation === 'string' ? explanation : null,
          target: scope === 'span' ? null : { scope, id: null, traceId: null },
        },
        from.attribute(prefix.slice(0, -1)),
      );
    }
  }
}
