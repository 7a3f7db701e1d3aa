import { useCallback, type ReactNode } from 'react';

import { conventionNames, type ConventionId } from '@domain/facets/convention-id';
import type { Payload } from '@domain/facets/span-facets';
import { formatShortCount } from '@domain/format';
import { estimateJsonTokens } from '@domain/facets/estimate-tokens';

import { Chip } from '../chip';
import { CopyButton } from '../copy-button';
import { useContentScope } from './content-scope';
import { FoldCard } from './fold-card';
import { jsonText, oneLine } from './message-text';
import { Note } from './notes';
import styles from './payload-view.module.css';
import { recordingSetting } from './recording-setting';
import { ResultValue } from './tool-result-view';
import { useValueForm, ValueBody } from './value-forms';

export interface PayloadViewProps {
  /** What it is, e.g. `Input`. */
  readonly label: string;
  readonly payload: Payload;
  /** Text that was written to be read, rather than the output of a program. */
  readonly isProse?: boolean;
  readonly isError?: boolean;
  readonly isOpenAtFirst?: boolean;
}

/** Input or output as it was recorded, with what is known of what is missing. */
export function PayloadView({
  label,
  payload,
  isProse = false,
  isError = false,
  isOpenAtFirst = true,
}: PayloadViewProps): ReactNode {
  const { find } = useContentScope();
  const { value, from, isTruncated, isRedacted, mime } = payload;
  const getText = useCallback(() => jsonText(value), [value]);
  const { form, switcher } = useValueForm(label, value);
  const wanted = find.trim().toLowerCase();
  return (
    <FoldCard
      title={label}
      edge={isError ? 'tool' : 'none'}
      detail={
        <>
          <span className={styles.from} title={`From ${from.place} ${from.key}`}>
            {from.key}
          </span>
          {isError && <Chip tone="error">error</Chip>}
          {isTruncated && <Chip tone="warn">cut</Chip>}
          {isRedacted && <Chip tone="warn">redacted</Chip>}
        </>
      }
      preview={oneLine(jsonText(value, 0).slice(0, 1000))}
      meta={`${formatShortCount(estimateJsonTokens(value))} tok`}
      actions={
        <>
          {!isError && switcher}
          <CopyButton text={getText} label={`Copy ${label.toLowerCase()}`} tabIndex={-1} />
        </>
      }
      isOpenAtFirst={isOpenAtFirst}
      isHeldOpen={wanted !== '' && getText().toLowerCase().includes(wanted)}
      getText={getText}
    >
      <PayloadNotes payload={payload} />
      {isError ? (
        <ResultValue label={label} value={value} isError find={find} />
      ) : (
        <ValueBody
          label={label}
          value={value}
          form={form}
          find={find}
          isProse={isProse || mime === 'text/markdown'}
          isInset
        />
      )}
    </FoldCard>
  );
}

function PayloadNotes({ payload }: { readonly payload: Payload }): ReactNode {
  const { isTruncated, isRedacted, from } = payload;
  if (!isTruncated && !isRedacted) return null;
  const name = conventionNames[from.convention];
  return (
    <p className={styles.note}>
      {isRedacted
        ? `Redacted before it was sent${name === 'unknown' ? '' : ` by ${name}`}.`
        : `Cut before it was sent${name === 'unknown' ? '' : ` by ${name}`}: what follows is not all of it.`}
    </p>
  );
}

export interface NotRecordedProps {
  /** What is missing, as a sentence begins with it: `Messages were`. */
  readonly what: string;
  readonly conventions: readonly ConventionId[];
}

/** Says that content was not sent, and which setting of the sender would. */
export function NotRecorded({ what, conventions }: NotRecordedProps): ReactNode {
  const { setting, value, limit } = recordingSetting(conventions);
  if (limit !== undefined) return <Note>{`${what} not recorded. ${limit}`}</Note>;
  return (
    <Note>
      {what} not recorded. To record content, set <code className="mono selectable">{setting}</code>{' '}
      to <code className="mono selectable">{value}</code> where the spans are made.
    </Note>
  );
}
