import { expect, test } from '@jest/globals';
import { lazyProbe } from '../../lambdas/handlers/support/lazy-probe';
import type { ProbeRequest } from '../../lambdas/ports';

test('a lazy probe is loaded once, by its first request, and sends every request', async () => {
  const events: string[] = [];
  const probe = lazyProbe(async () => {
    events.push('load');
    return {
      send: async ({ url }) => {
        events.push(url);
        return { failure: 'refused', retryable: false };
      },
    };
  });
  expect(events).toEqual([]);
  const request = (url: string): ProbeRequest => ({
    ...{ method: 'GET', url, headers: {}, timeoutMs: 1_000, maxBytes: 1_000 },
  });
  const answers = await Promise.all([probe.send(request('/a')), probe.send(request('/b'))]);
  expect(events).toEqual(['load', '/a', '/b']);
  expect(answers).toEqual(Array(2).fill({ failure: 'refused', retryable: false }));
});
