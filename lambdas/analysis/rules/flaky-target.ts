import type { AnomalyDraft } from '../../shared/contract/records.ts';
import { inPercent } from '../../shared/detection/words.ts';
import { flaky } from '../../shared/forecast/flaky.ts';
import { floorMinute } from '../../shared/time.ts';
import type { TargetView } from '../target-context.ts';

const PATTERN = {
  alternating:
    'Success and failure change more often than chance would have them: one of several copies, or of several things it calls, may be broken.',
  scattered: 'Each call fails for itself, with no change between them: a retry would mostly succeed.',
} as const;

/** The live version fails now and then, with nothing changed. Failures that come in stretches are incidents, and no flakiness. */
export function flakyTarget(view: TargetView): AnomalyDraft[] {
  const lines = view.reports.toSorted((a, b) => a.at - b.at);
  const [first, last] = [lines[0], lines.at(-1)];
  const found = flaky(lines.map(({ status }) => status === 'ok'));
  if (found.kind !== 'flaky' || first === undefined || last === undefined) return [];
  const { failures, outcomes } = found.evidence;
  return [
    {
      type: 'flaky',
      series: 'error-rate',
      severity: 'warning',
      title: `${view.target.name} is flaky`,
      description: `${failures} of ${outcomes} calls of ${view.target.name} failed (${inPercent(failures / outcomes)}). ${PATTERN[found.pattern]}`,
      expected: 0,
      actual: failures / outcomes,
      deviationPercent: null,
      since: floorMinute(first.at),
      lastSeen: floorMinute(last.at),
      discriminator: '',
    },
  ];
}
