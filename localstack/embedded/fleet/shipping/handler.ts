import { latestQuotes, remember } from './history.ts';
import { quoteParcels } from './rates.ts';
import type { Parcel, ParcelQuote } from './rates.ts';

export interface ShipmentRequest {
  shipmentId: string;
  zone: string;
  parcels: Parcel[];
  /** Adds the latest quotes of this instance to the answer, for the support desk. */
  withHistory?: boolean;
}

export interface ShipmentQuote {
  requestId: string;
  shipmentId: string;
  quotes: ParcelQuote[];
  totalCents: number;
  history?: { shipmentId: string; totalCents: number }[];
}

/** Quotes every parcel of a shipment, in the shipment's own sequence. */
export async function handler(event: ShipmentRequest, context: { awsRequestId: string }): Promise<ShipmentQuote> {
  if (event.parcels.length === 0) throw new TypeError(`shipment ${event.shipmentId} has no parcels`);
  const quotes = await quoteParcels(event.parcels, event.zone);
  const totalCents = quotes.reduce((sum, quote) => sum + quote.cents, 0);
  const answer = { requestId: context.awsRequestId, shipmentId: event.shipmentId, quotes, totalCents };
  remember({ shipment: event, answer });
  return event.withHistory ? { ...answer, history: latestQuotes(10) } : answer;
}
