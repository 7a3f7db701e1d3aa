/**
 * Otelier's own icons, drawn on a 16 × 16 grid with a 1.5 stroke in the text's colour. They
 * are decoration: the control or the text beside them carries the name.
 */
import type { ReactNode, SVGProps } from 'react';

import styles from './icons.module.css';

export interface IconProps extends Omit<SVGProps<SVGSVGElement>, 'children' | 'ref'> {
  /** Side in px; 16 unless told. */
  readonly size?: number;
}

export type Icon = (props: IconProps) => ReactNode;

/** Makes an icon of its drawing. */
function icon(drawing: ReactNode): Icon {
  return function DrawnIcon({ size = 16, className, ...rest }) {
    return (
      <svg
        viewBox="0 0 16 16"
        width={size}
        height={size}
        aria-hidden="true"
        className={className === undefined ? styles.icon : `${styles.icon} ${className}`}
        {...rest}
      >
        {drawing}
      </svg>
    );
  };
}

export const ChevronLeftIcon = icon(
  <>
    <path d="M10 3.5L5.5 8l4.5 4.5" />
  </>,
);
export const ChevronRightIcon = icon(
  <>
    <path d="M6 3.5L10.5 8 6 12.5" />
  </>,
);
export const ChevronUpIcon = icon(
  <>
    <path d="M3.5 10L8 5.5l4.5 4.5" />
  </>,
);
export const ChevronDownIcon = icon(
  <>
    <path d="M3.5 6L8 10.5 12.5 6" />
  </>,
);
export const SearchIcon = icon(
  <>
    <circle cx="7" cy="7" r="4.3" />
    <path d="M10.3 10.3L13.8 13.8" />
  </>,
);
export const SunIcon = icon(
  <>
    <circle cx="8" cy="8" r="3" />
    <path d="M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9" />
  </>,
);
export const MarkIcon = icon(
  <>
    <path d="M13.2 4.3A6.4 6.4 0 1 0 14.4 8" />
    <path d="M4.6 6h4.2M6.6 8.4h6.6M5.6 10.8h3.6" />
  </>,
);
export const TracesIcon = icon(
  <>
    <path d="M2 3.5h6M4.5 8h8M7.5 12.5H14" />
  </>,
);
export const SessionsIcon = icon(
  <>
    <path d="M2.5 3h8v5.5h-5L2.5 10.6z" />
    <path d="M13.5 6.2v7.3l-2.6-2H7" />
  </>,
);
export const CompareIcon = icon(
  <>
    <path d="M5.5 2.5v11M10.5 2.5v11" />
    <path d="M1.8 5h1.6M1.8 8h1.6M12.6 8h1.6M12.6 11h1.6" />
  </>,
);
export const SwapIcon = icon(
  <>
    <path d="M3 5.5h9.5M9.8 2.8l2.7 2.7-2.7 2.7M13 10.5H3.5M6.2 7.8l-2.7 2.7 2.7 2.7" />
  </>,
);
export const PinIcon = icon(
  <>
    <path d="M5.6 2h4.8M6.4 2v4.4L4.2 8.8v1h7.6v-1L9.6 6.4V2M8 9.8V14" />
  </>,
);
export const FlagIcon = icon(
  <>
    <path d="M3.5 14V2.5h8.5l-2 3.2 2 3.2H3.5" />
  </>,
);
export const NotEqualIcon = icon(
  <>
    <path d="M3.5 5.8h9M3.5 10.2h9M10.6 2.8L5.4 13.2" />
  </>,
);
export const EqualIcon = icon(
  <>
    <path d="M3.5 5.8h9M3.5 10.2h9" />
  </>,
);
export const ColumnsIcon = icon(
  <>
    <rect x="2" y="2.8" width="12" height="10.4" rx="1.6" />
    <path d="M6 2.8v10.4M10 2.8v10.4" />
  </>,
);
export const UserIcon = icon(
  <>
    <circle cx="8" cy="5.4" r="2.7" />
    <path d="M2.8 13.6c.5-2.7 2.6-4.2 5.2-4.2s4.7 1.5 5.2 4.2" />
  </>,
);
export const AgentIcon = icon(
  <>
    <path d="M8 1.8l5.4 3.1v6.2L8 14.2l-5.4-3.1V4.9z" />
  </>,
);
export const PriceIcon = icon(
  <>
    <path d="M2.5 8.6V3.3c0-.5.3-.8.8-.8h5.3l5 5a1 1 0 0 1 0 1.4l-4.7 4.7a1 1 0 0 1-1.4 0z" />
    <circle cx="5.6" cy="5.6" r="1" fill="currentColor" stroke="none" />
  </>,
);
export const ImportIcon = icon(
  <>
    <path d="M8 2v7.5M5 6.8L8 9.8l3-3" />
    <path d="M2.5 10v2.2c0 .8.5 1.3 1.3 1.3h8.4c.8 0 1.3-.5 1.3-1.3V10" />
  </>,
);
export const ConnectIcon = icon(
  <>
    <path d="M6 2v3.2M10 2v3.2M4 5.2h8v2.3a4 4 0 0 1-8 0zM8 11.5V14" />
  </>,
);
export const SettingsIcon = icon(
  <>
    <path d="M2 4.8h6.2M11.8 4.8H14M2 11.2h2.2M7.8 11.2H14" />
    <circle cx="10" cy="4.8" r="1.8" />
    <circle cx="6" cy="11.2" r="1.8" />
  </>,
);
export const CopyIcon = icon(
  <>
    <rect x="5.5" y="5.5" width="8" height="8" rx="1.6" />
    <path d="M3.6 10.4h-.2c-.6 0-1-.4-1-1V3.4c0-.6.4-1 1-1h6c.6 0 1 .4 1 1v.2" />
  </>,
);
export const ClockIcon = icon(
  <>
    <circle cx="8" cy="8" r="5.8" />
    <path d="M8 4.8V8l2.2 1.5" />
  </>,
);
export const FolderIcon = icon(
  <>
    <path d="M1.8 12V4.2c0-.6.4-1 1-1h3.4l1.5 1.6h5.5c.6 0 1 .4 1 1V12c0 .6-.4 1-1 1H2.8c-.6 0-1-.4-1-1z" />
  </>,
);
export const CheckIcon = icon(
  <>
    <path d="M3 8.5l3.4 3.4L13 4.8" />
  </>,
);
export const LockIcon = icon(
  <>
    <rect x="3.2" y="7" width="9.6" height="6.8" rx="1.4" />
    <path d="M5.4 7V4.8a2.6 2.6 0 0 1 5.2 0V7" />
  </>,
);
export const CloseIcon = icon(
  <>
    <path d="M4 4l8 8M12 4l-8 8" />
  </>,
);
export const FileIcon = icon(
  <>
    <path d="M4 1.8h5l3.5 3.5v7.7c0 .7-.5 1.2-1.2 1.2H4.7c-.7 0-1.2-.5-1.2-1.2V3c0-.7.5-1.2 1.2-1.2z" />
    <path d="M9 1.8v3.6h3.5" />
  </>,
);
export const ExportIcon = icon(
  <>
    <path d="M8 10V2.5M5 5.2l3-3 3 3" />
    <path d="M2.5 10v2.2c0 .8.5 1.3 1.3 1.3h8.4c.8 0 1.3-.5 1.3-1.3V10" />
  </>,
);
export const InfoIcon = icon(
  <>
    <circle cx="8" cy="8" r="5.8" />
    <path d="M8 7.4v3.4M8 5.2v.1" />
  </>,
);
export const WarningIcon = icon(
  <>
    <path d="M8 2.2l6.2 11H1.8z" />
    <path d="M8 6.6v3M8 11.6v.1" />
  </>,
);
export const ErrorIcon = icon(
  <>
    <path d="M5.4 2h5.2L14 5.4v5.2L10.6 14H5.4L2 10.6V5.4z" />
    <path d="M8 5v3.6M8 11v.1" />
  </>,
);
export const ErrorSolidIcon = icon(
  <>
    <path d="M5.4 2h5.2L14 5.4v5.2L10.6 14H5.4L2 10.6V5.4z" fill="currentColor" stroke="none" />
    <path d="M6 6l4 4M10 6l-4 4" stroke="var(--bg-panel)" />
  </>,
);
export const UnsetIcon = icon(
  <>
    <circle cx="8" cy="8" r="2.6" />
  </>,
);
export const StalledIcon = icon(
  <>
    <circle cx="8" cy="8" r="5.6" strokeDasharray="2.4 2.6" />
  </>,
);
/** As on the bars: something was thrown. */
export const ExceptionIcon = icon(
  <>
    <path d="M8 3.6L12.4 8 8 12.4 3.6 8z" fill="currentColor" stroke="none" />
  </>,
);
export const RunningIcon = icon(
  <>
    <path d="M8 2a6 6 0 1 1-5.2 3" />
  </>,
);
export const MinusIcon = icon(
  <>
    <path d="M3 8h10" />
  </>,
);
export const PlusIcon = icon(
  <>
    <path d="M8 3v10M3 8h10" />
  </>,
);
export const TagIcon = icon(
  <>
    <path d="M2.5 2.5h5l6 6-5 5-6-6z" />
    <circle cx="5.4" cy="5.4" r=".9" fill="currentColor" stroke="none" />
  </>,
);
export const PencilIcon = icon(
  <>
    <path d="M3 13l.7-3L10.8 2.9a1.3 1.3 0 0 1 1.9 0l.4.4a1.3 1.3 0 0 1 0 1.9L6 12.3z" />
  </>,
);
export const TrashIcon = icon(
  <>
    <path d="M2.5 4.2h11M6 4V2.4h4V4M4 4.2l.6 9.4h6.8l.6-9.4" />
  </>,
);
export const TerminalIcon = icon(
  <>
    <rect x="1.8" y="2.8" width="12.4" height="10.4" rx="1.6" />
    <path d="M4.6 6l2 2-2 2M8.6 10.4h3" />
  </>,
);
export const ExpandIcon = icon(
  <>
    <path d="M8 8V2M5.2 4.6L8 1.8l2.8 2.8M8 8v6M5.2 11.4L8 14.2l2.8-2.8M2 8h2.4M11.6 8H14" />
  </>,
);
export const CollapseIcon = icon(
  <>
    <path d="M2 8h12M8 1.6v3.8M5.6 3.2L8 5.6l2.4-2.4M8 14.4v-3.8M5.6 12.8L8 10.4l2.4 2.4" />
  </>,
);
export const ArrowDownIcon = icon(
  <>
    <path d="M8 3v10M4 9l4 4 4-4" />
  </>,
);
export const BulbIcon = icon(
  <>
    <path d="M6 11.6h4M6.6 14h2.8M8 2a4.2 4.2 0 0 0-2.3 7.7V11.6h4.6V9.7A4.2 4.2 0 0 0 8 2z" />
  </>,
);
export const SpeechIcon = icon(
  <>
    <path d="M2 3h12v8.2H7.6L4.5 13.8v-2.6H2z" />
  </>,
);
export const ThumbUpIcon = icon(
  <>
    <path d="M5 7.2l2.6-5c1.1 0 1.8.8 1.8 1.8v2.4h3.1c.9 0 1.6.8 1.4 1.7l-.9 4.1c-.1.7-.7 1.1-1.4 1.1H5zM5 7.2H2.4v6.1H5" />
  </>,
);
export const ThumbDownIcon = icon(
  <>
    <path d="M11 8.8l-2.6 5c-1.1 0-1.8-.8-1.8-1.8V9.6H3.5c-.9 0-1.6-.8-1.4-1.7L3 3.8c.1-.7.7-1.1 1.4-1.1H11zM11 8.8h2.6V2.7H11" />
  </>,
);
export const CodeIcon = icon(
  <>
    <path d="M5.2 4.2L1.8 8l3.4 3.8M10.8 4.2L14.2 8l-3.4 3.8" />
  </>,
);
/** A pair of scales: a judge. */
export const JudgeIcon = icon(
  <>
    <path d="M8 2v12M4.5 14h7M3 4.2h10M3 4.2L1.2 9h3.6zM13 4.2L11.2 9h3.6z" />
  </>,
);
export const ToggleIcon = icon(
  <>
    <rect x="1.5" y="4.2" width="13" height="7.6" rx="3.8" />
    <circle cx="10.6" cy="8" r="1.9" />
  </>,
);
export const NumberIcon = icon(
  <>
    <path d="M6 2.5L4.5 13.5M11.5 2.5L10 13.5M2.5 5.8h11.2M2.3 10.2h11.2" />
  </>,
);
export const TextIcon = icon(
  <>
    <path d="M3 4V2.8h10V4M8 2.8v10.4M6.2 13.2h3.6" />
  </>,
);
export const BracesIcon = icon(
  <>
    <path d="M6 2.5c-1.5 0-2 .7-2 1.9v1.8c0 1-.5 1.6-1.5 1.8 1 .2 1.5.8 1.5 1.8v1.8c0 1.2.5 1.9 2 1.9M10 2.5c1.5 0 2 .7 2 1.9v1.8c0 1 .5 1.6 1.5 1.8-1 .2-1.5.8-1.5 1.8v1.8c0 1.2-.5 1.9-2 1.9" />
  </>,
);
export const MoreIcon = icon(
  <>
    <circle cx="3.5" cy="8" r="1.1" fill="currentColor" stroke="none" />
    <circle cx="8" cy="8" r="1.1" fill="currentColor" stroke="none" />
    <circle cx="12.5" cy="8" r="1.1" fill="currentColor" stroke="none" />
  </>,
);
export const ChartIcon = icon(
  <>
    <path d="M2.5 13.5h11M4.2 11V7.5M8 11V3.5M11.8 11V5.8" />
  </>,
);
