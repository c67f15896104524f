import { json, jsonError, type WireAnswer, type WireRequest } from './wire';

interface StoredDeployment {
  readonly id: string;
  readonly input: {
    readonly applicationName: string;
    readonly deploymentGroupName: string;
    readonly description: string;
  };
  readonly createdAt: number;
  status: string;
  target: string;
  errorInformation?: { readonly code: string; readonly message: string };
}

/** CodeDeploy in one account, as its API answers on the wire (JSON 1.1; times in seconds). */
export function codeDeployAccount() {
  const stored: StoredDeployment[] = [];
  let now = Date.parse('2026-11-20T12:00:00Z');
  const byId = (id: string) => stored.find((one) => one.id === id);
  const missing = (id: string) =>
    jsonError('DeploymentDoesNotExistException', `The deployment ${id} could not be found`);
  const isActive = ({ status }: StoredDeployment) =>
    ['Created', 'Queued', 'InProgress', 'Ready'].includes(status);

  const operations: Readonly<Record<string, (input: never) => WireAnswer>> = {
    CreateDeployment: (input: StoredDeployment['input']) => {
      const active = stored.find(
        (one) => isActive(one) && one.input.deploymentGroupName === input.deploymentGroupName,
      );
      if (active !== undefined) {
        return jsonError(
          'DeploymentLimitExceededException',
          `The Deployment Group '${input.deploymentGroupName}' already has an active Deployment` +
            ` '${active.id}'`,
        );
      }
      now += 1_000;
      const id = `d-A1B2C3D${stored.length}`;
      stored.push({ id, input, createdAt: now, status: 'Created', target: 'Pending' });
      return json({ deploymentId: id });
    },
    // One to a page, newest first.
    ListDeployments: (
      input: StoredDeployment['input'] & { nextToken?: string; createTimeRange: { start: number } },
    ) => {
      const found = stored
        .filter((one) => one.input.deploymentGroupName === input.deploymentGroupName)
        .filter((one) => one.createdAt >= 1_000 * input.createTimeRange.start)
        .reverse();
      const page = Number(input.nextToken ?? 0);
      const more = page + 1 < found.length ? { nextToken: `${page + 1}` } : {};
      return json({ deployments: found.slice(page, page + 1).map(({ id }) => id), ...more });
    },
    GetDeployment: ({ deploymentId }: { deploymentId: string }) => {
      const found = byId(deploymentId);
      if (found === undefined) {
        return missing(deploymentId);
      }
      const { id, input, status, errorInformation, createdAt } = found;
      const deploymentInfo = { deploymentId: id, ...input, status, errorInformation };
      return json({ deploymentInfo: { ...deploymentInfo, createTime: createdAt / 1_000 } });
    },
    ListDeploymentTargets: () => json({ targetIds: ['shop:api'] }),
    GetDeploymentTarget: ({ deploymentId }: { deploymentId: string }) =>
      json({
        deploymentTarget: {
          deploymentTargetType: 'ECSTarget',
          ecsTarget: { deploymentId, targetId: 'shop:api', status: byId(deploymentId)?.target },
        },
      }),
    StopDeployment: ({ deploymentId }: { deploymentId: string }) => {
      const found = byId(deploymentId);
      if (found === undefined) {
        return missing(deploymentId);
      }
      if (!isActive(found)) {
        return jsonError('DeploymentAlreadyCompletedException', 'The deployment has already been completed');
      }
      found.status = 'Stopped';
      return json({ status: 'Pending' });
    },
  };
  return {
    now: () => now,
    answer: ({ headers, body }: WireRequest): WireAnswer => {
      const operation = headers['x-amz-target']?.split('.')[1] ?? '';
      const work = operations[operation] as ((input: unknown) => WireAnswer) | undefined;
      return work?.(JSON.parse(body)) ?? jsonError('UnknownOperationException', operation);
    },
    change: (
      id: string,
      changes: Partial<Pick<StoredDeployment, 'status' | 'target' | 'errorInformation'>>,
    ) => {
      Object.assign(byId(id) as StoredDeployment, changes);
    },
  };
}
