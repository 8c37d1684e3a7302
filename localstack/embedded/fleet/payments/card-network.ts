const upstreamUrl = process.env.UPSTREAM_URL;

/** Well under the function's own timeout, so that a slow network shows as an error that says so. */
const PATIENCE_MS = 2000;

/** Asks the card network for an authorisation and answers its number. The network keeps one a payment. */
export async function authorise(paymentId: string, cents: number, currency: string): Promise<string> {
  const response = await fetch(`${upstreamUrl}/authorisations/${encodeURIComponent(paymentId)}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ cents, currency }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!response.ok) throw new Error(`authorisation of ${paymentId}: upstream answered ${response.status}`);
  const { authorisation } = (await response.json()) as { authorisation: string };
  return authorisation;
}
