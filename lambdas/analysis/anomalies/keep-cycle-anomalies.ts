import type { Anomaly, AnomalyDraft, Cycle } from '../../shared/contract/records.ts';
import { clockTime } from '../../shared/detection/words.ts';
import type { Ports } from '../../shared/ports.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/time.ts';
import { correlated, relatedWords } from './correlate.ts';
import { isStreamed } from './keep-anomalies.ts';
import { continuedBy, continueWith, openedBy } from './merge-draft.ts';

/** What the series' rules found closes itself within minutes; what is open and was not seen for so long was lost on the way. */
const FORGOTTEN_MS = HOUR_MS;

/** What a cycle's own rules found in one target. */
export interface Drafted {
  target: string;
  drafts: readonly AnomalyDraft[];
}

/**
 * Writes what a cycle's rules found, and closes what its rules find no more and what was forgotten, of the targets that it looked at. Gives all
 * anomalies as they stand then, newest first. Running it again changes nothing.
 * @throws StaleRecord when a worker of analysis/detect wrote one of them meanwhile: the workflow tries again.
 */
export async function keepCycleAnomalies(
  { work, clock }: Pick<Ports, 'work' | 'clock'>,
  cycle: Pick<Cycle, 'tenant' | 'windowEnd'>,
  found: readonly Drafted[],
  known: readonly Anomaly[],
): Promise<{ all: Anomaly[]; opened: number }> {
  const now = clock();
  const steps = found.flatMap(({ target, drafts }) =>
    drafts.map((draft) => {
      const before = continuedBy(draft, target, known);
      return { draft, before, after: before === null ? openedBy(cycle.tenant, target, draft, now) : continueWith(before, draft, now) };
    }),
  );
  const all = new Map(known.map((each) => [each.id, each]));
  for (const { after } of steps) all.set(after.id, after);
  let opened = 0;
  for (const { draft, before, after } of steps) {
    const worded = before !== null && draft.lastSeen < before.lastSeen ? after : inWords(after, draft, [...all.values()]);
    if (before === null) {
      if (await work.anomalies.create(worded)) opened += 1;
      all.set(worded.id, worded);
    } else all.set(before.id, await changed(work, before, worded));
  }
  const targets = new Set(found.map(({ target }) => target));
  for (const each of known) {
    const resolution = targets.has(each.target) && !steps.some(({ after }) => after.id === each.id) ? endOf(each, cycle.windowEnd) : null;
    if (resolution !== null) all.set(each.id, await work.anomalies.update({ ...each, resolution, closedBy: 'rule' }));
  }
  return { all: [...all.values()].toSorted((a, b) => (a.id < b.id ? 1 : -1)), opened };
}

function inWords(after: Anomaly, draft: AnomalyDraft, all: readonly Anomaly[]): Anomaly {
  if (after.resolution !== null) return after;
  const anomaly = correlated(after, all);
  return { ...anomaly, description: `${draft.description} It began at ${clockTime(anomaly.since)}. ${relatedWords(anomaly)}` };
}

async function changed(work: Ports['work'], before: Anomaly, after: Anomaly): Promise<Anomaly> {
  return JSON.stringify(before) === JSON.stringify(after) ? before : work.anomalies.update(after);
}

function endOf({ type, resolution, lastSeen }: Anomaly, windowEnd: number): string | null {
  if (resolution !== null) return null;
  const since = `not seen since ${clockTime(lastSeen + MINUTE_MS)}`;
  if (isStreamed(type)) return windowEnd - lastSeen > FORGOTTEN_MS ? since : null;
  return `${since}; the cycle that looked until ${clockTime(windowEnd)} found it no more`;
}
