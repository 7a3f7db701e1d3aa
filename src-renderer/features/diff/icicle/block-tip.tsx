import type { ReactNode } from 'react';

import { SideTile } from '../header/side-tile';
import { blockWords, type IcicleOf } from './block-words';
import styles from './icicle.module.css';

export interface BlockTipProps {
  readonly of: IcicleOf;
  readonly block: number;
  /** In px from the left and the top of the icicle. */
  readonly at: { readonly x: number; readonly y: number };
  readonly width: number;
}

const TIP_PX = 260;
const OFFSET_PX = 14;

/** What both sides took in the block under the pointer. */
export function BlockTip({ of, block, at, width }: BlockTipProps): ReactNode {
  const { name, a, b, delta } = blockWords(of, block);
  const left = Math.max(4, Math.min(at.x + OFFSET_PX, width - TIP_PX));
  return (
    <div className={styles.tip} style={{ left, top: at.y + OFFSET_PX }} aria-hidden="true">
      <b>{name}</b>
      <span>
        <SideTile side="a" size="small" /> {a}
      </span>
      <span>
        <SideTile side="b" size="small" /> {b}
      </span>
      <span className="t2">{delta}</span>
    </div>
  );
}
