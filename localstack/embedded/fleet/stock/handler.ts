import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';

export interface StockRequest {
  itemId: string;
  wanted: number;
}

export interface StockAnswer {
  requestId: string;
  itemId: string;
  title: string;
  enough: boolean;
}

const itemsTable = process.env.ITEMS_TABLE;

/** Whether there are as many of an article as are wanted: what is dear is kept in small numbers. */
export async function handler(event: StockRequest, context: { awsRequestId: string }): Promise<StockAnswer> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const { Item } = await client.send(new GetCommand({ TableName: itemsTable, Key: { itemId: event.itemId } }));
  if (!Item) throw new Error(`item ${event.itemId} does not exist`);
  const kept = Math.ceil(10_000 / Item.priceCents);
  return { requestId: context.awsRequestId, itemId: event.itemId, title: Item.title, enough: event.wanted <= kept };
}
