import { customerOf } from './customers.ts';
import { deliver } from './deliver.ts';
import { noticeText } from './notice-text.ts';
import type { Order } from './notice-text.ts';

export interface NoticeRequest {
  order: Order;
}

export interface Notice {
  requestId: string;
  orderId: string;
  text: string;
  /** Of the text message; null: the shop mails the notice with the rest of its mail. */
  receipt: string | null;
}

/** Tells a customer that an order is on its way. */
export async function handler({ order }: NoticeRequest, context: { awsRequestId: string }): Promise<Notice> {
  const { orderId, customerId, channel } = order;
  if (!orderId) throw new TypeError('orderId is missing');
  const { country } = await customerOf(customerId);
  const text = noticeText(order, country);
  return { requestId: context.awsRequestId, orderId, text, receipt: channel === 'text' ? await deliver(orderId, text) : null };
}
