import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { expect, test } from '@jest/globals';
import { autoScalingReferences } from '../../../lambdas/adapters/references/auto-scaling-references';
import { everyPage } from '../../contracts/references.contract';
import { autoScalingAccount } from '../../support/accounts/auto-scaling-account';
import { wire, xmlError } from '../../support/accounts/wire';
import { newGroup, oldGroup } from '../../support/templates/old-path';

const referencesIn = (account: Pick<ReturnType<typeof autoScalingAccount>, 'answer'>) =>
  autoScalingReferences(new AutoScalingClient(wire(account.answer).config));

test('every group is listed with its capacity and target groups, on all pages', async () => {
  const account = autoScalingAccount(2);
  account.items.DescribeAutoScalingGroups.push(
    { AutoScalingGroupName: 'a', DesiredCapacity: 3, TargetGroupARNs: [oldGroup] },
    {
      AutoScalingGroupName: 'b',
      DesiredCapacity: 0,
      TrafficSources: [{ Identifier: newGroup, Type: 'elbv2' }],
    },
    { AutoScalingGroupName: 'c' },
  );
  const { autoScalingGroups } = referencesIn(account);
  expect(await everyPage((page) => autoScalingGroups(page))).toEqual([
    { name: 'a', desired: 3, targetGroupArns: [oldGroup] },
    { name: 'b', desired: 0, targetGroupArns: [newGroup] },
    { name: 'c', desired: 0, targetGroupArns: [] },
  ]);
  expect(account.asked.map(({ MaxRecords, NextToken }) => [MaxRecords, NextToken])).toEqual([
    ['100', undefined],
    ['100', '2'],
  ]);
});

test('a scheduled action has the desired capacity that it sets, or else the minimum', async () => {
  const account = autoScalingAccount(2);
  const action = (ScheduledActionName: string, more: object) => ({
    ...{ ScheduledActionName, AutoScalingGroupName: 'a', ...more },
  });
  account.items.DescribeScheduledActions.push(
    action('both', { MinSize: 2, DesiredCapacity: 4 }),
    action('minimum', { MinSize: 2 }),
    action('maximum', { MaxSize: 9 }),
  );
  const { scheduledActions } = referencesIn(account);
  expect(await everyPage((page) => scheduledActions(page))).toEqual([
    { name: 'both', group: 'a', capacity: 4 },
    { name: 'minimum', group: 'a', capacity: 2 },
    { name: 'maximum', group: 'a', capacity: null },
  ]);
});

test('throttling of either list is a ServiceBusyError', async () => {
  const references = referencesIn({ answer: () => xmlError('Throttling', 'Rate exceeded') });
  for (const list of [references.autoScalingGroups, references.scheduledActions]) {
    await expect(list(null)).rejects.toMatchObject({ name: 'ServiceBusyError' });
  }
});
