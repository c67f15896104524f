import { expect, test } from '@jest/globals';
import { recordDecision } from '../../../lambdas/steps/support/record-decision';
import { memoryLedger } from '../../../lib/rehearsal/aws/memory-ledger';
import { began, execution, fakeClock } from '../../support/world/cutover';

const where = { route: 'route53/Z1/api.example.com', execution };
const decision = { key: 'shift-1', what: 'shift to 50 %', reason: '2 of 2 alarms are OK' };

test('a decision is in the ledger with its time, in the name of the workflow', async () => {
  const ports = { ledger: memoryLedger(), clock: fakeClock().clock };
  await recordDecision(ports, where, decision);
  expect(await ports.ledger.decisions(where.route)).toEqual([
    { ...decision, execution, at: began, by: 'cutover' },
  ]);
});

test('a decision that somebody asked for is in their name', async () => {
  const ports = { ledger: memoryLedger(), clock: fakeClock().clock };
  await recordDecision(ports, where, { ...decision, by: 'ann' });
  expect(await ports.ledger.decisions(where.route)).toMatchObject([{ by: 'ann' }]);
});

test('a decision recorded twice is there once', async () => {
  const ports = { ledger: memoryLedger(), clock: fakeClock().clock };
  await recordDecision(ports, where, decision);
  await recordDecision(ports, where, decision);
  expect(await ports.ledger.decisions(where.route)).toHaveLength(1);
});
