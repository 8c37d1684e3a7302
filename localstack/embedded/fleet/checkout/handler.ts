import { fetchCustomer } from './customers.ts';

export interface CheckoutRequest {
  customerId: string;
  lines: { productId: string; quantity: number; unitCents: number }[];
}

export interface Checkout {
  requestId: string;
  customerId: string;
  country: string;
  totalCents: number;
}

/** Totals a basket with the customer's discount. */
export async function handler(event: CheckoutRequest, context: { awsRequestId: string }): Promise<Checkout> {
  const customerId = event.customerId;
  const { blocked } = await fetchCustomer(customerId);
  if (blocked) throw new RangeError(`customer ${customerId} is blocked`);
  const cents = event.lines.reduce((sum, line) => sum + line.quantity * line.unitCents, 0);
  const { discountPercent, country } = await fetchCustomer(customerId);
  const totalCents = Math.round((cents * (100 - discountPercent)) / 100);
  return { requestId: context.awsRequestId, customerId, country, totalCents };
}
