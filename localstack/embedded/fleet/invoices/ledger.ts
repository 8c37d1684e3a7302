import type { Totals } from './totals.ts';

const upstreamUrl = process.env.UPSTREAM_URL;

/** Enters an invoice and answers the number of its ledger entry. The ledger keeps one entry per invoice. */
export async function enterIntoLedger(invoiceId: string, totals: Totals): Promise<string> {
  const response = await fetch(`${upstreamUrl}/ledger/${encodeURIComponent(invoiceId)}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ net: totals.netCents, tax: totals.taxCents }),
  });
  if (!response.ok) throw new Error(`ledger entry of ${invoiceId}: upstream answered ${response.status}`);
  const { entry } = (await response.json()) as { entry: string };
  return entry;
}
