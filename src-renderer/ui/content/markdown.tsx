import type { ComponentProps, ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';

import { LinkButton } from './link-button';
import styles from './markdown.module.css';

const plugins = [remarkGfm];

/** Headings of a message are no headings of the page. */
function Heading({ children }: { readonly children?: ReactNode }): ReactNode {
  return <p className={styles.heading}>{children}</p>;
}

/** Wide code and tables scroll by themselves, by keys too. */
function Scrolling({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="group" aria-label={label} tabIndex={0} className={styles.scrolling}>
      {children}
    </div>
  );
}

const components: Components = {
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: Heading,
  h5: Heading,
  h6: Heading,
  a: ({ href, children }) => <LinkButton url={href ?? ''}>{children}</LinkButton>,
  // Pictures are never fetched: what was recorded must not tell anyone that it is read.
  img: ({ src, alt }) => (
    <span className={styles.picture}>
      Picture{alt === undefined || alt === '' ? '' : `: ${alt}`}{' '}
      <LinkButton url={typeof src === 'string' ? src : ''}>not loaded</LinkButton>
    </span>
  ),
  input: ({ checked }: ComponentProps<'input'>) => (
    <span role="img" aria-label={checked === true ? 'done' : 'to do'}>
      {checked === true ? '☑' : '☐'}
    </span>
  ),
  pre: ({ children }) => (
    <Scrolling label="Code">
      <pre className={styles.code}>{children}</pre>
    </Scrolling>
  ),
  table: ({ children }) => (
    <Scrolling label="Table">
      <table>{children}</table>
    </Scrolling>
  ),
  // Footnotes and the like name places of the page by id; messages have none.
  section: ({ children }) => <div>{children}</div>,
  sup: ({ children }) => <sup>{children}</sup>,
  li: ({ children }) => <li>{children}</li>,
};

/** Markdown of a message. Markup in it is text; links ask before they are followed. */
export default function Markdown({ text }: { readonly text: string }): ReactNode {
  return (
    <div className={styles.markdown}>
      <ReactMarkdown remarkPlugins={plugins} components={components}>
        {text}
      </ReactMarkdown>
    </div>
  );
}
