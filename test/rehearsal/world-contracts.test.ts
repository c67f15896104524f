import type { ListenerOrRule } from '../../lambdas/core/routers/alb/forward-action';
import type { RecordSet } from '../../lambdas/core/routers/route53/weighted-records';
import type { CertificateReading, ChangeSetReading } from '../../lambdas/core/shared/readings';
import { Calls } from '../../lib/rehearsal/aws/calls';
import { CodeDeploy } from '../../lib/rehearsal/aws/code-deploy';
import { worldHealth } from '../../lib/rehearsal/aws/health';
import { memoryLedger } from '../../lib/rehearsal/aws/memory-ledger';
import { Metrics } from '../../lib/rehearsal/aws/metrics';
import { pathsCountedBy } from '../../lib/rehearsal/aws/path-dimensions';
import { PreflightAccount } from '../../lib/rehearsal/aws/preflight/preflight-account';
import { OLD_HOST, ReferenceAccount } from '../../lib/rehearsal/aws/reference-account';
import { worldReferences } from '../../lib/rehearsal/aws/references';
import {
  worldAutoScalingGroups,
  worldCertificates,
  worldChangeSets,
  worldDeployments,
  worldLedger,
  worldTargets,
} from '../../lib/rehearsal/aws/services';
import { seededRandom } from '../../lib/rehearsal/kernel/random';
import { VirtualClock } from '../../lib/rehearsal/kernel/virtual-clock';
import { ForwardSplit } from '../../lib/rehearsal/routers/alb/forward-split';
import { KeyValueSplit } from '../../lib/rehearsal/routers/cloudfront-kvs/key-value-split';
import { HEALTH_CHECK_ID } from '../../lib/rehearsal/routers/route53/record-sets';
import { RecordSplit } from '../../lib/rehearsal/routers/route53/record-split';
import { START } from '../../lib/rehearsal/world/world';
import { describeAnyRouter } from '../contracts/any-router.contract';
import { describeAutoScalingGroups } from '../contracts/auto-scaling-groups.contract';
import { describeCertificates, type SeededCertificate } from '../contracts/certificates.contract';
import { describeChangeSets, type SeededChange } from '../contracts/change-sets.contract';
import { describeDeployments } from '../contracts/deployments.contract';
import { describeHealthChecks } from '../contracts/health-checks.contract';
import { describeHealthSource } from '../contracts/health-source.contract';
import { describeLedger } from '../contracts/ledger.contract';
import { describeReferences } from '../contracts/references.contract';
import { describeRouteRecords } from '../contracts/route-records.contract';
import { describeTargetHealth } from '../contracts/target-health.contract';
import { describeTrafficRouter } from '../contracts/traffic-router.contract';
import { brokenForwards, forwardHarness } from '../support/accounts/forward-harness';
import { planOf } from '../support/plans/plans';
import { changeOf, changeSetOf, groupOf, instanceOf } from '../support/plans/readings';
import { keyValueStore, loadBalancer } from '../support/plans/routers';
import { inWorldTime } from '../support/world/in-world-time';
import { worldAlarms } from '../support/world/world-alarms';

/**
 * The simulated services pass the contract tests of the adapters, so that a rehearsal shows what AWS would
 * do.
 */

const MINUTE_MS = 60_000;

const worldParts = () => {
  const clock = new VirtualClock(START);
  const random = seededRandom(1);
  return {
    clock,
    random,
    calls: new Calls(clock, random),
    preflightAccount: new PreflightAccount(planOf(), 1, START),
  };
};
const sameRecord = (one: object, other: object) =>
  ['Type', 'SetIdentifier'].every((field) => Reflect.get(one, field) === Reflect.get(other, field));

/** How records of Route 53 begin. */
const setup = { alias: false, ttlSeconds: 60 };

const recordsHarness = () => {
  const { clock, random, calls } = worldParts();
  const { router: route } = planOf();
  const records = new RecordSplit({ route, setup, clock, random });
  const without = (record: object) => records.list().filter((one) => !sameRecord(one, record));
  return {
    router: inWorldTime(clock, records.router(calls)),
    port: inWorldTime(clock, records.records(calls)),
    route,
    healthCheckId: '0a1b2c3d-0000-1111-2222-333344445555',
    seed: async (seeded: readonly RecordSet[]) => records.foreignReplace(seeded),
    records: async () => records.list(),
    foreignChange: async (record: RecordSet) => records.foreignReplace([...without(record), record]),
    foreignDelete: async (record: RecordSet) => records.foreignReplace(without(record)),
    propagate: () => clock.runUntil(clock.sleep(MINUTE_MS)),
  };
};

describeTrafficRouter('the simulated Route 53', async () => recordsHarness());
describeRouteRecords('the simulated Route 53', async () => recordsHarness());

describeAnyRouter('the simulated key value store', async () => {
  const { clock, random, calls } = worldParts();
  const route = keyValueStore({ configKeys: ['APIGW_A_URL'] });
  const store = new KeyValueSplit({ route, setup: {}, clock, random });
  const put = (key: string, value: string | null) => async () => {
    const values = new Map(store.contents());
    values.delete(key);
    store.foreignReplace(value === null ? values : values.set(key, value));
  };
  const shift = (percent: number) => put('traffic-split', String(percent))();
  return {
    router: inWorldTime(clock, store.router(calls)),
    route,
    seed: shift,
    percent: async () => store.percent(),
    rest: async () => [...store.contents()].filter(([key]) => key !== 'traffic-split').sort(),
    foreignShift: shift,
    foreignChange: put('APIGW_A_URL', 'https://elsewhere.example.com'),
    broken: [
      ['without its key', async () => store.foreignDelete(), /no key "traffic-split"/],
      ['with no whole number', put('traffic-split', 'all'), /holds "all"/],
    ],
    propagate: () => clock.runUntil(clock.sleep(2 * MINUTE_MS)),
  };
}, ['without its key', 'with no whole number']);

describeAnyRouter(
  'the simulated load balancer',
  async () => {
    const { clock, calls } = worldParts();
    const route = loadBalancer();
    const forward = new ForwardSplit({ route, setup: { stickinessSeconds: 0 }, clock });
    const parts = {
      found: () => forward.listenerOrRule(),
      set: (to: ListenerOrRule) => forward.foreignReplace(to),
    };
    return forwardHarness(inWorldTime(clock, forward.router(calls)), route, parts);
  },
  brokenForwards,
  { 'two writes at once': 'neither the API nor the world has compare-and-swap' },
);

describeHealthSource(
  'worldHealth',
  async () => {
    const { clock, calls } = worldParts();
    const metrics = new Metrics(MINUTE_MS, 0, () => undefined);
    let alarms = await worldAlarms(clock, []);
    const shared = 'app/shared/0123456789abcdef';
    const plan = planOf({
      health: {
        alarms: ['any'],
        minRequests: { count: 1, source: 'app/new-alb/0123456789abcdef' },
        compare: { old: `${shared}/targetgroup/old/1111`, new: `${shared}/targetgroup/new/2222` },
      },
    });
    const source = () =>
      inWorldTime(clock, worldHealth({ calls, alarms, metrics, clock, advance: () => undefined, plan }));
    await clock.runUntil(clock.sleep(61 * MINUTE_MS));
    return {
      source: {
        alarms: (names) => source().alarms(names),
        silent: (names, now) => source().silent(names, now),
        requests: (sources, from, to) => source().requests(sources, from, to),
        minutes: (sources, statistic, from, to) => source().minutes(sources, statistic, from, to),
        hours: (sources, statistic, from, to) => source().hours(sources, statistic, from, to),
        balancers: (sources, from, to) => source().balancers(sources, from, to),
      },
      minute: START,
      hour: START,
      alarmPlace: 'us-east-1:000000000000',
      seedAlarms: async (seeded) => {
        alarms = await worldAlarms(clock, seeded);
      },
      seedOwnErrors: async (_, minutesLater, count) =>
        metrics.addOwnErrors(START + minutesLater * MINUTE_MS, count),
      seedRequests: async (
        name,
        minutesLater,
        count,
        { errors, latencyMs } = { errors: 0, latencyMs: 40 },
      ) => {
        const [path = 'new'] = pathsCountedBy(name, plan);
        const at = START + minutesLater * MINUTE_MS;
        metrics.add(path, at, count, errors, { p99Ms: latencyMs, addedMs: 0 });
      },
    };
  },
  {
    composites: 'a rehearsal cannot know the rule of an alarm, so each is a metric alarm',
  },
);

describeTargetHealth(
  'worldTargets',
  async () => {
    const { clock, calls, preflightAccount } = worldParts();
    return {
      health: inWorldTime(clock, worldTargets(calls, preflightAccount)),
      missingArn: 'missing',
      states: ['healthy', 'initial', 'unhealthy', 'unused', 'draining', 'unavailable'],
      seed: async (targets) => {
        const group = preflightAccount.targetsOf('new');
        group.splice(0, group.length, ...targets.map((target) => ({ ...target, reason: '' })));
        return 'new';
      },
    };
  },
  { 'missing groups': 'every target group exists in a rehearsal' },
);

describeAutoScalingGroups('worldAutoScalingGroups', async () => {
  const { clock, calls, preflightAccount } = worldParts();
  const groups = new Map(preflightAccount.autoScalingGroups.new);
  preflightAccount.autoScalingGroups.new = groups;
  return {
    groups: inWorldTime(clock, worldAutoScalingGroups(calls, preflightAccount)),
    missing: 'missing',
    seed: async (seeded) => {
      const { desired, maximum, suspended = [], isAttached, policies = [], alarmActions = true } = seeded;
      const name = `group-${groups.size}`;
      const targetGroupArn = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/new/1';
      groups.set(
        name,
        groupOf({
          ...{ name, desired, maximum, refresh: seeded.isRefreshing === true ? 'InProgress' : null },
          instances: Array.from({ length: desired }, (_, i) => instanceOf(i)),
          suspended: suspended.map((process) => ({ process, reason: '' })),
          targetGroupArns: isAttached === true ? [targetGroupArn] : [],
          policies: policies.map((policy) => ({
            ...{ name: policy, type: 'TargetTrackingScaling', isEnabled: true },
            alarms: [{ name: `${policy}-high`, actionsEnabled: alarmActions }],
          })),
        }),
      );
      return { name, ...(isAttached === true ? { targetGroupArn } : {}) };
    },
  };
});

describeReferences(
  'worldReferences',
  async () => {
    const { clock, calls, random } = worldParts();
    const loadBalancerArns = ['arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/old/0'];
    const targetGroupArns = ['arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/old/0'];
    const plan = planOf({ decommission: { oldPath: { loadBalancerArns, targetGroupArns } } });
    const { references } = new RecordSplit({ route: plan.router, setup, clock, random });
    const account = new ReferenceAccount(plan, references);
    return {
      references: inWorldTime(clock, worldReferences(calls, account)),
      old: { hosts: [OLD_HOST], loadBalancerArns, targetGroupArns, autoScalingGroups: [] },
      hostedZoneId: plan.router.hostedZoneId,
      missingZone: 'Z9MISSING',
      cluster: 'services',
      leave: async (what, count) => void account.leave(what, count),
    };
  },
  { 'missing zones': 'every zone exists in a rehearsal' },
);

describeHealthChecks(
  'the simulated Route 53',
  async () => {
    const { clock, random, calls } = worldParts();
    let { router: route } = planOf();
    return {
      healthChecks: {
        describe: (id, by) => {
          const split = new RecordSplit({ route, setup, clock, random });
          return inWorldTime(clock, split.healthChecks(calls)).describe(id, by);
        },
      },
      missingId: 'missing',
      seedOnAlarm: async (alarm) => {
        route = { ...route, newHealthCheck: { alarm } };
        return HEALTH_CHECK_ID;
      },
      seedOnEndpoint: async () => HEALTH_CHECK_ID,
    };
  },
  { endpoints: 'the health check of a rehearsal is on the alarm of the plan' },
);

describeCertificates(
  'worldCertificates',
  async () => {
    const { clock, calls, preflightAccount } = worldParts();
    const seed = async ({ domainName, otherNames }: SeededCertificate, more: object) => {
      preflightAccount.certificate = {
        ...(preflightAccount.certificate as CertificateReading),
        names: [...new Set([domainName, ...otherNames])],
        ...more,
      };
      return 'certificate';
    };
    return {
      certificates: inWorldTime(clock, worldCertificates(calls, preflightAccount)),
      missingArn: 'missing',
      seedIssued: (certificate) => seed(certificate, { status: 'ISSUED' }),
      seedPending: (certificate) => seed(certificate, { status: 'PENDING_VALIDATION', notAfter: null }),
      now: () => clock.now(),
    };
  },
  { 'missing certificates': 'every certificate exists in a rehearsal' },
);

describeChangeSets('worldChangeSets', async () => {
  const { clock, calls, preflightAccount } = worldParts();
  const change = ({ logicalId, does }: SeededChange) =>
    ({
      add: () => changeOf({ logicalId }),
      remove: () => changeOf({ logicalId, action: 'Remove' }),
      modify: () => changeOf({ logicalId, action: 'Modify', causes: ['DisplayName'] }),
      replace: () => changeOf({ logicalId, action: 'Modify', replacement: 'always', causes: ['TopicName'] }),
    })[does]();
  const empty = {
    status: 'FAILED',
    reason: 'No updates are to be performed.',
    executionStatus: 'UNAVAILABLE',
  };
  const seed = async (over: Partial<ChangeSetReading>) => {
    preflightAccount.changeSets = new Map([['Api add', changeSetOf(over)]]);
    return { stackName: 'Api', changeSetName: 'add' };
  };
  return {
    changeSets: inWorldTime(clock, worldChangeSets(calls, preflightAccount)),
    seed: (changes) => seed({ ...(changes.length === 0 ? empty : {}), changes: changes.map(change) }),
    seedUnfinished: () => seed({ status: 'CREATE_IN_PROGRESS', changes: [] }),
  };
});

describeDeployments('worldDeployments', async () => {
  const { clock, calls } = worldParts();
  const codeDeploy = new CodeDeploy(clock, 180, () => undefined);
  const sleep = (seconds: number) => clock.runUntil(clock.sleep(1_000 * seconds));
  const port = inWorldTime(clock, worldDeployments(calls, codeDeploy));
  return {
    deployments: port,
    group: { applicationName: 'shop', deploymentGroupName: 'api' },
    now: () => clock.now(),
    serve: () => sleep(180),
    succeed: () => sleep(300),
    fail: async (id) => codeDeploy.fail(id),
  };
});

describeLedger('worldLedger', async () => {
  const { clock, calls } = worldParts();
  return inWorldTime(clock, worldLedger(calls, memoryLedger()));
});
