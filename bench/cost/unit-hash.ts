/**
 * A number of [0, 1) that is always the same for the same seed, function, time and purpose: so the model needs no memory of what it
 * drew. Integer hash by Chris Wellons' lowbias32 (public domain), applied to the parts one after the other.
 */
export function unitHash(seed: number, index: number, at: number, purpose: string): number {
  let hash = mix(seed ^ 0x9e3779b9);
  hash = mix(hash ^ index);
  hash = mix(hash ^ (at >>> 0));
  for (let place = 0; place < purpose.length; place += 1) hash = mix(hash ^ purpose.charCodeAt(place));
  return hash / 2 ** 32;
}

function mix(value: number): number {
  let hash = value >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return (hash ^ (hash >>> 16)) >>> 0;
}
