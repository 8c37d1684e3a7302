/** The records of the tables and of the telemetry. All times are epoch milliseconds, all fractions 0..1. */
export * from './telemetry-records.ts';
export * from './opportunity-kinds.ts';
export * from './opportunity-records.ts';
export * from './recommendation-records.ts';
export * from './rollout-records.ts';
export * from './improvement-records.ts';
export * from './cycle-records.ts';
export * from './sample-records.ts';
export * from './failure-records.ts';
