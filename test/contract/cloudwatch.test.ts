import { cloudwatchMetricSource } from '../../lambdas/shared/adapters/aws/metric-source.ts';
import { createMeter } from '../../lambdas/shared/adapters/unit-meter.ts';
import { cloudwatchModel } from './fakes/cloudwatch-service.ts';
import { describeMetricSource } from './metric-source.suite.ts';

describeMetricSource('CloudWatch', async (invocations, now) =>
  cloudwatchMetricSource({ meter: createMeter(), clock: () => now, client: cloudwatchModel(invocations).client }),
);
describeMetricSource('CloudWatch, three data points a page', async (invocations, now) =>
  cloudwatchMetricSource({ meter: createMeter(), clock: () => now, client: cloudwatchModel(invocations, 3).client }),
);
