import type { ReactNode } from 'react';

import type { SpanView } from '@contract/facets';
import type { StoreKey } from '@contract/traces';
import type { ModelCall, PromptRef } from '@domain/facets/span-facets';
import { formatCount } from '@domain/format';

import { Chip } from '../../../../ui/chip';
import { useContentScope } from '../../../../ui/content/content-scope';
import { FoldCard } from '../../../../ui/content/fold-card';
import { tieOf, type JudgementTie } from '../../../../ui/content/judgement-text';
import { jsonText, oneLine } from '../../../../ui/content/message-text';
import { ParameterGrid } from '../../../../ui/content/parameter-grid';
import { TextView } from '../../../../ui/content/text-view';
import { ToolDefinitionView } from '../../../../ui/content/tool-call-view';
import styles from './content.module.css';
import { FieldRows, type FieldRow } from './field-rows';
import { StreamChunks } from './stream-chunks';

export interface CallSectionsProps {
  readonly model: ModelCall;
  readonly startNs: bigint;
}

/** How a model was called, beyond what it was told: each of it folded. */
export function CallSections({ model, startNs }: CallSectionsProps): ReactNode {
  const { find } = useContentScope();
  const { toolDefinitions, chunks } = model;
  return (
    <>
      <Request model={model} />
      {toolDefinitions.length > 0 && (
        <FoldCard
          title={`${formatCount(toolDefinitions.length)} ${toolDefinitions.length === 1 ? 'tool' : 'tools'} offered`}
          preview={toolDefinitions.map(({ name }) => name).join(', ')}
        >
          {toolDefinitions.map((definition, at) => (
            <FoldCard
              key={at}
              title={definition.name === '' ? '(no name)' : definition.name}
              preview={oneLine(definition.description ?? '')}
            >
              <ToolDefinitionView definition={definition} find={find} />
            </FoldCard>
          ))}
        </FoldCard>
      )}
      {chunks.length > 0 && (
        <FoldCard title={`${formatCount(chunks.length)} stream chunks`}>
          <StreamChunks chunks={chunks} startNs={startNs} />
        </FoldCard>
      )}
    </>
  );
}

function Request({ model }: { readonly model: ModelCall }): ReactNode {
  const { requestModel, responseModel, provider, responseId, isStream } = model;
  const { parameters, finishReasons } = model;
  const rows: readonly FieldRow[] = [
    ['Model asked for', requestModel, 'model.requestModel'],
    ['Model that answered', responseModel, 'model.responseModel'],
    ['Provider', provider, 'model.provider'],
    ['Response id', responseId, 'model.responseId'],
    ['Streamed', isStream === null ? null : isStream ? 'yes' : 'no', 'model.isStream'],
    ['Finish', finishReasons.join(', '), 'model.finishReasons'],
  ];
  if (parameters.length === 0 && rows.every(([, value]) => value === null || value === '')) {
    return null;
  }
  const preview = parameters
    .slice(0, 6)
    .map(({ key, value }) => `${key} ${oneLine(jsonText(value, 0)).slice(0, 24)}`);
  return (
    <FoldCard title="Request" preview={preview.join(', ') || (responseModel ?? requestModel ?? '')}>
      <FieldRows rows={rows} />
      {parameters.length > 0 && <ParameterGrid entries={parameters} field="model.parameters" />}
    </FoldCard>
  );
}

/** What evaluators said of the span, and what it says of others. */
export function Evaluations({ view }: { readonly view: SpanView }): ReactNode {
  const { find, goToSpan } = useContentScope();
  return view.judgements.map((judgement, at) => {
    const { name, score, label, explanation } = judgement.evaluation;
    const tie = tieOf(view.key, judgement);
    return (
      <FoldCard
        key={at}
        title={name === '' ? 'Evaluation' : name}
        detail={
          <>
            {score !== null && <Chip>{String(score)}</Chip>}
            {label !== null && label !== '' && <Chip tone="outline">{label}</Chip>}
          </>
        }
        preview={[tie === null ? '' : `${tie.word} ${tie.text}`, oneLine(explanation ?? '')]
          .filter((text) => text !== '')
          .join(': ')}
      >
        {tie !== null && (
          <p className="t2">
            {tie.word === 'of' ? 'Judges ' : 'Told by '}
            <Tied tie={tie} goToSpan={goToSpan} />.
          </p>
        )}
        {explanation === null || explanation === '' ? (
          <p className="t3">No explanation was recorded.</p>
        ) : (
          <TextView text={explanation} label={`Explanation of ${name}`} find={find} />
        )}
      </FoldCard>
    );
  });
}

function Tied({
  tie: { key, text },
  goToSpan,
}: {
  readonly tie: JudgementTie;
  readonly goToSpan: ((key: StoreKey) => void) | null;
}): ReactNode {
  if (key === null || goToSpan === null) return <span className="selectable">{text}</span>;
  return (
    <button type="button" className={styles.link} onClick={() => goToSpan(key)}>
      {text}
    </button>
  );
}

/** Which stored prompt was used, and what was put into it. */
export function PromptSection({ prompt }: { readonly prompt: PromptRef }): ReactNode {
  const { name, version, variables } = prompt;
  return (
    <FoldCard title="Prompt" preview={version === null ? name : `${name}, version ${version}`}>
      <FieldRows
        rows={[
          ['Name', name, 'prompt'],
          ['Version', version, 'prompt'],
        ]}
      />
      {variables.length > 0 ? (
        <ParameterGrid entries={variables} field="prompt.variables" />
      ) : (
        <p className={styles.heading}>No variables were recorded.</p>
      )}
    </FoldCard>
  );
}
