import repeated, { decode, print, sizeOf, templateOf, validate } from './labels.ts';
import { batches, byAir, carrierFor, depth, planner, road, Tracker } from './shipment.ts';

async function eachOf(ids: readonly number[], work: (id: number) => Promise<unknown>): Promise<void> {
  for (const id of ids) await work(id);
}

/** Ways to fail in styles that the first service has not; written after the rules were, and looked at by none of them. */
export const ways: Readonly<Record<string, (id: number) => unknown>> = {
  weightless: () => road.label({}),
  route: (id) => road.route(id),
  heavy: (id) => byAir(30 + id),
  carrier: (id) => carrierFor(`carrier-${id}`),
  twice: () => planner()(['Bonn', 'Bonn']),
  moved: (id) => new Tracker().track(String(id)),
  batch: (id) => [...batches([1, id])],
  depth: () => depth({}),
  invalid: () => validate({}),
  template: (id) => templateOf(`t-${id}`),
  print: (id) => print(`p-${id}`),
  size: () => sizeOf('{}'),
  decode: () => decode('%E0%A4%A'),
  repeat: () => repeated('x'),
  each: (id) => eachOf([id], async (each) => Promise.reject(new Error(`parcel ${each} is lost`))),
  text: (id) =>
    Promise.reject(Object.assign(new Error(`GET https://carriers.example/v1/parcels/${id}?key=1 answered 503`), { name: 'UpstreamError' })),
};

export const handler = async (event: { way: string; id: number }): Promise<unknown> => {
  const way = ways[event.way];
  if (way === undefined) throw new TypeError(`found ${event.way}; expected one of ${Object.keys(ways).join()}`);
  return await way(event.id);
};
