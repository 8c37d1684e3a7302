/** Published grouping accuracy on the two halves of LogHub's samples, and lines a second of all systems in one miner (content only). */
export const PEERS = [
  { name: 'Drain3 0.9, defaults', own: '.802', others: '.661', rate: '99,000' },
  { name: 'Drain, settings for each system', own: '.884', others: '–', rate: '–' },
  { name: 'Brain, settings for each system', own: '.980', others: '.986', rate: '–' },
] as const;
