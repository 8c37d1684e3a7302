import type { SeriesFacts } from '../series/point-order.ts';
import type { Step, StepFound } from '../series/step-finder.ts';

export const isoOrNull = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** What stands in a file, for machines: times in ISO 8601, lengths in ms. */
export function factsJson({ first, last, step, ...counts }: SeriesFacts) {
  return { ...counts, from: isoOrNull(first), to: isoOrNull(last), step: stepJson(step), gaps: gapsJson(step) };
}

function stepJson(found: StepFound) {
  if (found.kind === 'none') return { kind: found.kind };
  if (found.kind === 'irregular') return { kind: found.kind, medianMs: found.medianMs };
  return {
    kind: found.kind,
    ms: found.steps[0].ms,
    steps: found.steps.map(({ ms, min, max, share }: Step) => ({ ms, minMs: min, maxMs: max, share })),
  };
}

/** null: without a step there is no telling what a gap is. */
function gapsJson(found: StepFound) {
  if (found.kind === 'none' || found.kind === 'irregular') return null;
  const { count, missingPoints, longest } = found.gaps;
  return {
    count,
    missingPoints,
    longest: longest === null ? null : { from: isoOrNull(longest.from), to: isoOrNull(longest.to), ms: longest.to - longest.from },
  };
}
