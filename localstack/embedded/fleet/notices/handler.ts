import { customerOf } from './customers.ts';
import { deliver } from './deliver.ts';
import { noticeText } from './notice-text.ts';
import type { Order } from './notice-text.ts';

export interface NoticeRequest {
  order: Order;
}

export interface SentNotice {
  requestId: string;
  orderId: string;
  text: string;
  receipt: string;
}

/** Tells a customer that an order is on its way. */
export async function handler({ order }: NoticeRequest, context: { awsRequestId: string }): Promise<SentNotice> {
  if (!order.orderId) throw new TypeError('orderId is missing');
  const { country } = await customerOf(order.customerId);
  const text = noticeText(order, country);
  return { requestId: context.awsRequestId, orderId: order.orderId, text, receipt: await deliver(order, text) };
}
