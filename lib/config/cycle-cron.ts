const HOURS_PER_DAY = 24;
const HOURS_PER_WEEK = 168;

/**
 * Cron fields of EventBridge Scheduler for a cycle every `intervalHours` that starts at `startTime` (`HH:MM`, UTC). Null
 * when no fixed hours of the day or week give that interval: cron has no other, and a rate would drift with deployments.
 * A weekly cycle runs on Mondays: the whole of the last week is in its window, and people are there when it reports.
 */
export function cycleCron(intervalHours: number, startTime: string): string | null {
  const [hours, minutes] = startTime.split(':').map(Number);
  if (hours === undefined || minutes === undefined) return null;
  if (intervalHours === HOURS_PER_WEEK) return `cron(${minutes} ${hours} ? * MON *)`;
  if (HOURS_PER_DAY % intervalHours !== 0) return null;
  const starts = Array.from({ length: HOURS_PER_DAY / intervalHours }, (_, index) => (hours + index * intervalHours) % HOURS_PER_DAY);
  return `cron(${minutes} ${starts.toSorted((a, b) => a - b).join(',')} * * ? *)`;
}
