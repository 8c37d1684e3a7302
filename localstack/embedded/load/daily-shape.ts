import { DAY_MS } from '../../../lambdas/shared/time.ts';

/**
 * Factor on the mean rate at telemetry time `at` (epoch ms): 1 + amplitude × sin over the UTC day, highest at 06:00, lowest at
 * 18:00, with mean 1 over any whole day.
 * @throws RangeError when the amplitude is not in [0, 1]: the rate would fall below nothing.
 */
export function dailyShape(at: number, amplitude: number): number {
  if (!(amplitude >= 0 && amplitude <= 1)) throw new RangeError(`amplitude: found ${amplitude}; expected 0 to 1`);
  return 1 + amplitude * Math.sin((2 * Math.PI * at) / DAY_MS);
}
