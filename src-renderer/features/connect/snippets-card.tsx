import { useMemo, useState, type ReactNode } from 'react';

import type { SpanCategory } from '@domain/span-category';

import { endpointOf, portOf } from '../../lib/endpoints';
import { useReceiverStatus } from '../../lib/engine-queries';
import { shell } from '../../lib/shell';
import { CodeBlock } from '../../ui/code-block';
import { CopyButton } from '../../ui/copy-button';
import { KindIcon, kindLabels } from '../../ui/kind-icon';
import { Tabs } from '../../ui/tabs';
import { highlight } from './highlight';
import styles from './snippets-card.module.css';
import { snippetsFor, type SnippetBlock } from './snippets';

/** How to set up an exporter, with the port that is really listened on. */
export function SnippetsCard(): ReactNode {
  const status = useReceiverStatus();
  const endpoint = endpointOf('http', portOf('http', status?.http));
  const taken = status?.http.state === 'port-in-use';
  const { platform } = shell();
  const snippets = useMemo(() => snippetsFor({ endpoint, platform }), [endpoint, platform]);
  const [chosen, setChosen] = useState('otel');
  const snippet = snippets.find(({ id }) => id === chosen) ?? snippets[0];
  return (
    <section className={styles.card} data-waiting>
      <Tabs
        label="Set up"
        tabs={snippets.map(({ id, label }) => ({ value: id, label }))}
        value={chosen}
        onChange={setChosen}
        className={styles.tabs ?? ''}
        panelClassName={styles.panel ?? ''}
      >
        <p className={styles.hint}>
          {snippet?.hint}
          {taken && (
            <span className="errorText">
              {' '}
              Otelier does not listen at port {portOf('http', status?.http)} yet: see the message
              above.
            </span>
          )}
        </p>
        {snippet?.blocks.map((block, index) => (
          <Block
            key={block.code}
            block={block}
            name={`${snippet.label}, block ${index + 1} of ${snippet.blocks.length}`}
          />
        ))}
      </Tabs>
      <Conventions />
    </section>
  );
}

function Block({ block, name }: { readonly block: SnippetBlock; readonly name: string }) {
  return (
    <div className={styles.block}>
      <CodeBlock
        code={highlight(block.code, block.language)}
        label={name}
        className={styles.code ?? ''}
      />
      <div className={styles.copy}>
        <CopyButton text={block.code} label={`Copy ${name}`} caption="Copy" />
      </div>
    </div>
  );
}

const kinds: readonly SpanCategory[] = [
  'agent',
  'llm',
  'tool',
  'retriever',
  'embedding',
  'chain',
  'guardrail',
  'evaluator',
  'other',
];

function Conventions(): ReactNode {
  return (
    <footer className={styles.reads}>
      <h2 className="t3 small">Reads these conventions, converted to one set of kinds</h2>
      <ul className={styles.kinds}>
        {kinds.map((kind) => (
          <li key={kind}>
            <KindIcon kind={kind} decorative />
            {kindLabels[kind]}
          </li>
        ))}
      </ul>
      <p className="t3 small">
        OpenTelemetry GenAI, OpenInference, OpenLLMetry, MLflow, LangSmith, Langfuse, Vercel AI SDK.
        Any other span is kept and shown as Other.
      </p>
    </footer>
  );
}
