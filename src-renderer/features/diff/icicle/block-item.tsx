import type { ReactNode } from 'react';

import { blockWords, type IcicleOf } from './block-words';

/** DOM id of the selected block, for `aria-activedescendant`. */
export const BLOCK_ID = 'icicle-block';

/** The selected block for those who do not see the canvas. */
export function BlockItem({ of, block }: { readonly of: IcicleOf; block: number }): ReactNode {
  const { layout } = of;
  const { name, a, b, delta } = blockWords(of, block);
  const [position, setSize] = placeAmongSiblings(of, block);
  return (
    <div
      role="treeitem"
      id={BLOCK_ID}
      aria-level={(layout.depths[block] ?? 0) + 1}
      aria-posinset={position}
      aria-setsize={setSize}
      aria-selected="true"
      tabIndex={-1}
      className="srOnly"
    >
      {`${name}: ${a} in A, ${b} in B, ${delta}`}
    </div>
  );
}

function placeAmongSiblings({ layout }: IcicleOf, block: number): readonly [number, number] {
  const { previousSiblings, nextSiblings } = layout;
  let position = 1;
  for (let at = previousSiblings[block] ?? -1; at !== -1; at = previousSiblings[at] ?? -1) {
    position += 1;
  }
  let setSize = position;
  for (let at = nextSiblings[block] ?? -1; at !== -1; at = nextSiblings[at] ?? -1) setSize += 1;
  return [position, setSize];
}
