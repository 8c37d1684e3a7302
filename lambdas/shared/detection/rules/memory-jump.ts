import { MEMORY_JUMP } from '../../baseline/memory-jump.ts';
import type { TargetWindow } from '../target-window.ts';
import type { AnomalyDraft } from '../../contract/records.ts';
import { deviationPercent, round } from '../words.ts';
import { type KOfN, newestEpisode } from './episode.ts';
import { established } from './established.ts';
import type { Rule } from './rule.ts';

/** A copy keeps the memory that it once used, so that a true jump shows in the next minute again; a single misread line does not. */
const K_OF_N: KOfN = { k: 2, of: 3 };

/** Memory far above the most that was ever seen (SPEC 3). */
export const memoryJump: Rule = { type: 'memory', tellsWarnings: true, find };

function find(window: TargetWindow): AnomalyDraft[] {
  const known = established(window, 'memory-used');
  if (known === null) return [];
  const expected = known.baseline.max;
  const found = newestEpisode(known.scored, ({ value }) => value > MEMORY_JUMP * expected, K_OF_N);
  if (found === null) return [];
  const { name, configuration } = window.target;
  const actual = Math.max(...found.out.map(({ value }) => value));
  return [
    {
      type: 'memory',
      series: 'memory-used',
      severity: 'warning',
      title: `${name} uses far more memory than ever before`,
      description:
        `${name} uses up to ${round(actual)} MB; the most that was seen before is ${round(expected)} MB. ` +
        `It has ${configuration.memoryMb} MB.`,
      expected,
      actual,
      deviationPercent: deviationPercent(expected, actual),
      since: found.since,
      lastSeen: found.lastSeen,
      discriminator: '',
    },
  ];
}
