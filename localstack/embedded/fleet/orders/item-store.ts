import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';

export interface OrderItem {
  itemId: string;
  title: string;
  priceCents: number;
}

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const itemsTable = process.env.ITEMS_TABLE;

export async function loadItem(itemId: string): Promise<OrderItem> {
  const { Item } = await client.send(new GetCommand({ TableName: itemsTable, Key: { itemId } }));
  if (!Item) throw new Error(`item ${itemId} does not exist`);
  return Item as OrderItem;
}

export async function loadItems(itemIds: string[]): Promise<OrderItem[]> {
  const items: OrderItem[] = [];
  for (const id of itemIds) {
    const item = await loadItem(id);
    items.push(item);
  }
  return items;
}
