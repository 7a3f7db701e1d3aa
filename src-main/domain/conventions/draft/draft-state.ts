import type {
  DeclaredEdge,
  FacetNote,
  McpCall,
  MetadataEntry,
  Pending,
  PromptRef,
  Provenance,
  ReportedCost,
  SpanError,
  SpanRelation,
  StreamChunk,
} from '../../facets/span-facets';
import type { JsonValue } from '../../messages';
import type { ProposedEvaluation, SpanSource } from '../convention';
import { ContentDraft } from './content-draft';
import { KindChoice } from './kind-choice';
import type { ScalarField } from './scalar-fields';
import { UsageDraft } from './usage-draft';
import type { ValueChoice } from './value-choice';

/** All that was proposed for one span, before anything is decided. */
export class DraftState {
  readonly kinds = new KindChoice();
  readonly scalars = new Map<ScalarField, ValueChoice<unknown>>();
  readonly usage = new UsageDraft();
  readonly content: ContentDraft;
  readonly parameters = new Map<string, { value: JsonValue; from: Provenance }>();
  readonly finishReasons: string[] = [];
  readonly chunks: StreamChunk[] = [];
  readonly tags: string[] = [];
  readonly tagValues = new Map<string, string>();
  readonly metadataEntries = new Map<string, MetadataEntry>();
  readonly errors: { error: Partial<SpanError>; from: Provenance }[] = [];
  readonly evaluations: ProposedEvaluation[] = [];
  readonly relations: SpanRelation[] = [];
  readonly declared = new Map<string, DeclaredEdge>();
  readonly notes: FacetNote[] = [];
  readonly provenance: Record<string, Provenance> = {};
  costChoice: ValueChoice<ReportedCost> | null = null;
  texts: { list: readonly string[]; from: Provenance } | null = null;
  promptRef: PromptRef | null = null;
  mcpCall: McpCall | null = null;
  pendingAs: Pending | null = null;

  constructor(
    readonly source: SpanSource,
    readonly wantsDetails: boolean,
  ) {
    this.content = new ContentDraft(wantsDetails);
  }
}
