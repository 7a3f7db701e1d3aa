import type { ReactNode } from 'react';

import { findingWords } from '@domain/diff/groups/finding-words';

import { Certain } from '../certain';
import { shortNameOf, type GroupsModel } from '../model/groups-model';
import styles from './step-panel.module.css';

export interface FindingListProps {
  readonly model: GroupsModel;
  readonly row: number;
}

/** All that tells the sets apart at a step, with the test behind it. */
export function FindingList({ model, row }: FindingListProps): ReactNode {
  const { table, findings } = model;
  const ofRow = findings.ofRows[row] ?? [];
  if (ofRow.length === 0) {
    return (
      <p className={styles.nothing}>
        Here the good runs and the bad ones do not differ by more than runs do anyway.
      </p>
    );
  }
  return (
    <ul className={styles.findings}>
      {ofRow.map((finding) => (
        <li key={finding.measure}>
          <span className={styles.told}>
            <span className="selectable">
              {findingWords(finding, table.goodCount, table.badCount)}
            </span>
            <Certain certainty={finding.certainty} />
          </span>
          <span className={styles.test}>
            {finding.follows === -1
              ? testWords(finding.measure, finding.effect, finding.p)
              : `follows from ${shortNameOf(table, finding.follows)}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

function testWords(measure: string, effect: number, p: number): string {
  const chance = p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`;
  const size = Math.abs(effect).toFixed(2);
  return measure === 'presence' || measure === 'errors'
    ? `shares apart by ${size}, Fisher’s exact test: ${chance}`
    : `Cliff’s delta ${size}, Mann–Whitney: ${chance}`;
}
