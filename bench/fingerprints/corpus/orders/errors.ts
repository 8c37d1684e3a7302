/** Named by hand, as most libraries do. */
export class NotFound extends Error {
  override name = 'NotFound';
}

/** Named after its class: a minifier changes it. */
export class PaymentDeclined extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Not named at all. */
export class StockEmpty extends Error {}
