import { askStock } from './levels.ts';

export interface StockRequest {
  itemId: string;
  wanted: number;
}

export interface StockAnswer {
  requestId: string;
  itemId: string;
  left: number;
  enough: boolean;
}

/** Whether there are as many of an article as are wanted, as of now. */
export async function handler(event: StockRequest, context: { awsRequestId: string }): Promise<StockAnswer> {
  const { left } = await askStock(event.itemId);
  return { requestId: context.awsRequestId, itemId: event.itemId, left, enough: event.wanted <= left };
}
