import { useEffect, useRef, useState, type ReactNode } from 'react';

import { copyText } from '../lib/clipboard';
import { Button } from './button';
import { IconButton } from './icon-button';
import { CheckIcon, CopyIcon } from './icons';

export interface CopyButtonProps {
  /** What to copy, or how to make it when it is asked for. */
  readonly text: string | (() => string | Promise<string>);
  /** What is copied, e.g. `Copy HTTP endpoint`. */
  readonly label: string;
  /** Shows a word beside the icon, e.g. `Copy`. */
  readonly caption?: string;
  readonly tabIndex?: number;
}

const CONFIRMED_MS = 1500;

/** Copies and says so: the icon becomes a tick for a moment. */
export function CopyButton({ text, label, caption, tabIndex }: CopyButtonProps): ReactNode {
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const copy = async () => {
    await copyText(typeof text === 'string' ? text : await text());
    setCopied(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied(false), CONFIRMED_MS);
  };
  const icon = copied ? CheckIcon : CopyIcon;
  const order = tabIndex === undefined ? {} : { tabIndex };
  return (
    <>
      {caption === undefined ? (
        <IconButton
          icon={icon}
          size="small"
          label={copied ? 'Copied' : label}
          onClick={() => void copy()}
          {...order}
        />
      ) : (
        <Button icon={icon} size="small" aria-label={label} onClick={() => void copy()} {...order}>
          {copied ? 'Copied' : caption}
        </Button>
      )}
      <span role="status" className="srOnly">
        {copied ? 'Copied' : ''}
      </span>
    </>
  );
}
