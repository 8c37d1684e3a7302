import type { AnomalyDraft, Series } from '../../contract/records.ts';
import { CRITICAL_Z, WARNING_Z } from '../../baseline/judge-value.ts';
import type { TargetWindow } from '../target-window.ts';
import { deviationPercent, howFar, inUnit, SERIES_WORDS } from '../words.ts';
import { type Episode, type KOfN, newestEpisode } from './episode.ts';
import { established, meanOf } from './established.ts';
import { FAR_SLOWER, isAbove, SLOWER } from './noticeable.ts';
import type { Rule } from './rule.ts';
import { beyondChance, type ShareCount, shareCounts } from './share-counts.ts';

/** What a caller feels. A fall of these is good news. */
const DURATIONS = ['duration-p50', 'duration-p95'] as const satisfies readonly Series[];
const SHARES = ['error-rate', 'throttle-rate', 'timeout-rate'] as const satisfies readonly Series[];

/**
 * A lone spike is no anomaly, whatever its z: so many minutes of n must be out. With a deviation that was estimated from 19 points, a
 * normal minute exceeds z = 3 with probability 0.0038 and z = 2 with 0.030 (Student's t, 18 degrees of freedom, one side):
 * 3 of 5 critical by chance: 10 x 0.0038^3 = 6e-7; 4 of 5 at warning: 5 x 0.030^4 = 4e-6. Over a run of 90 minutes of 6 services with 5
 * series: 2,700 positions, 0.01 warnings (which tell nobody) and 0.0015 critical ones, of shares that must be beyond chance as well.
 * Durations are critical in 5 of 6, as in latency-limit.ts and for its reason: a busy neighbour is no chance.
 */
const CRITICAL: KOfN = { k: 3, of: 5 };
const CRITICAL_DURATION: KOfN = { k: 5, of: 6 };
const WARNING: KOfN = { k: 4, of: 5 };

interface Judged {
  at: number;
  value: number;
  z: number | null;
}
type Found<T extends Judged> = Episode<T> & { severity: 'critical' | 'warning' };

/** |z| above 2 is a warning, above 3 critical (SPEC 3), on established baselines, in k of n minutes with data. */
export const deviation: Rule = { type: 'deviation', tellsWarnings: false, find: (window) => [...durations(window), ...shares(window)] };

/**
 * Durations are critical only when median and 95th percentile are, by as much as the latency rule calls critical: a tail alone may be one slow
 * caller, and three deviations of a steady service are nothing that a caller feels. Below 20 % and 10 ms not even a warning is due.
 */
function durations(window: TargetWindow): AnomalyDraft[] {
  const found = DURATIONS.map((series) => {
    const known = established(window, series);
    const episode = known === null ? null : stretch(known.scored, CRITICAL_DURATION);
    const isNoticed = known !== null && episode !== null && isAbove(known, { value: meanOf(episode.out) }, SLOWER);
    return { series, known, episode: isNoticed ? episode : null };
  });
  const agreed = found.every(
    ({ known, episode }) =>
      known !== null && episode?.severity === 'critical' && isAbove(known, { value: meanOf(episode.out) }, FAR_SLOWER),
  );
  return found.flatMap(({ series, known, episode }) =>
    episode === null || known === null
      ? []
      : [draft(window, series, known.baseline.mean, { ...episode, severity: agreed ? 'critical' : 'warning' })],
  );
}

/** Shares must be more than chance as well: with three calls a minute one failure is thirty deviations. */
function shares(window: TargetWindow): AnomalyDraft[] {
  return SHARES.flatMap((series) => {
    const known = established(window, series);
    if (known === null) return [];
    const episode = stretch<ShareCount>(shareCounts(window, series), CRITICAL);
    if (episode === null || !beyondChance(episode.out, known.baseline.mean)) return [];
    return [draft(window, series, known.baseline.mean, episode)];
  });
}

/** The newest stretch that is critical, else the newest that is a warning. */
function stretch<T extends Judged>(points: readonly T[], kOfN: KOfN): Found<T> | null {
  const beyond = (limit: number) => (point: Judged) => point.z !== null && point.z > limit;
  const critical = newestEpisode(points, beyond(CRITICAL_Z), kOfN);
  if (critical !== null) return { ...critical, severity: 'critical' };
  const warning = newestEpisode(points, beyond(WARNING_Z), WARNING);
  return warning === null ? null : { ...warning, severity: 'warning' };
}

function draft(window: TargetWindow, series: Series, expected: number, episode: Found<Judged>): AnomalyDraft {
  const { name } = window.target;
  const actual = meanOf(episode.out);
  const furthest = Math.max(...episode.out.map(({ z }) => z ?? 0));
  return {
    type: 'deviation',
    series,
    severity: episode.severity,
    title: `${name}: unusual ${SERIES_WORDS[series]}`,
    description:
      `The ${SERIES_WORDS[series]} of ${name} was ${inUnit(series, actual)} over ${episode.out.length} minutes; usual is ${inUnit(series, expected)}: ` +
      `${howFar(expected, actual)}, up to ${furthest.toFixed(1)} standard deviations.`,
    expected,
    actual,
    deviationPercent: deviationPercent(expected, actual),
    since: episode.since,
    lastSeen: episode.lastSeen,
    discriminator: '',
  };
}
