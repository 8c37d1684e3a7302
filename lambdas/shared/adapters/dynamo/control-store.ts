import { SwitchState } from '../../contract/records.ts';
import type { StrategyScore } from '../../contract/records.ts';
import { CorruptRecord } from '../../errors.ts';
import type { ControlStore } from '../../ports.ts';
import { DAY_MS, floorMinute } from '../../time.ts';
import { eventsMinute, eventsPartition, lockKey, outcomeKey, outcomesPartition, seenKey, SWITCH_KEY } from './keys.ts';
import { decodeRecord, encodeRecord, placeName } from './record-codec.ts';
import { permits } from './permits.ts';
import { table } from './table.ts';
import type { StoreOptions } from './table.ts';

/** The longest window that a cycle may look back over is 14 days (contract/workflow.ts); a day more for clocks that differ. */
const EVENTS_KEPT_MS = 15 * DAY_MS;

/** What `switchState` gives when nobody ever set the switch. */
const NEVER_SET: SwitchState = { stopped: false, by: 'nobody', reason: 'never set', at: 0 };

const OUTCOMES = ['promoted', 'rolledBack', 'inconclusive'] as const;
type Outcome = (typeof OUTCOMES)[number];

/**
 * Switch, locks, seen events and strategy scores, in the control table. Whether something expired is asked in the condition
 * itself: DynamoDB removes items up to days after `expiresAt` (seconds), and the local server never does.
 */
export function dynamoControlStore(options: StoreOptions): ControlStore {
  const items = table(options);
  const switchPlace = { table: items.name, ...SWITCH_KEY };
  return {
    async switchState() {
      const item = await items.get(SWITCH_KEY);
      return item === null ? NEVER_SET : decodeRecord(SwitchState, item['record'], switchPlace);
    },
    async setSwitch(state) {
      await items.put({ ...SWITCH_KEY, record: encodeRecord(SwitchState, state, switchPlace) }, null);
    },

    acquireLock(key, owner, leaseMs, now) {
      const until = now + leaseMs;
      return items.put(
        { ...lockKey(key), owner, until, expiresAt: seconds(until) },
        {
          text: 'attribute_not_exists(pk) OR #until <= :now OR #owner = :owner',
          names: { '#until': 'until', '#owner': 'owner' },
          values: { ':now': now, ':owner': owner },
        },
      );
    },
    async releaseLock(key, owner) {
      await items.remove(lockKey(key), { text: '#owner = :owner', names: { '#owner': 'owner' }, values: { ':owner': owner } });
    },

    ...permits(items),

    async firstSight(key, eventId, windowMs, now) {
      const until = now + windowMs;
      const first = await items.put(
        { ...seenKey(key), claim: eventId, counted: false, until, expiresAt: seconds(until), duplicates: 0 },
        { text: 'attribute_not_exists(pk) OR #until <= :now', names: { '#until': 'until' }, values: { ':now': now } },
      );
      if (first) return true;
      const noted = await items.update(
        seenKey(key),
        { text: 'ADD duplicates :one', values: { ':one': 1 } },
        // The claim is the event's: it passes again after a crash, and after a write whose answer was lost.
        { text: 'claim <> :claim OR counted = :true', values: { ':claim': eventId, ':true': true } },
      );
      return !noted;
    },
    async sightCounted(key, eventId) {
      await items.update(
        seenKey(key),
        { text: 'SET counted = :true', values: { ':true': true } },
        { text: 'claim = :claim', values: { ':claim': eventId } },
      );
    },

    async countEvent(tenant, at) {
      const minute = floorMinute(at);
      await items.update(
        { pk: eventsPartition(tenant), sk: eventsMinute(minute) },
        {
          text: 'ADD #count :one SET expiresAt = :expiry',
          names: { '#count': 'count' },
          values: { ':one': 1, ':expiry': seconds(minute + EVENTS_KEPT_MS) },
        },
        null,
      );
    },
    /** Counted by the minute: a `from` within a minute takes all of that minute. */
    async eventsSince(tenant, from) {
      const minutes = await items.query({ pk: eventsPartition(tenant), from: eventsMinute(floorMinute(from)) });
      return minutes.reduce((sum, item) => sum + Number(item['count']), 0);
    },

    async scores(tenant) {
      const scores = new Map<string, StrategyScore>();
      for (const item of await items.query({ pk: outcomesPartition(tenant) })) {
        const { strategy, outcome } = item;
        if (typeof strategy !== 'string' || !isOutcome(outcome)) {
          const place = { table: items.name, pk: String(item['pk']), sk: String(item['sk']) };
          const found = `${String(strategy)} ${String(outcome)}`;
          throw new CorruptRecord(`${placeName(place)}: outcome: found ${found}; expected a strategy and its outcome`);
        }
        const score = scores.get(strategy) ?? { strategy, promoted: 0, rolledBack: 0, inconclusive: 0 };
        score[outcome] += 1;
        scores.set(strategy, score);
      }
      return [...scores.values()].toSorted((a, b) => (a.strategy < b.strategy ? -1 : 1));
    },
    // One item an improvement, counted when read: a counter could not be raised once only without a transaction.
    async addOutcome(tenant, strategy, improvementId, outcome) {
      await items.put({ ...outcomeKey(tenant, improvementId), strategy, outcome }, { text: 'attribute_not_exists(pk)' });
    },
    async replaceOutcome(tenant, strategy, improvementId, outcome) {
      await items.put({ ...outcomeKey(tenant, improvementId), strategy, outcome }, null);
    },
  };
}

function isOutcome(value: unknown): value is Outcome {
  return OUTCOMES.some((outcome) => outcome === value);
}

/** Epoch seconds, rounded up: what DynamoDB's expiry wants. */
function seconds(at: number): number {
  return Math.ceil(at / 1000);
}
