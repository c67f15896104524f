import fc from 'fast-check';
import type { HookFault } from './hook-case';
import { REPORT_API } from './hook-record';

const api = fc.constantFrom(
  ...[REPORT_API, REPORT_API, 'codedeploy', 'codedeploy:GetDeployment', 'codedeploy:GetDeploymentTarget'],
  ...['ecs', 'elbv2', 'elbv2:DescribeTargetHealth', 'elbv2:DescribeListeners', 'elbv2:DescribeRules'],
  ...['secretsmanager'],
);

const kind = fc.constantFrom<HookFault['kind']>(
  ...(['throttled', 'down', 'denied', 'answer-lost', 'slow'] as const),
);

/** For some time, or for as long as the hook is called. */
const seconds = fc.oneof(fc.integer({ min: 1, max: 120 }), fc.constantFrom(400, 20_000));

const fault = fc
  .record({
    api,
    kind,
    from: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 300 })),
    lasts: seconds,
    // The longer of them is never answered.
    delay: fc.constantFrom(2, 20, 20_000),
  })
  .map(
    ({ from, lasts, delay, ...drawn }): HookFault => ({
      ...drawn,
      from,
      to: from + lasts,
      ...(drawn.kind === 'slow' ? { seconds: delay } : {}),
    }),
  );

/** What goes wrong with calls; nothing in three cases of five. */
export const drawnHookFaults: fc.Arbitrary<HookFault[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<HookFault[]>([]) },
  { weight: 2, arbitrary: fc.array(fault, { minLength: 1, maxLength: 2 }) },
);
