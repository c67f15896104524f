import { beforeEach, describe, expect, test } from '@jest/globals';
import type { DeploymentOrder } from '../../lambdas/core/deployments/deployment';
import type { Deployments } from '../../lambdas/ports';

/** CodeDeploy, and how a test changes what happens there. */
export interface DeploymentsHarness {
  readonly deployments: Deployments;
  /** A deployment group that exists. */
  readonly group: Pick<DeploymentOrder, 'applicationName' | 'deploymentGroupName'>;
  /** Epoch milliseconds. */
  now(): number;
  /** The new tasks get the traffic; the old ones still run. */
  serve(id: string): Promise<void>;
  /** The old tasks have ended as well. */
  succeed(id: string): Promise<void>;
  /** A lifecycle hook reports Failed. */
  fail(id: string): Promise<void>;
}

/** What every implementation of deployments must do. */
export function describeDeployments(name: string, make: () => Promise<DeploymentsHarness>): void {
  describe(`${name} as deployments`, () => {
    let harness: DeploymentsHarness;
    let deployments: Deployments;

    beforeEach(async () => {
      harness = await make();
      deployments = harness.deployments;
    });

    const order = (mark = 'one'): DeploymentOrder => ({
      ...harness.group,
      ...{ mark, appSpec: '{"version": 0.0}', deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce' },
    });
    const created = async (mark?: string): Promise<string> => {
      const id = await deployments.create(order(mark));
      expect(id).not.toBeNull();
      return id ?? '';
    };

    test('creates a deployment, which does not serve yet', async () => {
      expect(await deployments.read(await created())).toEqual({
        status: expect.stringMatching(/^(Created|Queued|InProgress)$/),
        serves: false,
        error: null,
      });
    });

    test('creates no second deployment in a group while the first is active', async () => {
      await created('one');
      expect(await deployments.create(order('two'))).toBeNull();
      expect(await deployments.find(order('two'), 0)).toBeNull();
    });

    test('creates the next deployment once the first has ended', async () => {
      await harness.fail(await created('one'));
      expect(await created('two')).not.toBe('');
    });

    test('finds a deployment by its mark among those of its group', async () => {
      const first = await created('one');
      await harness.fail(first);
      const second = await created('two');
      expect(await deployments.find(order('one'), 0)).toBe(first);
      expect(await deployments.find(order('two'), 0)).toBe(second);
      expect(await deployments.find(order('three'), 0)).toBeNull();
    });

    test('finds no deployment that was created before the given time', async () => {
      await created();
      expect(await deployments.find(order(), harness.now() + 60_000)).toBeNull();
    });

    test('reads a deployment as serving before it has ended, and after', async () => {
      const id = await created();
      await harness.serve(id);
      expect(await deployments.read(id)).toEqual({ status: 'InProgress', serves: true, error: null });
      await harness.succeed(id);
      expect(await deployments.read(id)).toEqual({ status: 'Succeeded', serves: true, error: null });
    });

    test('reads why a deployment has failed', async () => {
      const id = await created();
      await harness.fail(id);
      expect(await deployments.read(id)).toEqual({
        status: 'Failed',
        serves: false,
        error: expect.stringMatching(/^HOOK_EXECUTION_FAILURE: ./),
      });
    });

    test('stops an active deployment', async () => {
      const id = await created();
      expect(await deployments.stop(id)).toBe('stopped');
      expect(await deployments.read(id)).toMatchObject({ status: 'Stopped', serves: false });
      expect(await deployments.stop(id)).toBe('ended');
    });

    test('reads null for a deployment that does not exist, and has nothing to stop', async () => {
      expect(await deployments.read('d-MISSING00')).toBeNull();
      expect(await deployments.stop('d-MISSING00')).toBe('ended');
    });
  });
}
