import { quoteLines } from './cheapest.ts';
import type { QuotedLine } from './cheapest.ts';

export interface QuoteRequest {
  quoteId: string;
  lines: { sku: string; quantity: number }[];
}

export interface Quote {
  requestId: string;
  quoteId: string;
  lines: QuotedLine[];
  totalCents: number;
  filed: string;
}

const upstreamUrl = process.env.UPSTREAM_URL;

/** Quotes a list of articles and files the quote. */
export async function handler(event: QuoteRequest, context: { awsRequestId: string }): Promise<Quote> {
  if (event.lines.length === 0) throw new TypeError(`quote ${event.quoteId} has no lines`);
  const lines = quoteLines(event.lines);
  const totalCents = lines.reduce((sum, line) => sum + line.cents, 0);
  const response = await fetch(`${upstreamUrl}/quotes/${event.quoteId}`, { method: 'PUT', body: JSON.stringify({ totalCents }) });
  if (!response.ok) throw new Error(`quote ${event.quoteId}: upstream answered ${response.status}`);
  const { filed } = (await response.json()) as { filed: string };
  return { requestId: context.awsRequestId, quoteId: event.quoteId, lines, totalCents, filed };
}
