/** The host of an AWS service's endpoint, or null. */
export function isAwsHost(values: Record<string, string>): Record<string, string> | null {
  return /\.(?:amazonaws\.com(?:\.cn)?|api\.aws|aws\.dev)$/i.test(values['host'] ?? '') ? values : null;
}
