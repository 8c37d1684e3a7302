import { type Benefit, type Difference, type OpportunityKind, STRATEGY_OF } from '../shared/contract/records.ts';
import { CODEMODS } from './codemods.ts';

export interface Declared {
  /** What the change may do to calls to the outside. */
  differences: Difference[];
  /** By which figure it must be better. */
  benefit: Benefit;
}

/** What any model may do to get faster: nothing about writes, nothing about which reads decide a result. */
const MODEL_DIFFERENCES: readonly Difference[] = ['order', 'fewer-reads', 'batched-reads'];
/** Their remedy makes nothing faster. */
const FAILING: ReadonlySet<OpportunityKind> = new Set<OpportunityKind>(['errors', 'recurring-exception']);

/** What a model's change for a kind is held to. Where a codemod is there for the kind, its word on differences and benefit holds too. */
export function declaredForModel(kind: OpportunityKind): Declared {
  if (FAILING.has(kind)) return { differences: [...MODEL_DIFFERENCES, 'fewer-failures'], benefit: 'fewer-failures' };
  const codemod = CODEMODS.find(({ strategy }) => strategy === STRATEGY_OF[kind]?.strategy);
  return {
    differences: [...new Set([...MODEL_DIFFERENCES, ...(codemod?.differences ?? [])])],
    benefit: codemod?.benefit ?? 'duration',
  };
}
