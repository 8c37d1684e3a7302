import type { Random } from '../load/random.ts';

/** Latencies between two bounds, both in ms. */
export interface Latency {
  lowMs: number;
  highMs: number;
}

/** What a new connection takes before its first request: TCP and TLS are two round trips, some 2 ms each inside a region, and the keys. */
export const HANDSHAKE: Latency = { lowMs: 10, highMs: 14 };

/**
 * Draws a latency in ms from the triangular distribution between the bounds (the mean of two uniform draws). It is
 * symmetric and ends at its upper bound: its 95 % quantile lies at 84 % of the span, and nothing lies far above it. With
 * highMs up to 2.3 times lowMs even the maximum is within 10 % of that quantile, the margin of a rollout's judge.
 */
export function drawLatency({ lowMs, highMs }: Latency, random: Random): number {
  return lowMs + ((highMs - lowMs) * (random() + random())) / 2;
}
