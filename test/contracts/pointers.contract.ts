import { beforeEach, describe, expect, test } from '@jest/globals';
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

/** Whatever may point at a path, and what a test puts into it. */
export interface PointersHarness {
  readonly pointers: References;
  readonly old: OldPath;
  readonly hostedZoneId: string;
  readonly missingZone: string;
  readonly cluster: string;
  /** So many of a kind point at the old path: more than a page holds, where that is possible. */
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

/** What every source of pointers must do. */
export function describePointers(
  name: string,
  make: () => Promise<PointersHarness>,
  { count = 25, ...gaps }: Gaps<'missing zones'> & { readonly count?: number } = {},
): void {
  describe(`${name} as pointers`, () => {
    let harness: PointersHarness;

    beforeEach(async () => {
      harness = await make();
    });

    const recordsFound = async () => {
      const { pointers, hostedZoneId, old } = harness;
      const records = await everyPage((page) => pointers.records(hostedZoneId, page));
      return recordReferences(
        records.map((one) => ({ ...one, hostedZoneId })),
        old.hosts,
        null,
      ).references;
    };

    test('finds every record by its alias, on all pages, and no other', async () => {
      const before = (await recordsFound()).length;
      await harness.leave('record', count);
      expect(await recordsFound()).toHaveLength(before + count);
    });

    test('tells a weight of 0 from none', async () => {
      await harness.leave('record-at-0', 1);
      const { pointers, hostedZoneId, old } = harness;
      const records = await everyPage((page) => pointers.records(hostedZoneId, page));
      const leading = records.filter((one) => targetsOf(one).some((host) => old.hosts.includes(host)));
      expect(leading.some(({ weight, setIdentifier }) => weight === 0 && setIdentifier !== null)).toBe(true);
    });

    testUnless(gaps['missing zones'], 'a zone that is not there is an error', async () => {
      const { pointers, missingZone } = harness;
      await expect(pointers.records(missingZone, null)).rejects.toMatchObject({ name: 'NoSuchHostedZone' });
    });

    const alarmsFound = async (prefix: string | null) => {
      const alarms = await everyPage((page) => harness.pointers.alarms(prefix, page));
      return alarmReferences(alarms, harness.old);
    };

    test('finds every alarm by its dimension, on all pages, and no other', async () => {
      expect(await alarmsFound(null)).toEqual([]);
      await harness.leave('alarm', count);
      expect(await alarmsFound(null)).toHaveLength(count);
    });

    test('finds composite alarms by what they refer to', async () => {
      await harness.leave('composite-alarm', 1);
      const found = await alarmsFound(null);
      expect(found).toHaveLength(2);
      expect(found[1]?.what).toMatch(/which refers to alarm/);
    });

    test('a prefix leaves out the alarms of other names', async () => {
      await harness.leave('alarm', 1);
      expect(await alarmsFound('no-alarm-is-called-so-')).toEqual([]);
    });

    test('finds every service by its target group, on all pages', async () => {
      const servicesFound = async () => {
        const { pointers, cluster, old } = harness;
        const services = await everyPage((page) => pointers.services(cluster, page));
        return serviceReferences(
          services.map((one) => ({ ...one, cluster })),
          old,
        );
      };
      expect(await servicesFound()).toEqual([]);
      await harness.leave('service', count);
      expect(await servicesFound()).toHaveLength(count);
      expect(await everyPage((page) => harness.pointers.clusters(page))).toContainEqual(
        expect.stringMatching(new RegExp(`${harness.cluster.replace(/^.*\//, '')}$`)),
      );
    });

    test('knows the load balancer and the target group of the old path', async () => {
      const { pointers, old } = harness;
      const balancers = await everyPage((page) => pointers.loadBalancers(page));
      const own = balancers.find(({ arn }) => arn === old.loadBalancerArns[0]);
      expect(old.hosts).toContain(own?.dnsName.toLowerCase());
      const groups = await everyPage((page) => pointers.targetGroups(page));
      expect(groups.find(({ arn }) => arn === old.targetGroupArns[0])).toBeDefined();
    });

    test('finds listeners of other load balancers that forward to the old target group', async () => {
      const listenersFound = async () => {
        const { pointers, old } = harness;
        const balancers = await everyPage((page) => pointers.loadBalancers(page));
        const forwards = await Promise.all(
          balancers.map(async ({ arn: loadBalancerArn }) => {
            const listeners = await everyPage((page) => pointers.listeners(loadBalancerArn, page));
            const rules = await Promise.all(
              listeners.map(({ arn }) => everyPage((page) => pointers.rules(arn, page))),
            );
            return [...listeners, ...rules.flat()].map((one) => ({ ...one, loadBalancerArn }));
          }),
        );
        const groups = await everyPage((page) => pointers.targetGroups(page));
        return listenerReferences(forwards.flat(), groups, old, null).references;
      };
      expect(await listenersFound()).toEqual([]);
      await harness.leave('listener', 1);
      expect(await listenersFound()).toEqual([
        expect.objectContaining({ what: expect.stringMatching(/which forwards to targetgroup\//) }),
      ]);
    });
  });
}
