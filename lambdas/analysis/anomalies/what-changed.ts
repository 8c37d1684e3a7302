import type { Improvement, RegisteredTarget } from '../../shared/contract/records.ts';
import { clockTime, dayTime } from '../../shared/detection/words.ts';
import type { Ports } from '../../shared/ports.ts';
import { DAY_MS } from '../../shared/time.ts';

/** Changes that are told: nobody looks for the cause of tonight's trouble in what went well for a day. */
const LATELY_MS = DAY_MS;

/** Improvements that are looked at, newest first: a tenant has at most 20 places a day. */
const IMPROVEMENTS = 50;

type ChangePorts = Pick<Ports, 'work' | 'registry'>;

/** What changed on these targets within the day before `since` (epoch ms) or after it, in sentences, newest first; empty when nothing is known. */
export async function whatChanged(ports: ChangePorts, tenant: string, targets: readonly string[], since: number): Promise<string[]> {
  const [improvements, records] = await Promise.all([
    ports.work.improvements.list(tenant, { limit: IMPROVEMENTS }),
    Promise.all(targets.map((name) => ports.registry.get(name))),
  ]);
  const rollouts = improvements.filter(({ target }) => targets.includes(target)).flatMap((improvement) => rolloutWords(improvement));
  const deployments = records.flatMap((record) => (record === null ? [] : deploymentWords(record)));
  return [...rollouts, ...deployments]
    .filter(({ at }) => at >= since - LATELY_MS)
    .toSorted((a, b) => b.at - a.at)
    .map(({ words }) => words);
}

interface Change {
  at: number;
  words: string;
}

const ROLLOUT_WORDS: Partial<Record<Improvement['status'], string>> = {
  promoted: 'was promoted',
  'rolled-back': 'was rolled back',
  'rolling-out': 'is being rolled out',
};

/** A rollout of Kaizen's own. */
function rolloutWords({ target, title, status, rollout }: Improvement): Change[] {
  const word = ROLLOUT_WORDS[status];
  if (rollout === null || word === undefined) return [];
  const at = rollout.endedAt ?? rollout.startedAt;
  if (at === null) return [];
  return [{ at, words: `Kaizen's change of ${target} ("${title}") ${word}, ${dayTime(at)}.` }];
}

/** A change of the live version by anybody, as far as telemetry saw it: it came between two readings. */
function deploymentWords({ name, target, deployed }: RegisteredTarget): Change[] {
  if (deployed === null || deployed.after === null || target === null) return [];
  return [
    {
      at: deployed.by,
      words: `${name} got its live version ${target.liveVersion} between ${clockTime(deployed.after)} and ${dayTime(deployed.by)}.`,
    },
  ];
}
