const gatewayUrl = process.env.TEXT_GATEWAY_URL;
const PATIENCE_MS = 2000;

/** Hands a text message over to the gateway and answers its receipt. An order has one, however often it is handed over. */
export async function deliver(orderId: string, text: string): Promise<string> {
  const response = await put(`${gatewayUrl}/messages/${encodeURIComponent(orderId)}`, { text }, `text notice of ${orderId}`);
  const { receipt } = (await response.json()) as { receipt: string };
  return receipt;
}

async function put(url: string, body: object, what: string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch (error) {
    // What fetch throws says no more than that it failed; why is in its cause.
    throw new Error(`${what}: ${reasonOf(error)}`, { cause: error });
  }
  if (!response.ok) throw new Error(`${what}: the gateway answered ${response.status}`);
  return response;
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message : message;
}
