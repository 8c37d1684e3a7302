import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { NotFound, PaymentDeclined, StockEmpty } from './errors.ts';

export function open(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    connect(port, '127.0.0.1').once('error', reject).once('connect', resolve);
  });
}

export async function loadOrder(id: number): Promise<never> {
  await wait(1);
  throw new NotFound(`order ${id} not found`);
}

export async function loadCustomer(id: number): Promise<never> {
  await wait(1);
  throw new NotFound(`customer ${id} not found`);
}

export async function pay(id: number): Promise<void> {
  try {
    await open(1);
  } catch (cause) {
    throw new PaymentDeclined(`payment of order ${id} declined`, { cause });
  }
}

export function takeFromStock(sku: string): void {
  throw new StockEmpty(`nothing left of ${sku}`);
}

export async function anyOf(id: number): Promise<void> {
  await Promise.any([loadOrder(id), loadCustomer(id)]);
}

export function later(id: number): void {
  setTimeout(() => {
    throw new Error(`too late for ${id}`);
  }, 1);
}
