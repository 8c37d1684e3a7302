import type { ShipmentQuote, ShipmentRequest } from './handler.ts';

interface HistoryEntry {
  shipment: ShipmentRequest;
  answer: ShipmentQuote;
}

const recentQuotes: HistoryEntry[] = [];

export function remember(entry: HistoryEntry): void {
  recentQuotes.push(entry);
}

/** The latest quotes of this instance, newest last. */
export function latestQuotes(count: number): { shipmentId: string; totalCents: number }[] {
  return recentQuotes.slice(-count).map(({ answer }) => ({ shipmentId: answer.shipmentId, totalCents: answer.totalCents }));
}
