import type { ReactNode } from 'react';

import type { SpanView } from '@contract/facets';
import type { ConventionId } from '@domain/facets/convention-id';
import type { Payload, ToolUse } from '@domain/facets/span-facets';

import { classNames } from '../../../../ui/class-names';
import { useContentScope } from '../../../../ui/content/content-scope';
import { Note } from '../../../../ui/content/notes';
import { NotRecorded, PayloadView } from '../../../../ui/content/payload-view';
import { TextView } from '../../../../ui/content/text-view';
import styles from './content.module.css';

export interface ToolContentProps {
  readonly view: SpanView;
  readonly tool: ToolUse;
}

/** What a tool was given and what it gave back. */
export function ToolContent({ view: { facets, fold }, tool }: ToolContentProps): ReactNode {
  const { find, goToSpan } = useContentScope();
  const { requestedBy } = fold;
  // The same as the arguments where the sender says it twice.
  const others = (payloads: readonly Payload[], main: Payload | null): readonly Payload[] =>
    main === null ? payloads : payloads.filter(({ from }) => from.key !== main.from.key);
  const inputs = others(facets.input, tool.args);
  const outputs = others(facets.output, tool.result);
  const conventions = facets.conventions.map(({ id }) => id);
  const isFailed = tool.isError || facets.error !== null;
  return (
    <>
      {tool.description !== null && tool.description !== '' && (
        <div className={classNames('t2')}>
          <TextView text={tool.description} label="Description of the tool" find={find} />
        </div>
      )}
      {requestedBy !== null && goToSpan !== null && (
        <p>
          <button type="button" className={styles.link} onClick={() => goToSpan(requestedBy)}>
            Go to the call that asked for it
          </button>
        </p>
      )}
      {tool.args !== null && <PayloadView label="Arguments" payload={tool.args} />}
      {inputs.map((payload, at) => (
        <PayloadView
          key={at}
          label={tool.args === null ? 'Input' : 'Input, as also recorded'}
          payload={payload}
          isOpenAtFirst={tool.args === null}
        />
      ))}
      {tool.args === null && inputs.length === 0 && (
        <NotRecorded what="Arguments were" conventions={conventions} />
      )}
      {tool.result !== null && (
        <PayloadView label="Result" payload={tool.result} isError={isFailed} />
      )}
      {outputs.map((payload, at) => (
        <PayloadView
          key={at}
          label={tool.result === null ? 'Output' : 'Output, as also recorded'}
          payload={payload}
          isOpenAtFirst={tool.result === null}
        />
      ))}
      {tool.result === null && outputs.length === 0 && facets.error === null && (
        <MissingResult
          hasInput={tool.args !== null || inputs.length > 0}
          conventions={conventions}
        />
      )}
    </>
  );
}

interface MissingResultProps {
  readonly hasInput: boolean;
  readonly conventions: readonly ConventionId[];
}

function MissingResult({ hasInput, conventions }: MissingResultProps): ReactNode {
  // Where content is recorded, no setting is to blame.
  if (hasInput) return <Note>No result was recorded.</Note>;
  return <NotRecorded what="The result was" conventions={conventions} />;
}
