export interface Parcel {
  parcelId: string;
  weightGrams: number;
  contents: string;
}

export interface Surcharge {
  code: string;
  cents: number;
  text: string;
}

export interface ParcelQuote {
  parcelId: string;
  cents: number;
  surcharges: Surcharge[];
}

const upstreamUrl = process.env.UPSTREAM_URL;
const caller = process.env.AWS_LAMBDA_LOG_STREAM_NAME;
if (!caller) throw new Error('AWS_LAMBDA_LOG_STREAM_NAME is not set: the rate service wants to know its caller');

/** Rates follow the day's fuel and capacity, so a quote is asked for anew each time. */
export async function quoteParcel(parcel: Parcel, zone: string): Promise<ParcelQuote> {
  const response = await fetch(`${upstreamUrl}/rates/${zone}?grams=${parcel.weightGrams}`, {
    cache: 'no-store',
    headers: { 'x-caller': caller },
  });
  if (!response.ok) throw new Error(`rate for parcel ${parcel.parcelId}: upstream answered ${response.status}`);
  const rate = (await response.json()) as { cents: number; surcharges: Surcharge[] };
  return { parcelId: parcel.parcelId, cents: rate.cents, surcharges: rate.surcharges };
}

export async function quoteParcels(parcels: Parcel[], zone: string): Promise<ParcelQuote[]> {
  const quotes: ParcelQuote[] = [];
  for (const parcel of parcels) {
    const quote = await quoteParcel(parcel, zone);
    quotes.push(quote);
  }
  return quotes;
}
