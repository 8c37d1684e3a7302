import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** A statement, and for each wildcard that it cannot do without the reason. */
export interface Grant {
  statement: PolicyStatement;
  /** Why its Resource has a `*`; absent: it has none. */
  wildcardReason?: string;
}

export const allow = (
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  conditions?: Record<string, unknown>,
): PolicyStatement =>
  new PolicyStatement({ sid, actions: [...actions], resources: [...resources], ...(conditions === undefined ? {} : { conditions }) });
