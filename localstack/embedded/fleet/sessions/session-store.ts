import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';

export interface Session {
  sessionId: string;
  visitor: string;
  page: string;
  visits: number;
  /** Epoch milliseconds. */
  expiresAt: number;
}

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const sessionsTable = process.env.SESSIONS_TABLE;

export async function loadSession(sessionId: string): Promise<Session | null> {
  const { Item } = await client.send(new GetCommand({ TableName: sessionsTable, Key: { sessionId } }));
  return Item ? (Item as Session) : null;
}

/** False when another request of the same visitor was recorded in between: the session is alive either way. */
export async function saveSession(session: Session, knownVisits: number): Promise<boolean> {
  try {
    await client.send(
      new PutCommand({
        TableName: sessionsTable,
        Item: session,
        ConditionExpression: 'visits = :known',
        ExpressionAttributeValues: { ':known': knownVisits },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
