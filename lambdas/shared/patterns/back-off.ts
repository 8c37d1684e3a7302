/** What helps against throttling, whatever the service. */
export const BACK_OFF = [
  'adaptive-retry',
  'Let the SDK retry longer and at its own pace (retryMode adaptive, maxAttempts 8), within the function’s timeout.',
] as const;

/** The command that shows the quotas of a service, by its code in Service Quotas. */
export const quotas = (service: string): string => `aws service-quotas list-service-quotas --service-code ${service}`;
