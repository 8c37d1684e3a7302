import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';

export interface Article {
  itemId: string;
  title: string | null;
  /** Null: it is not sold any more. */
  priceCents: number | null;
}

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const itemsTable = process.env.ITEMS_TABLE;

export async function loadArticles(itemIds: string[]): Promise<Article[]> {
  const articles: Article[] = [];
  for (const itemId of itemIds) {
    const { Item } = await client.send(new GetCommand({ TableName: itemsTable, Key: { itemId } }));
    articles.push({ itemId, title: Item?.title ?? null, priceCents: Item?.priceCents ?? null });
  }
  return articles;
}
