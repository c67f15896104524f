import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterEach, describe, expect, test } from '@jest/globals';
import { settings } from '../../../lambdas/adapters/clients/settings';
import { codeDeployHook } from '../../../lambdas/adapters/deployments/codedeploy-hook';
import { ecsHook } from '../../../lambdas/adapters/deployments/ecs-hook';
import { elbListeners } from '../../../lambdas/adapters/deployments/elb-listeners';
import { anyAddress } from '../../../lambdas/adapters/http-probe/address-guard';
import { undiciProbe } from '../../../lambdas/adapters/http-probe/undici-probe';
import { elbTargetHealth } from '../../../lambdas/adapters/preflight/elb-target-health';
import type { HookContract } from '../../../lambdas/core/deployment-hook/hook-event';
import type { HookPlanInput } from '../../../lambdas/core/deployment-hook/hook-plan-input';
import { deploymentHook } from '../../../lambdas/steps/hooks/deployment-hook';
import { loopback } from '../../emulators/support/loopback';
import codeDeployEvent from '../../fixtures/hook/codedeploy-event.json';
import described from '../../fixtures/hook/describe-service-revisions.json';
import ecsEvent from '../../fixtures/hook/ecs-post-test-traffic-shift.json';
import deployment from '../../fixtures/hook/get-deployment.json';
import group from '../../fixtures/hook/get-deployment-group.json';
import target from '../../fixtures/hook/get-deployment-target.json';
import { elbAnswers } from '../../support/accounts/elb-listener';
import { json, type WireAnswer, type WireRequest } from '../../support/accounts/wire';
import { blue, functionArn, green, hookPlan, productionListener } from '../../support/world/hook-world';

/**
 * The hook as it is deployed: the clients of the SDK with their settings over HTTP, the probe over TCP,
 * against AWS and a service on the loopback interface.
 */

const closing: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** The new tasks, on the port of the test listener. */
async function serve(listener: Listener) {
  const server = createServer(listener);
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  closing.push(stop);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port };
}

const JSON_ANSWERS: Readonly<Record<string, unknown>> = {
  GetDeployment: deployment,
  GetDeploymentGroup: group,
  GetDeploymentTarget: target,
  DescribeServiceRevisions: described,
  PutLifecycleEventHookExecutionStatus: {
    lifecycleEventHookExecutionId: codeDeployEvent.LifecycleEventHookExecutionId,
  },
};

const actionOf = ({ headers, body }: WireRequest) =>
  headers['x-amz-target']?.split('.')[1] ?? new URLSearchParams(body).get('Action') ?? '';

/** AWS, which sends production to blue and test traffic to green, on the port of the service. */
const awsWith =
  (port: number) =>
  (request: WireRequest): WireAnswer => {
    const answer = JSON_ANSWERS[actionOf(request)];
    if (answer !== undefined) {
      return json(answer);
    }
    const forwards = request.body.includes(encodeURIComponent(productionListener)) ? blue : green;
    const rules = [[[{ group: forwards }]]];
    const balancer = { port, dnsName: '127.0.0.1', states: ['healthy', 'healthy'] };
    return elbAnswers({ defaults: [{ group: forwards }], pages: rules, ...balancer })(request);
  };

async function runHook(contract: HookContract, listener: Listener, over: Partial<HookPlanInput> = {}) {
  const { port } = await serve(listener);
  const aws = await loopback(awsWith(port));
  const config = {
    ...settings,
    endpoint: aws.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
  };
  const codeDeploy = new CodeDeployClient(config);
  const ecs = new ECSClient(config);
  const elb = new ElasticLoadBalancingV2Client(config);
  closing.push(() => {
    for (const client of [codeDeploy, ecs, elb]) {
      client.destroy();
    }
    return aws.close();
  });
  const lines: Record<string, unknown>[] = [];
  const note = (_: string, detail: Record<string, unknown>) => {
    lines.push(detail);
  };
  const hook = deploymentHook({
    plan: hookPlan(over),
    codeDeploy: codeDeployHook(codeDeploy),
    ecs: ecsHook(ecs),
    listeners: elbListeners(elb),
    targets: elbTargetHealth(elb),
    secrets: { read: async () => ({ value: 'a secret' }) },
    probeTo: ({ host, port: at, protocol }) =>
      undiciProbe({
        guard: anyAddress,
        only: { host, port: at, plainHttp: protocol === 'http' },
      }),
    // Real time, except that a deadline of minutes never comes.
    clock: {
      now: () => Date.now(),
      aheadMs: () => null,
      sleep: (ms) => (ms > 1_000 ? new Promise(() => {}) : setTimeout(ms)),
    },
    log: { info: note, error: note },
  });
  const event = contract === 'codedeploy' ? codeDeployEvent : ecsEvent;
  const answer = await hook(event, { remainingMs: 510_000, functionArn });
  return { answer, requests: aws.requests, reason: lines[0]?.reason };
}

const quick = { timeoutMs: 200, retries: 2, backoffMs: 1 };
const flapping = () => {
  let count = 0;
  return (_: IncomingMessage, response: ServerResponse) => {
    count += 1;
    response.writeHead(count % 2 === 0 ? 200 : 503).end('up');
  };
};

const cases: readonly [string, () => Listener, Partial<HookPlanInput>, boolean, RegExp][] = [
  ['green', () => (_, response) => void response.end('up'), {}, true, /^1 of 1 checks passed/],
  [
    'red',
    () => (_, response) => void response.writeHead(503).end('secret'),
    { checks: [{ path: '/health', ...quick }] },
    false,
    /^1 of 1 checks failed: GET \/health: status 503, expected 200 \(3 attempts\)$/,
  ],
  [
    'flapping',
    flapping,
    { checks: [1, 2, 3].map((i) => ({ path: `/${i}`, ...quick })), concurrency: 1 },
    true,
    /^3 of 3 checks passed/,
  ],
  [
    'flapping, which no retry forgives',
    flapping,
    { checks: [{ path: '/', ...quick, retries: 0 }] },
    false,
    /status 503, expected 200 \(1 attempt\)$/,
  ],
  [
    'silent',
    () => () => {},
    { checks: [{ path: '/', ...quick, retries: 0 }] },
    false,
    /timed out after 200 ms \(1 attempt\)$/,
  ],
  [
    'dripping',
    () => (_, response) => {
      const drip = setInterval(() => response.write('x'), 5);
      response.on('close', () => clearInterval(drip));
    },
    { checks: [{ path: '/', ...quick, retries: 0 }] },
    false,
    /timed out after 200 ms \(1 attempt\)$/,
  ],
  [
    'dying midway',
    () => (request, response) => {
      response.writeHead(200, { connection: 'close' }).end('up');
      // The server is closed after the first answer.
      (request.socket as unknown as { server: { close(): void } }).server.close();
    },
    { checks: ['/one', '/two'].map((path) => ({ path, ...quick })), concurrency: 1 },
    false,
    /^1 of 2 checks failed: GET \/two: connection to 127\.0\.0\.1 refused \(3 attempts\)$/,
  ],
];

describe.each(['codedeploy', 'ecs'] as const)('a service behind the hook of %s', (contract) => {
  test.each(cases)('%s', async (_, listener, over, passes, reason) => {
    const run = await runHook(contract, listener(), over);
    expect(run.reason).toMatch(reason);
    expect(run.reason).not.toContain('secret');
    if (contract === 'ecs') {
      expect(run.answer).toEqual({ hookStatus: passes ? 'SUCCEEDED' : 'FAILED' });
    } else {
      const reports = run.requests.filter((one) => actionOf(one).startsWith('Put'));
      expect(reports.map(({ body }) => JSON.parse(body).status)).toEqual([passes ? 'Succeeded' : 'Failed']);
    }
  });

  test('gets requests with the host name of production, without the port of the test listener', async () => {
    const asked: unknown[] = [];
    await runHook(contract, ({ url, headers }, response) => {
      asked.push([url, headers.host]);
      response.end();
    });
    expect(asked).toEqual([['/health', 'api.example.com']]);
  });
});

describe('the requests', () => {
  const green200: Listener = (_, response) => void response.end();

  test('of the CodeDeploy hook are signed: deployment, listeners, targets and report', async () => {
    const { requests } = await runHook('codedeploy', green200);
    const actions = requests.map(actionOf);
    expect(actions.slice(0, 3)).toEqual(['GetDeployment', 'GetDeploymentGroup', 'GetDeploymentTarget']);
    expect(actions.slice(3, -2).sort()).toEqual([
      ...['DescribeListeners', 'DescribeListeners', 'DescribeLoadBalancers', 'DescribeLoadBalancers'],
      ...['DescribeRules', 'DescribeRules'],
    ]);
    expect(actions.slice(-2)).toEqual(['DescribeTargetHealth', 'PutLifecycleEventHookExecutionStatus']);
    expect(requests.at(-1)?.headers['x-amz-target']).toBe(
      'CodeDeploy_20141006.PutLifecycleEventHookExecutionStatus',
    );
    expect(JSON.parse(requests.at(-1)?.body ?? '')).toEqual({
      deploymentId: 'd-A1B2C3D4E',
      lifecycleEventHookExecutionId: codeDeployEvent.LifecycleEventHookExecutionId,
      status: 'Succeeded',
    });
    expect(new URLSearchParams(requests.at(-2)?.body).get('TargetGroupArn')).toBe(green);
    for (const { method, path, headers } of requests) {
      expect(`${method} ${path}`).toBe('POST /');
      expect(headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\//);
    }
  });

  test('of the hook of ECS are the revision, its rule and its targets, without a report', async () => {
    const { requests } = await runHook('ecs', green200);
    expect(requests.map(actionOf)).toEqual([
      'DescribeServiceRevisions',
      'DescribeListeners',
      'DescribeRules',
      'DescribeLoadBalancers',
      'DescribeTargetHealth',
    ]);
    expect(new URLSearchParams(requests[2]?.body).get('RuleArns.member.1')).toMatch(
      /:listener-rule\/app\/api\//,
    );
  });
});
