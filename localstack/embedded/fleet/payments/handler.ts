import { authorise } from './card-network.ts';

export interface PaymentRequest {
  paymentId: string;
  cents: number;
  currency: string;
}

export interface AuthorisedPayment {
  requestId: string;
  paymentId: string;
  authorisation: string;
}

/** Checks a payment and has the card network authorise it. */
export async function handler(event: PaymentRequest, context: { awsRequestId: string }): Promise<AuthorisedPayment> {
  const { paymentId, cents, currency } = event;
  if (!paymentId) throw new TypeError('paymentId is missing');
  if (!Number.isInteger(cents) || cents < 1) throw new RangeError(`payment ${paymentId}: ${cents} is not an amount in whole cents`);
  if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError(`payment ${paymentId}: ${currency} is no currency`);
  return { requestId: context.awsRequestId, paymentId, authorisation: await authorise(paymentId, cents, currency) };
}
