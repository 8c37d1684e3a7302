import { loadArticles } from './articles.ts';
import type { Article } from './articles.ts';

export interface WishListRequest {
  listId: string;
  itemIds: string[];
}

export interface WishList {
  requestId: string;
  listId: string;
  articles: Article[];
  missing: number;
}

/** Shows a wish list in its own order; what is not sold any more is said to be missing. */
export async function handler(event: WishListRequest, context: { awsRequestId: string }): Promise<WishList> {
  if (!event.listId) throw new TypeError('listId is missing');
  const articles = await loadArticles(event.itemIds);
  const missing = articles.filter((article) => article.priceCents === null).length;
  return { requestId: context.awsRequestId, listId: event.listId, articles, missing };
}
