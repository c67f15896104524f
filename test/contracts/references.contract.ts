import { beforeEach, describe, expect, test } from '@jest/globals';
import { groupReferences } from '../../lambdas/core/decommission/group-references';
import { recordReferences, targetsOf } from '../../lambdas/core/decommission/record-references';
import {
  alarmReferences,
  listenerReferences,
  type OldPath,
  serviceReferences,
} from '../../lambdas/core/decommission/reference-rules';
import type { Page, References } from '../../lambdas/ports';
import type { Leftover } from '../../lib/rehearsal/aws/reference-account';
import { type Gaps, testUnless } from './gaps';

/** The services that may refer to a path, and what a test adds to them. */
export interface ReferencesHarness {
  readonly references: References;
  readonly old: OldPath;
  readonly hostedZoneId: string;
  readonly missingZone: string;
  readonly cluster: string;
  /** Makes so many of a kind refer to the old path. */
  leave(what: Leftover, count: number): Promise<void>;
}

/** Every item of every page. */
export async function everyPage<T>(read: (page: string | null) => Promise<Page<T>>): Promise<T[]> {
  const found: T[] = [];
  let page: string | null = null;
  do {
    const { items, next }: Page<T> = await read(page);
    found.push(...items);
    page = next;
  } while (page !== null);
  return found;
}

/** What every source of references must do. @param count references that fill more than one page */
export function describeReferences(
  name: string,
  make: () => Promise<ReferencesHarness>,
  { count = 25, ...gaps }: Gaps<'missing zones'> & { readonly count?: number } = {},
): void {
  describe(`${name} as references`, () => {
    let harness: ReferencesHarness;

    beforeEach(async () => {
      harness = await make();
    });

    const recordsFound = async () => {
      const { references, hostedZoneId, old } = harness;
      const records = await everyPage((page) => references.records(hostedZoneId, page));
      return recordReferences(
        records.map((one) => ({ ...one, hostedZoneId })),
        old.hosts,
        null,
      ).references;
    };

    test('finds every record that is an alias of the old path, on all pages, and no other', async () => {
      const before = (await recordsFound()).length;
      await harness.leave('record', count);
      expect(await recordsFound()).toHaveLength(before + count);
    });

    test('reads a weight of 0 as different from no weight', async () => {
      await harness.leave('record-at-0', 1);
      const { references, hostedZoneId, old } = harness;
      const records = await everyPage((page) => references.records(hostedZoneId, page));
      const leading = records.filter((one) => targetsOf(one).some((host) => old.hosts.includes(host)));
      expect(leading.some(({ weight, setIdentifier }) => weight === 0 && setIdentifier !== null)).toBe(true);
    });

    testUnless(gaps['missing zones'], 'throws for a zone that does not exist', async () => {
      const { references, missingZone } = harness;
      await expect(references.records(missingZone, null)).rejects.toMatchObject({ name: 'NoSuchHostedZone' });
    });

    const alarmsFound = async (prefix: string | null) => {
      const alarms = await everyPage((page) => harness.references.alarms(prefix, page));
      return alarmReferences(alarms, harness.old);
    };

    test('finds every alarm with a dimension of the old path, on all pages, and no other', async () => {
      expect(await alarmsFound(null)).toEqual([]);
      await harness.leave('alarm', count);
      expect(await alarmsFound(null)).toHaveLength(count);
    });

    test('finds composite alarms by the alarms in their rules', async () => {
      await harness.leave('composite-alarm', 1);
      const found = await alarmsFound(null);
      expect(found).toHaveLength(2);
      expect(found[1]?.what).toMatch(/which references alarm/);
    });

    test('leaves out alarms whose names do not begin with the prefix', async () => {
      await harness.leave('alarm', 1);
      expect(await alarmsFound('no-alarm-is-called-so-')).toEqual([]);
    });

    test('finds every service attached to the old target group, on all pages', async () => {
      const servicesFound = async () => {
        const { references, cluster, old } = harness;
        const services = await everyPage((page) => references.services(cluster, page));
        return serviceReferences(
          services.map((one) => ({ ...one, cluster })),
          old,
        );
      };
      expect(await servicesFound()).toEqual([]);
      await harness.leave('service', count);
      expect(await servicesFound()).toHaveLength(count);
      expect(await everyPage((page) => harness.references.clusters(page))).toContainEqual(
        expect.stringMatching(new RegExp(`${harness.cluster.replace(/^.*\//, '')}$`)),
      );
    });

    test('finds every Auto Scaling group attached to the old target group, on all pages', async () => {
      const groupsFound = async () => {
        const { references, old } = harness;
        const autoScalingGroups = await everyPage((page) => references.autoScalingGroups(page));
        const scheduledActions = await everyPage((page) => references.scheduledActions(page));
        return groupReferences({ autoScalingGroups, scheduledActions }, old).references;
      };
      expect(await groupsFound()).toEqual([]);
      await harness.leave('auto-scaling-group', count);
      expect(await groupsFound()).toHaveLength(count);
    });

    test('lists the load balancer and the target group of the old path', async () => {
      const { references, old } = harness;
      const balancers = await everyPage((page) => references.loadBalancers(page));
      const own = balancers.find(({ arn }) => arn === old.loadBalancerArns[0]);
      expect(old.hosts).toContain(own?.dnsName.toLowerCase());
      const groups = await everyPage((page) => references.targetGroups(page));
      expect(groups.find(({ arn }) => arn === old.targetGroupArns[0])).toBeDefined();
    });

    test('finds listeners of other load balancers that forward to the old target group', async () => {
      const listenersFound = async () => {
        const { references, old } = harness;
        const balancers = await everyPage((page) => references.loadBalancers(page));
        // One after the other: the account may have load balancers of other suites, and an emulator takes few
        // connections at once.
        const forwards = [];
        for (const { arn: loadBalancerArn } of balancers) {
          for (const listener of await everyPage((page) => references.listeners(loadBalancerArn, page))) {
            const rules = await everyPage((page) => references.rules(listener.arn, page));
            forwards.push(...[listener, ...rules].map((one) => ({ ...one, loadBalancerArn })));
          }
        }
        const groups = await everyPage((page) => references.targetGroups(page));
        return listenerReferences(forwards, groups, old, null).references;
      };
      expect(await listenersFound()).toEqual([]);
      await harness.leave('listener', 1);
      expect(await listenersFound()).toEqual([
        expect.objectContaining({ what: expect.stringMatching(/which forwards to targetgroup\//) }),
      ]);
    });
  });
}
