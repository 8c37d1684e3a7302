import type { AnomalyDraft } from '../contract/records.ts';
import { RULES } from './rules.ts';
import type { TargetWindow } from './target-window.ts';

/** What is said of anything that was seen only while a canary served. */
const ROLLOUT_NOTE = 'A rollout is under way; the judge watches it.';

/**
 * All that the rules find in what one poll saw: at most one draft of a type, series and discriminator. What shows only with the minutes in
 * which a canary served is info: it is seen and told nobody, since the judge compares these very minutes with the stable version. What the
 * other minutes show by themselves keeps its severity.
 */
export function findDrafts(window: TargetWindow): AnomalyDraft[] {
  const found = apply(window);
  if (!Object.values(window.series).some(({ scored }) => scored.some(({ canary }) => canary))) return found;
  const without = apply(withoutCanary(window));
  const seen = found.filter((draft) => !without.some((other) => isSame(draft, other)));
  return [
    ...without,
    ...seen.map((draft) => ({ ...draft, severity: 'info' as const, description: `${draft.description} ${ROLLOUT_NOTE}` })),
  ];
}

function apply(window: TargetWindow): AnomalyDraft[] {
  return RULES.flatMap((rule) => rule.find(window));
}

function withoutCanary(window: TargetWindow): TargetWindow {
  const series = Object.entries(window.series).map(([name, { baseline, scored }]) => [
    name,
    { baseline, scored: scored.filter(({ canary }) => !canary) },
  ]);
  return { ...window, series: Object.fromEntries(series) as TargetWindow['series'] };
}

function isSame(one: AnomalyDraft, other: AnomalyDraft): boolean {
  return one.type === other.type && one.series === other.series && one.discriminator === other.discriminator;
}
