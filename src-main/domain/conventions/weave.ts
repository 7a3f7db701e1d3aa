/**
 * W&B Weave's keys on spans of any convention. Source: conventions reference §5, §6 (Weave).
 */
import type { Convention } from './convention';
import { kindOfWord } from './kind-words';
import { proposeTexts, sessionRank, type TextRow } from './field-table';
import { provenanceOf } from './provenance';
import { proposeEntries } from './propose-entries';

const from = provenanceOf('weave');

const KIND_KEY = 'weave.span.kind';

export const weave: Convention = {
  id: 'weave',

  detect({ attributes }) {
    for (const prefix of ['wandb.', 'weave.']) {
      if (attributes.hasPrefix(prefix)) return { version: null, evidence: `attributes ${prefix}*` };
    }
    return null;
  },

  propose(source, draft) {
    proposeTexts(source, draft, from, rows);
    const { attributes } = source;
    const word = attributes.text(KIND_KEY);
    const kind = word === null ? null : kindOfWord(word);
    if (kind !== null) draft.kind(kind, word, 'vendorKind', from.attribute(KIND_KEY));
    for (const key of ['wandb.is_turn', 'wandb.wb_run_id', 'wandb.wb_run_step']) {
      draft.metadata(key, attributes.json(key), from.attribute(key));
    }
    proposeEntries(attributes, 'wandb.attributes', from, (...entry) => draft.metadata(...entry));
  },
};

const rows: readonly TextRow[] = [
  ['sessionId', 'wandb.thread_id', sessionRank.vendor],
  ['label', 'wandb.display_name'],
];
