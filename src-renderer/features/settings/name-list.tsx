import { useState, type ReactNode } from 'react';

import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { PlusIcon } from '../../ui/icons';
import { TextField } from '../../ui/text-field';
import styles from './name-list.module.css';

export interface NameListProps {
  readonly title: string;
  readonly hint: string;
  readonly placeholder: string;
  readonly names: readonly string[];
  /** Brings a name into its form, or says what is wrong with it. */
  readonly parse: (text: string) => { readonly name: string } | { readonly problem: string };
  readonly onSave: (names: string[]) => void;
}

/** A setting that is a list of names: add one, take one away. */
export function NameList({
  title,
  hint,
  placeholder,
  names,
  parse,
  onSave,
}: NameListProps): ReactNode {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState('');
  const add = () => {
    if (text.trim() === '') return;
    const parsed = parse(text.trim());
    if ('problem' in parsed) {
      setProblem(parsed.problem);
      return;
    }
    setText('');
    if (!names.includes(parsed.name)) onSave([...names, parsed.name]);
  };
  return (
    <div className={styles.list}>
      <div className={styles.head}>
        <div className="grow">
          <div>{title}</div>
          <div className="small t3">{hint}</div>
        </div>
        <TextField
          label={`Add to ${title}`}
          placeholder={placeholder}
          value={text}
          error={problem}
          fieldClassName={styles.field ?? ''}
          onChange={(next) => {
            setText(next);
            setProblem('');
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') add();
          }}
        />
        <Button size="small" icon={PlusIcon} onClick={add}>
          Add
        </Button>
      </div>
      {problem !== '' && (
        <div role="alert" className="small errorText">
          {problem}
        </div>
      )}
      {names.length > 0 && (
        <ul className={styles.names}>
          {names.map((name) => (
            <li key={name}>
              <Chip
                removeLabel={`Remove ${name}`}
                onRemove={() => onSave(names.filter((other) => other !== name))}
              >
                <span className="mono">{name}</span>
              </Chip>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
