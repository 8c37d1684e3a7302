import type { Anomaly, AnomalyDraft } from '../../shared/contract/records.ts';
import type { FindingsMessage } from '../../shared/contract/workflow.ts';
import { GAP_MS } from '../../shared/detection/rules/episode.ts';
import { RULES } from '../../shared/detection/rules.ts';
import { clockTime } from '../../shared/detection/words.ts';
import { StaleRecord } from '../../shared/errors.ts';
import type { Ports } from '../../shared/ports.ts';
import { correlated, relatedWords } from './correlate.ts';
import { anomalyId } from './anomaly-kind.ts';
import { continuedBy, continueWith, openedBy, reopens } from './merge-draft.ts';
import { resolutionOf } from './resolve.ts';

export type KeepPorts = Pick<Ports, 'work' | 'clock'>;

/**
 * Newest anomalies of the tenant that are looked at: those of an hour of the worst day, and what has been open for long. Of those with more
 * than so many newer ones a draft finds the one that began in its own minute; any other would be opened anew.
 */
export const RECENT = 200;

/** Types that the series' rules give: only these end when they show no more; what logs showed is closed by the cycle. */
const STREAMED: ReadonlySet<string> = new Set(RULES.map(({ type }) => type));

/** Whether anomalies of a type come and go with the series' rules. */
export function isStreamed(type: string): boolean {
  return STREAMED.has(type);
}

/** An anomaly that a message is about, with what the message says of it. */
export interface Touched {
  anomaly: Anomaly;
  draft: AnomalyDraft;
}

export interface Kept {
  touched: Touched[];
  /** The tenant's newest, as they stand now. */
  all: Anomaly[];
  opened: number;
  resolved: number;
}

interface Step {
  before: Anomaly | null;
  after: Anomaly;
  draft: AnomalyDraft | null;
}

/**
 * Brings the anomalies of one target to where a message says they are: opens, continues, resolves, reopens, and says of each what else moved. The
 * same message twice changes nothing.
 * @throws StaleRecord when another worker wrote one of them meanwhile: the caller starts again.
 */
export async function keepAnomalies(ports: KeepPorts, message: FindingsMessage): Promise<Kept> {
  const recent = await looked(ports, message);
  const steps = resolved(message, stepsOf(recent, message, ports.clock()));
  const changed = new Map(steps.map(({ after }) => [after.id, after]));
  const all = [...recent.filter(({ id }) => !changed.has(id)), ...changed.values()];

  const touched: Touched[] = [];
  for (const step of steps) {
    const anomaly = await written(ports, { ...step, after: inWords(step, all) });
    changed.set(anomaly.id, anomaly);
    if (step.draft !== null) touched.push({ anomaly, draft: step.draft });
  }
  return {
    touched,
    all: all.map((each) => changed.get(each.id) ?? each),
    opened: steps.filter(({ before }) => before === null).length,
    resolved: steps.filter(({ before, after }) => after.resolution !== null && (before === null || before.resolution === null)).length,
  };
}

/** The tenant's newest, and those that the drafts would be opened as, were they not there already. */
async function looked({ work }: Pick<KeepPorts, 'work'>, { tenant, target, drafts }: FindingsMessage): Promise<Anomaly[]> {
  const recent = await work.anomalies.list(tenant, { limit: RECENT });
  // Fewer than the limit are all that there are.
  if (recent.length < RECENT) return recent;
  const unseen = drafts.filter((draft) => continuedBy(draft, target, recent) === null).map((draft) => anomalyId(target, draft));
  const older = await Promise.all(unseen.map((id) => work.anomalies.get(tenant, id)));
  return [...recent, ...older.filter((each) => each !== null)];
}

/** One step for each draft, and one for each open anomaly of the target that has none. */
function stepsOf(recent: readonly Anomaly[], { tenant, target, drafts }: FindingsMessage, now: number): Step[] {
  const drafted = drafts.map((draft): Step => {
    const before = continuedBy(draft, target, recent);
    return { draft, before, after: before === null ? openedBy(tenant, target, draft, now) : continueWith(before, draft, now) };
  });
  const left = recent.filter(
    (each) => each.target === target && each.resolution === null && !drafted.some(({ after }) => after.id === each.id),
  );
  return [...drafted, ...left.map((each): Step => ({ draft: null, before: each, after: each }))];
}

/** With the resolution of those that show no more. */
function resolved({ until, newest }: FindingsMessage, steps: readonly Step[]): Step[] {
  const mayHaveEnded = ({ after }: Step): boolean => after.resolution === null && isStreamed(after.type) && until - after.lastSeen > GAP_MS;
  return steps.map((step) => {
    const resolution = mayHaveEnded(step) ? resolutionOf(step.after, until, newest) : null;
    return resolution === null ? step : { ...step, after: { ...step.after, resolution, closedBy: 'rule' } };
  });
}

/** With what else moved; in the draft's words when it is as new as what was known. */
function inWords({ before, after, draft }: Step, all: readonly Anomaly[]): Anomaly {
  if (draft === null || (before !== null && (staysClosed(before, draft) || draft.lastSeen < before.lastSeen))) return after;
  const anomaly = correlated(after, all);
  return { ...anomaly, description: `${draft.description} It began at ${clockTime(anomaly.since)}. ${relatedWords(anomaly)}` };
}

function staysClosed(before: Anomaly, draft: AnomalyDraft): boolean {
  return before.resolution !== null && !reopens(before, draft);
}

async function written({ work }: Pick<KeepPorts, 'work'>, { before, after }: Step): Promise<Anomaly> {
  if (before === null) {
    if (await work.anomalies.create(after)) return after;
    throw new StaleRecord(`anomaly ${after.id} of tenant ${after.tenant}: another worker opened it`);
  }
  return JSON.stringify(before) === JSON.stringify(after) ? before : work.anomalies.update(after);
}
