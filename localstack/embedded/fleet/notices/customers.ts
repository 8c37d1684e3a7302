export interface Customer {
  customerId: string;
  country: 'AT' | 'DE';
}

const upstreamUrl = process.env.UPSTREAM_URL;
const PATIENCE_MS = 2000;

/** A customer as of now: whoever moves is written to in the words of the new country. */
export async function customerOf(customerId: string): Promise<Customer> {
  const response = await fetch(`${upstreamUrl}/customers/${encodeURIComponent(customerId)}`, {
    cache: 'no-store',
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!response.ok) throw new Error(`customer ${customerId}: upstream answered ${response.status}`);
  return (await response.json()) as Customer;
}
