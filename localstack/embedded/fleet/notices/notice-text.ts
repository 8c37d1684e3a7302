export interface Order {
  orderId: string;
  customerId: string;
  parcels: number;
  channel: 'mail' | 'text';
  address: { street: string; city: string };
}

const PARCELS = {
  AT: (count: number) => (count === 1 ? 'Ihr Packerl ist' : `Ihre ${count} Packerl sind`),
  DE: (count: number) => (count === 1 ? 'Ihr Paket ist' : `Ihre ${count} Pakete sind`),
};

/** What the customer reads, in the words of their country. */
export function noticeText(order: Order, country: keyof typeof PARCELS): string {
  return `${PARCELS[country](order.parcels)} auf dem Weg nach ${order.address.city}.`;
}
