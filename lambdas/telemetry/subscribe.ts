import type { RegisteredTarget } from '../shared/contract/records.ts';
import type { LogSubscription, Ports } from '../shared/ports.ts';
import { updateRegistered } from '../shared/registry/update-registered.ts';
import { DAY_MS, floorMinute, MINUTE_MS } from '../shared/time.ts';
import { mapLimited } from '../shared/map-limited.ts';

/**
 * Filters set in one tick: PutSubscriptionFilter takes five requests a second (CloudWatch Logs quotas), so that a hundred take twenty
 * seconds of the minute until the next tick. A fleet of 10,000 has all of its filters after 100 minutes; its logs are polled until then.
 */
export const MOST_A_TICK = 100;

/** At the same time: half of the five a second, with answers of about half a second. */
const AT_A_TIME = 2;

const MINUTES_A_DAY = DAY_MS / MINUTE_MS;

const NOT_SET_UP = { state: 'none', reason: 'log subscriptions are not set up' } as const;

/** What was done about the log subscriptions. */
export interface Subscribed {
  active: number;
  refused: number;
  failed: { target: string; error: unknown }[];
}

/**
 * Sets the log subscriptions that were never tried, and looks at every other one once a day, spread over its minutes: a filter that
 * somebody deleted comes back, and a log group that had no room, or did not exist, is tried again. Without subscriptions (null: not set up
 * any more) those that count as active are polled again.
 */
export async function subscribe(
  { registry }: Pick<Ports, 'registry'>,
  subscriptions: LogSubscription | null,
  targets: readonly RegisteredTarget[],
  now: number,
): Promise<Subscribed> {
  const minute = (floorMinute(now) / MINUTE_MS) % MINUTES_A_DAY;
  const isUp = ({ name, subscription: { state } }: RegisteredTarget): boolean =>
    subscriptions === null ? state === 'active' : state === 'none' || minuteOfDay(name) === minute;
  const done: Subscribed = { active: 0, refused: 0, failed: [] };
  // Those that were never tried come first.
  const wanted = targets.filter(isUp).toSorted((a, b) => rank(a) - rank(b));
  await mapLimited(wanted.slice(0, MOST_A_TICK), AT_A_TIME, async ({ name }) => {
    try {
      const subscription = subscriptions === null ? NOT_SET_UP : await subscriptions.ensure(name);
      if (subscription.state !== 'none') done[subscription.state] += 1;
      await updateRegistered(registry, name, (record) => (isSame(record.subscription, subscription) ? null : { ...record, subscription }));
    } catch (error) {
      done.failed.push({ target: name, error });
    }
  });
  return done;
}

function rank({ subscription }: RegisteredTarget): number {
  return subscription.state === 'none' ? 0 : 1;
}

function isSame(a: RegisteredTarget['subscription'], b: RegisteredTarget['subscription']): boolean {
  return a.state === b.state && a.reason === b.reason;
}

/** The minute of the day that a name falls into: its characters as digits of base 31, modulo the minutes of a day. */
function minuteOfDay(name: string): number {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % MINUTES_A_DAY;
  return hash;
}
