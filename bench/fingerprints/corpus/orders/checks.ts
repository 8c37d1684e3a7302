export function assertPositive(value: number): void {
  if (value <= 0) throw new RangeError('value must be positive');
}

export function quantityOf(order: { quantity: number }): number {
  assertPositive(order.quantity);
  return order.quantity;
}

export function weightOf(order: { weight: number }): number {
  assertPositive(order.weight);
  return order.weight;
}

export const readBody = (body: string): unknown => JSON.parse(body);

export const skusOf = (items: readonly { sku: string }[]): string[] => items.map((item) => item.sku.toUpperCase());
