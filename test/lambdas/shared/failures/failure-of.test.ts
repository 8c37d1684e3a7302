import { describe, expect, it } from 'vitest';
import { failureOf, stackOf } from '../../../../lambdas/shared/failures/failure-of.ts';
import { fingerprintOf, locationOf } from '../../../../lambdas/shared/failures/fingerprint.ts';
import { readFailure } from '../../../../lambdas/shared/failures/read-failure.ts';
import { RECORDED, recordedText } from './recorded.ts';

/** Bounds of what telemetry keeps of a stack cut some of the longest. */
describe('a failure as telemetry keeps it', () => {
  it.each(RECORDED)('%s is known again by what is kept of it', (name) => {
    const failure = readFailure(recordedText(name)) ?? expect.fail('no failure');
    const kept = failureOf({ type: failure.type, message: failure.message, stack: stackOf(failure) });
    expect(fingerprintOf(kept)).toEqual(fingerprintOf(failure));
    expect(locationOf(kept)).toBe(locationOf(failure));
    expect(stackOf(kept)).toEqual(stackOf(failure));
  });

  it('has frames first, then the causes with theirs', () => {
    const failure = readFailure(recordedText('java/reflect.v1.txt')) ?? expect.fail('no failure');
    const stack = stackOf(failure);
    expect(stack.filter((line) => line.startsWith('Caused by: '))).toEqual([
      "Caused by: com.acme.orders.Orders$OrderException: order 9 can't be read",
      'Caused by: java.lang.NumberFormatException: For input string: "order-9"',
    ]);
    expect(stack[4]).toBe('at com.acme.orders.Orders.reflect(Orders.java:39)');
  });

  it('is read from stacks that other versions kept, and from lines that are no frames', () => {
    const failure = failureOf({
      type: 'TypeError',
      message: 'boom',
      stack: [
        'at handler (file:///var/task/index.mjs:3:22)',
        'what is this',
        'at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
      ],
    });
    expect(failure).toMatchObject({ runtime: 'node', type: 'TypeError', message: 'boom', cause: null });
    expect(failure.frames.map(({ inApp }) => inApp)).toEqual([true, false]);
  });

  it("takes a service's code for the type", () => {
    const message = 'An error occurred (AccessDenied) when calling the GetObject operation: no';
    expect(failureOf({ type: 'ClientError', message, stack: [] })).toMatchObject({ type: 'AccessDenied', thrownAs: 'ClientError' });
  });

  it('needs no stack', () => {
    expect(failureOf({ type: 'Sandbox.Timedout', message: 'Task timed out after 3.00 seconds', stack: [] })).toMatchObject({
      frames: [],
      cause: null,
    });
  });
});
