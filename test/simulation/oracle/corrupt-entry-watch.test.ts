import { describe, expect, test } from '@jest/globals';
import type { Decision, Ledger } from '../../../lambdas/ports';
import { memoryLedger } from '../../../lib/rehearsal/aws/memory-ledger';
import { CorruptEntryWatch } from '../../../lib/simulation/oracle/corrupt-entry-watch';
import { Violations } from '../../../lib/simulation/violations';
import { planOf } from '../../support/plans/plans';
import { began, execution, other } from '../../support/world/cutover';

const ROUTE = 'route53/Z1/api.example.com';

function watched({ isCorrupt }: { readonly isCorrupt: boolean }) {
  const ledger: Ledger = memoryLedger();
  const hasBeenActiveSince = (kind: string) => isCorrupt && kind === 'ledger-corrupted';
  const world = { ledger, plan: planOf() };
  const watch = new CorruptEntryWatch(world, { hasBeenActiveSince }, new Violations());
  const recorded = (kind: Decision['kind']) =>
    ledger.record(ROUTE, {
      key: kind,
      kind,
      what: kind,
      reason: 'x',
      by: 'reconciler',
      execution,
      at: began,
    });
  return { ledger, watch, recorded };
}

describe('a corrupt entry', () => {
  test('is reported once the reconciler has recorded that its lock is unattended', async () => {
    const { ledger, watch, recorded } = watched({ isCorrupt: true });
    expect(watch.isReported(execution)).toBe(false);
    await recorded('unattended');
    expect(watch.isReported(execution)).toBe(true);
    expect(watch.isReported(other)).toBe(false);
    expect(await ledger.decisions(ROUTE)).toMatchObject([{ kind: 'unattended' }]);
  });

  test('is not reported by any other decision', async () => {
    const { watch, recorded } = watched({ isCorrupt: true });
    await recorded('repaired');
    expect(watch.isReported(execution)).toBe(false);
  });
});

test('a sound entry needs a revert, whatever the reconciler has recorded', async () => {
  const { watch, recorded } = watched({ isCorrupt: false });
  await recorded('unattended');
  expect(watch.isReported(execution)).toBe(false);
});
