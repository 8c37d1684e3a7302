import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { serviceError } from './intercept.ts';

/** What may happen to a call. Reads only fail or come late. */
const WEATHER = ['fine', 'fine', 'fine', 'fine', 'fine', 'fine', 'lost request', 'lost answer', 'sent twice', 'arrives later'] as const;

/**
 * A DynamoDB behind a bad line, as `random` (0 to 1) says: every call takes its time, a request may get lost, its answer may, the SDK may send
 * it a second time after it went through, or it may arrive after its sender has given it up. `settled` waits for those that are on their way.
 */
export function stormy(client: DynamoDBDocumentClient, random: () => number): { client: DynamoDBDocumentClient; settled(): Promise<void> } {
  const underWay: Promise<unknown>[] = [];
  const send = async (command: never): Promise<unknown> => {
    await pause(random, 4);
    const drawn = WEATHER[Math.floor(random() * WEATHER.length)] ?? 'fine';
    const weather = (command as unknown) instanceof PutCommand || drawn === 'lost request' ? drawn : 'fine';
    if (weather === 'lost request') throw serviceError('InternalServerError', 500);
    if (weather === 'arrives later') {
      underWay.push(pause(random, 200).then(() => client.send(command).catch(refused)));
      throw serviceError('TimeoutError', 500);
    }
    const answer = await client.send(command);
    if (weather === 'lost answer') throw serviceError('InternalServerError', 500);
    const last = weather === 'sent twice' ? await client.send(command) : answer;
    await pause(random, 4);
    return last;
  };
  return { client: { send } as unknown as DynamoDBDocumentClient, settled: async () => void (await Promise.all(underWay)) };
}

/** A conditional write that arrives too late is refused: nobody is there any more to hear of it. */
function refused(error: Error): void {
  if (error.name !== 'ConditionalCheckFailedException') throw error;
}

/** Lets others run, at most so many turns of the event loop. */
async function pause(random: () => number, most: number): Promise<void> {
  const turns = Math.floor(random() * (most + 1));
  for (let turn = 0; turn < turns; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}
