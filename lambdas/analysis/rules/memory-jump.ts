import { maturity } from '../../shared/baseline/judge-value.ts';
import { MEMORY_JUMP } from '../../shared/baseline/memory-jump.ts';
import { recent } from '../figures.ts';
import type { AnomalyDraft, TargetView } from '../target-context.ts';
import { deviationPercent, round } from '../words.ts';

/** Memory far above the most that was ever seen (SPEC 3). */
export function memoryJump(view: TargetView): AnomalyDraft[] {
  const known = maturity(view.baselines, 'memory-used', view.span.to);
  if (known.state !== 'established') return [];
  const points = recent(view, view.series['memory-used'] ?? []);
  const peak = points.reduce<{ at: number; value: number } | null>(
    (most, point) => (most !== null && most.value >= point.value ? most : point),
    null,
  );
  const expected = known.baseline.max;
  if (peak === null || peak.value <= MEMORY_JUMP * expected) return [];
  return [
    {
      type: 'memory',
      series: 'memory-used',
      severity: 'warning',
      title: `${view.target.name} uses far more memory than ever before`,
      description: `${view.target.name} used ${round(peak.value)} MB; the most seen before was ${round(expected)} MB. It has ${view.target.configuration.memoryMb} MB.`,
      expected,
      actual: peak.value,
      deviationPercent: deviationPercent(expected, peak.value),
      at: peak.at,
      discriminator: '',
    },
  ];
}
