import { loadItems } from './item-store.ts';
import type { OrderItem } from './item-store.ts';

export interface OrderRequest {
  orderId: string;
  itemIds: string[];
}

export interface OrderSummary {
  requestId: string;
  orderId: string;
  items: OrderItem[];
  totalCents: number;
}

/** Answers an order with its items, in the order's own sequence, and their total. */
export async function handler(event: OrderRequest, context: { awsRequestId: string }): Promise<OrderSummary> {
  if (!event.orderId) throw new TypeError('orderId is missing');
  const items = await loadItems(event.itemIds);
  const totalCents = items.reduce((sum, item) => sum + item.priceCents, 0);
  return { requestId: context.awsRequestId, orderId: event.orderId, items, totalCents };
}
