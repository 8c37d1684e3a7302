import { alarmDimensions } from '../shared/alarm-dimensions.ts';
import { AlarmEvent, type TelemetryEvent } from '../shared/contract/workflow.ts';

/** What an event is about. Two events of the same key say the same thing. */
export interface EventIdentity {
  key: string;
  /** Name of the function that the event is about; null when it is about something else. */
  functionName: string | null;
  /** What it means for that function: an alarm went off, its code, configuration or alias was changed, or neither. */
  news: 'alarm' | 'deployment' | 'other';
}

/** Where EventBridge's sources put the thing and the state that an event is about, in the order of looking. */
const RESOURCE_PATHS = [
  ['alarmName'],
  ['requestContext', 'functionArn'],
  ['requestParameters', 'functionName'],
  ['executionArn'],
  ['deploymentId'],
  ['stack-id'],
] as const;
const STATE_PATHS = [
  ['state', 'value'],
  ['state'],
  ['status'],
  ['status-details', 'status'],
  ['eventName'],
  ['requestContext', 'condition'],
] as const;
/** A completion of an invocation is an event of its own, however alike its neighbours are. */
const OCCASION_PATHS = [['requestContext', 'requestId']] as const;

/** The event's identity: source, kind, resource and state. */
export function eventIdentity(event: TelemetryEvent): EventIdentity {
  const resource = event.resources?.[0] ?? firstText(event.detail, RESOURCE_PATHS) ?? '-';
  const state = firstText(event.detail, STATE_PATHS) ?? '-';
  const occasion = firstText(event.detail, OCCASION_PATHS) ?? '-';
  return {
    key: ['event', event.source, event['detail-type'], resource, state, occasion].join('|'),
    functionName: functionNameOf(event),
    news: newsOf(event, state),
  };
}

/** Calls of Lambda's API that change what serves, as CloudTrail names them: with the version of the API behind the name. */
const DEPLOYING = /^(UpdateFunctionCode|UpdateFunctionConfiguration|PublishVersion|CreateAlias|UpdateAlias)/;

function newsOf(event: TelemetryEvent, state: string): EventIdentity['news'] {
  if (AlarmEvent.safeParse(event).success) return state === 'ALARM' ? 'alarm' : 'other';
  const called = firstText(event.detail, [['eventName']]) ?? '';
  return event.source === 'aws.codedeploy' || DEPLOYING.test(called) ? 'deployment' : 'other';
}

function functionNameOf(event: TelemetryEvent): string | null {
  const alarm = AlarmEvent.safeParse(event);
  if (alarm.success) return alarmDimensions(alarm.data)['FunctionName'] ?? null;
  const named = firstText(event.detail, [
    ['requestContext', 'functionArn'],
    ['requestParameters', 'functionName'],
  ]);
  const text = named ?? event.resources?.find((resource) => resource.includes(':function:'));
  if (text === undefined) return null;
  // arn:aws:lambda:<region>:<account>:function:<name>[:<version>], or the bare name.
  return /:function:([^:]+)/.exec(text)?.[1] ?? text;
}

function firstText(detail: Record<string, unknown>, paths: readonly (readonly string[])[]): string | undefined {
  for (const path of paths) {
    const found = path.reduce<unknown>(
      (at, key) => (at !== null && typeof at === 'object' ? (at as Record<string, unknown>)[key] : undefined),
      detail,
    );
    if (typeof found === 'string' && found !== '') return found;
  }
  return undefined;
}
