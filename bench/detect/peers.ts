/**
 * Scores of NAB's published detectors on the developers' half (29 of the 58 files), standard profile, each at its best threshold for this half;
 * computed from the results that NAB publishes, not measured here.
 */
export const PEERS: readonly { name: string; score: number }[] = [
  { name: 'ARTime', score: 77.3 },
  { name: 'Numenta HTM', score: 73.0 },
  { name: 'CAD OSE', score: 72.0 },
  { name: 'htmjava', score: 69.4 },
  { name: 'relative entropy', score: 59.4 },
  { name: 'earthgecko skyline', score: 57.7 },
  { name: 'KNN-CAD', score: 56.4 },
  { name: 'Random Cut Forest', score: 45.0 },
  { name: 'windowed Gaussian', score: 37.5 },
];
