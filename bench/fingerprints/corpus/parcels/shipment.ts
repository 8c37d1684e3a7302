import { EventEmitter } from 'node:events';

/** A base class whose methods fail on receivers of its subclasses. */
abstract class Carrier {
  protected abstract readonly name: string;

  label(parcel: { weight?: number }): string {
    if (parcel.weight === undefined) throw new TypeError(`${this.name} ships nothing without a weight`);
    return `${this.name} ${parcel.weight}`;
  }

  static for(name: string): Carrier {
    const carriers = new Map<string, Carrier>([['road', new Road()]]);
    const found = carriers.get(name);
    if (found === undefined) throw new Error(`no carrier "${name}" on ${new Date().toISOString()}`);
    return found;
  }
}

class Road extends Carrier {
  protected readonly name = 'road';
  readonly #routes: readonly string[] = [];

  /** A field that holds a function. */
  readonly route = (index: number): string => {
    const route = this.#routes[index];
    return (route as string).toUpperCase();
  };
}

class Air extends Carrier {
  protected readonly name = 'air';

  constructor(weight: number) {
    super();
    if (weight > 30) throw new RangeError(`${weight} kg are too heavy`);
  }
}

export const road = new Road();
export const byAir = (weight: number): Carrier => new Air(weight);
export const carrierFor = (name: string): Carrier => Carrier.for(name);

/** A function within a function within a function. */
export function planner(): (stops: readonly string[]) => string[] {
  const seen = new Set<string>();
  return function plan(stops) {
    function visit(stop: string): string {
      if (seen.has(stop)) throw new Error(`${stop} is visited twice`);
      seen.add(stop);
      return stop;
    }
    return stops.map(visit);
  };
}

export class Tracker extends EventEmitter {
  track(id: string): void {
    this.on('moved', function onMoved(place: { city: string } | null) {
      (place as { city: string }).city.trim();
    });
    this.emit('moved', null, id);
  }
}

export function* batches(ids: readonly number[]): Generator<number> {
  for (const id of ids) {
    if (id > 10) throw new RangeError(`batch ${id} does not exist`);
    yield id;
  }
}

export const depth = (node: { child?: unknown }): number => 1 + depth(node.child as { child?: unknown });
