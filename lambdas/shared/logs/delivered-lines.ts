import type { LogError, ReportLine } from '../contract/records.ts';
import type { OperationLine } from './operation-line.ts';

/** What one delivery of a log subscription holds, parsed. */
export interface DeliveredLines {
  kind: 'lines';
  /** Same for the same delivery, whenever it comes. */
  id: string;
  /** Name of the function whose log group it is; null: the group is no function's. */
  functionName: string | null;
  /** Of the requests that belong to the sample. */
  reports: ReportLine[];
  /** `fatal`: the invocation failed by it. */
  errors: (LogError & { fatal: boolean })[];
  operations: OperationLine[];
  /** Lines beyond the bound, and lines whose figures can't be true. */
  dropped: number;
}

/** CloudWatch Logs sends a control message now and then, to see whether the receiver is there. */
export type LogDeliveryContent = DeliveredLines | { kind: 'control' };
