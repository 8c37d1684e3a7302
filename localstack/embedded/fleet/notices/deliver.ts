import type { Order } from './notice-text.ts';

/** Mail goes through the house, text messages through the gateway of a carrier. */
const BASE: Record<Order['channel'], string | undefined> = {
  mail: process.env.UPSTREAM_URL,
  text: process.env.TEXT_GATEWAY_URL,
};
const PATIENCE_MS = 2000;

/** Hands a notice over and answers its receipt. Each order has one notice, however often it is handed over. */
export async function deliver({ orderId, channel }: Order, text: string): Promise<string> {
  const response = await put(`${BASE[channel]}/notices/${encodeURIComponent(orderId)}`, { text }, `${channel} notice of ${orderId}`);
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
  if (!response.ok) throw new Error(`${what}: upstream answered ${response.status}`);
  return response;
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message : message;
}
