import { reserveConcurrency } from '../commands.ts';
import { capacityOf } from '../demand.ts';
import { requestsPerHour } from '../figures.ts';
import { ALWAYS, type Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';

/** A limit of more than this many times the week's need takes from the other functions what it never uses. */
const FAR_ABOVE = 4;
/** Smaller limits take nothing that anybody would miss: a tenth of the hundred that Lambda leaves unreserved. */
const LEAST_LIMIT = 10;
/** Room above the need: twice, since demand grows and a limit that is met refuses calls. */
const ROOM = 2;
/** Share of the calls of the busiest hour that a limit below the need refuses at first: one in a hundred moments is beyond it. */
const GAIN = 0.01;

/** A limit far above or below the demand by hour of the week. Where calls are refused already, throttled.ts says more. */
export function reservedConcurrency(context: TargetContext): Finding[] {
  const reserved = context.scaling?.reservedConcurrency ?? null;
  if (reserved === null || reserved === 0) return [];
  const capacity = capacityOf(context);
  if (capacity.kind !== 'capacity' || capacity.always === 0) return [];
  const need = capacity.always;
  const above = reserved >= LEAST_LIMIT && reserved > FAR_ABOVE * need;
  if (!above && reserved >= need) return [];
  const { name } = context.target;
  const wanted = ROOM * need;
  return [
    {
      kind: 'reserved-concurrency',
      title: above ? `${name} reserves ${reserved} at once and needs ${need}` : `${name} may run ${reserved} at once and will need ${need}`,
      evidence: [
        {
          source: 'telemetry',
          summary:
            `By the demand of each hour of the week ${need} are enough in 99 of 100 moments of the busiest one ` +
            `(${Math.round(capacity.busiest.requestsPerMinute)} calls a minute); the limit is ${reserved}.`,
          figures: { reserved, need, busiestPerMinute: capacity.busiest.requestsPerMinute },
        },
      ],
      severity: above ? 'low' : 'high',
      gain: above ? 0 : GAIN,
      usersPerHour: requestsPerHour(context),
      occurrencesPerDay: ALWAYS,
      samples: context.baselines.invocations?.count ?? 0,
      wanted: null,
      action: {
        words: above
          ? `Give the others what it never uses: ${wanted} leave twice its need.`
          : `Raise the limit before the busiest hour meets it: ${wanted} leave twice the need.`,
        command: reserveConcurrency(name, wanted),
      },
    },
  ];
}
