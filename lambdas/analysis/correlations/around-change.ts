import { inPercent, round } from '../../shared/detection/words.ts';
import type { Correlation } from '../../shared/contract/records.ts';
import { compareRates, type RateBin, type RateComparison } from '../../shared/stats/compare-rates.ts';
import { rateBins } from '../clusters/rate-bins.ts';
import type { VersionChange } from '../clusters/version-changes.ts';
import { chanceWords, LEVEL, type Subject } from './subject.ts';

/** Parts that each side is cut into, to see whether failures come in bursts. */
const PARTS = 8;
/** Failures on both sides together; with fewer no share of calls shows at this level. */
const LEAST_FAILURES = 8;

/**
 * Whether the rate of a cluster changed with a version: failures a call after it came against those before, by {@link compareRates}; of a canary,
 * failures a REPORT line of its version against those of the version beside it. Two-sided, times the changes that were looked at.
 * Null: too little on one side, or no more than chance.
 *
 * @param look what people are told of the change, and how many were looked at
 */
export function aroundChange(
  subject: Subject,
  change: VersionChange,
  look: { kind: 'deployment' | 'configuration'; what: string; looks: number },
): Correlation | null {
  const { before, after, method } = change.besideUntil === null ? oneAfterTheOther(subject, change) : sideBySide(subject, change);
  const compared = compareRates(before, after);
  if (compared === null || compared.before.count + compared.after.count < LEAST_FAILURES) return null;
  const more = compared.ratio >= 1;
  const p = Math.min(1, 2 * look.looks * (more ? compared.pMore() : compared.pFewer()));
  if (p >= LEVEL) return null;
  return {
    kind: look.kind,
    summary: `${changeWords(compared, more, change.besideUntil !== null)} ${look.what}: ${figureWords(compared)}; ${chanceWords(p)}.`,
    strength: 1 - (more ? 1 / compared.ratio : compared.ratio),
    method: `${method}; ${METHOD} ${look.looks} looked at`,
    figures: {
      failuresBefore: compared.before.count,
      callsBefore: compared.before.exposure,
      failuresAfter: compared.after.count,
      callsAfter: compared.after.exposure,
      p,
    },
  };
}

const METHOD =
  'one minus the ratio of the smaller rate to the larger; exact conditional test of two rates, counts divided by their dispersion, two-sided, times the changes';

function oneAfterTheOther({ errors, minutes, span }: Subject, { after, by }: VersionChange) {
  const times = errors.map(({ at }) => at);
  const within = (from: number, to: number): RateBin[] => (to > from ? rateBins({ from, to }, PARTS, times, minutes) : []);
  return {
    before: within(span.from, Math.min(after, span.to)),
    after: within(Math.max(by, span.from), span.to),
    method: 'failures a call before and after',
  };
}

/** Over the time in which both served and of which REPORT lines are known. */
function sideBySide({ errors, reports, span }: Subject, { version, after, besideUntil }: VersionChange) {
  const known = reports.reduce((oldest, { at }) => Math.min(oldest, at), span.to);
  const together = { from: Math.max(span.from, after, known), to: Math.min(span.to, besideUntil ?? span.to) };
  const of = (isOfVersion: (other: string) => boolean): RateBin[] => {
    if (together.to <= together.from) return [];
    const times = errors.filter((each) => isOfVersion(each.version)).map(({ at }) => at);
    const calls = reports.filter((each) => isOfVersion(each.version)).map(({ at }) => ({ at }));
    return rateBins(together, PARTS, times, []).map(({ count }, index) => ({
      count,
      exposure: calls.filter(({ at }) => partOf(at, together) === index).length,
    }));
  };
  return {
    before: of((other) => other !== version),
    after: of((other) => other === version),
    method: 'failures a REPORT line of the version and of the one beside it, over the same minutes',
  };
}

function partOf(at: number, { from, to }: { from: number; to: number }): number {
  return at < from || at >= to ? -1 : Math.floor(((at - from) * PARTS) / (to - from));
}

function changeWords({ ratio }: RateComparison, more: boolean, beside: boolean): string {
  const since = beside ? 'in' : 'since';
  if (ratio === Number.POSITIVE_INFINITY) return `Only fails ${since}`;
  if (ratio === 0) return `Fails no more ${since}`;
  return more ? `Fails ${round(ratio)} times as often ${since}` : `Fails ${inPercent(1 - ratio)} less often ${since}`;
}

function figureWords({ before, after }: RateComparison): string {
  const of = ({ count, exposure }: RateBin): string => `${count} of ${Math.round(exposure)} calls`;
  return `${of(after)}, against ${of(before)}`;
}
