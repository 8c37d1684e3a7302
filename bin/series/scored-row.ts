import type { Scored } from '../../lambdas/shared/detection/detector.ts';
import type { PointRow } from '../input/read-points.ts';

/** A row of the file with what the detector said of it. `anomaly` is by the threshold that was asked for. */
export interface ScoredRow extends PointRow, Scored {}
