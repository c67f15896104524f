import { expect, test } from '@jest/globals';
import { usdFor } from '../../../lambdas/core/estimate/prices';

test.each([
  // 0.025 USD per 1,000 transitions.
  [{ transitions: 1_000_000, invocations: 0 }, 25],
  // 0.20 USD for the requests, and 62,500 GB-seconds (0.25 GB for 0.25 s each) at 0.0000133334 USD.
  [{ transitions: 0, invocations: 1_000_000 }, 0.2 + 0.8333375],
  [{ transitions: 1_000_000, invocations: 1_000_000 }, 26.0333375],
  [{ transitions: 0, invocations: 0 }, 0],
])('%j costs %d USD', (used, usd) => {
  expect(usdFor(used)).toBeCloseTo(usd, 9);
});
