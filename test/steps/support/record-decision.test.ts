import { expect, test } from '@jest/globals';
import { type NewDecision, recordDecision } from '../../../lambdas/steps/support/record-decision';
import { memoryLedger } from '../../../lib/rehearsal/aws/memory-ledger';
import { began, execution, fakeClock } from '../../support/world/cutover';

const owner = { route: 'route53/Z1/api.example.com', execution };
const decision: NewDecision = {
  key: 'shift-1',
  kind: 'shifted',
  what: 'shift to 50 %',
  reason: '2 of 2 alarms are OK',
};

test('a decision is recorded with its time, in the name of the cutover', async () => {
  const ports = { ledger: memoryLedger(), clock: fakeClock().clock };
  await recordDecision(ports, owner, decision);
  expect(await ports.ledger.decisions(owner.route)).toEqual([
    { ...decision, execution, at: began, by: 'cutover' },
  ]);
});

test('a decision of someone else is recorded in their name', async () => {
  const ports = { ledger: memoryLedger(), clock: fakeClock().clock };
  await recordDecision(ports, owner, { ...decision, by: 'ann' });
  expect(await ports.ledger.decisions(owner.route)).toMatchObject([{ by: 'ann' }]);
});

test('a decision that is recorded twice is in the ledger once', async () => {
  const ports = { ledger: memoryLedger(), clock: fakeClock().clock };
  await recordDecision(ports, owner, decision);
  await recordDecision(ports, owner, decision);
  expect(await ports.ledger.decisions(owner.route)).toHaveLength(1);
});
