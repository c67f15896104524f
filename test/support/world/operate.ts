import { sha256 } from '../../../lambdas/adapters/shared/sha256';
import type { AcceptedCommand, RefusedCommand } from '../../../lambdas/core/operate/operate-answer';
import type { Policy } from '../../../lambdas/core/policy/policy';
import { operate } from '../../../lambdas/steps/operate';
import { deploymentOf } from '../plans/deployment';

export const recordName = 'api.example.com';
/** Callers of the tests. */
export const ada = 'arn:aws:iam::111122223333:user/ada';
export const ben = 'arn:aws:iam::111122223333:user/ben';

/** The event of a function URL. */
export const eventOf = (caller: string | null, body: unknown) => ({
  requestContext: caller === null ? {} : { authorizer: { iam: { userArn: caller } } },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** An installation with one route, and what `Operate` answers there. */
export function operatedDeployment(policy?: Policy) {
  const deployment = deploymentOf(recordName, 'www.example.com');
  const started = new Map<string, unknown>();
  const ports = {
    ...deployment.ports,
    policy,
    digest: sha256,
    forwardExecutions: {
      arnOf: (name: string) => `arn:aws:states:eu-west-1:111122223333:execution:cutover:${name}`,
      start: async (name: string, input: unknown) => {
        if (started.has(name)) {
          return JSON.stringify(started.get(name)) === JSON.stringify(input);
        }
        started.set(name, input);
        return true;
      },
    },
  };
  const route = deployment.routeOf(recordName);
  const send = async (caller: string | null, body: unknown, changed: Partial<typeof ports> = {}) => {
    const answer = await operate({ ...ports, ...changed })(eventOf(caller, body));
    return { status: answer.statusCode, ...(JSON.parse(answer.body) as AcceptedCommand | RefusedCommand) };
  };
  return {
    ...deployment,
    ports,
    started,
    route,
    send,
    /** Sends a command of this kind for the route. */
    command: (kind: string, caller = ada, more: object = {}) =>
      send(caller, { kind, route, reason: 'lunch', ...more }),
    stored: async () => (await deployment.ledger.read(route))?.commands.stored ?? [],
  };
}
