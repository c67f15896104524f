import { shorten } from '../health/verdict';
import type { Plan } from '../plan/plan';
import { isAllowedHost } from '../smoke-test/allowed-hosts';
import type { Problem } from '../validation/problems';
import { gateKey, type WithGates } from './gate';

/** A gate as a deployment declares it. */
export interface DeployedGate {
  readonly name: string;
  /** Patterns of the hosts that it may ask; absent: those that the checks of the plan may. */
  readonly hosts?: readonly string[];
}

/** Problems of the gates of a plan, across their fields. */
export function gateProblems({ gates = [] }: WithGates): Problem[] {
  return gates.flatMap((gate, i): Problem[] => {
    const twice = gates.findIndex((other) => gateKey(other) === gateKey(gate)) < i;
    const fields = (['everySeconds', 'holdEverySeconds'] as const).filter(
      (field) => gate.at !== 'soak' && gate[field] !== undefined,
    );
    return [
      ...(twice
        ? [{ path: `gates[${i}]`, message: `is "${gate.name}" at ${gate.at} again; remove it` }]
        : []),
      ...fields.map((field) => ({
        path: `gates[${i}].${field}`,
        message: `is ${gate[field]}; must be left out with at: ${gate.at}, because only at: soak repeats`,
      })),
    ];
  });
}

/**
 * Problems of gates that the deployment does not have, or that may not ask the hosts of the plan.
 * @param deployed the gates of the deployment
 */
export function deployedGateProblems(
  { gates = [], smokeTest }: Pick<Plan, 'gates' | 'smokeTest'>,
  deployed: readonly DeployedGate[],
): Problem[] {
  const names = deployed.map(({ name }) => name);
  const list = names.length === 0 ? 'none' : shorten(names.join(', '), 400);
  const host = smokeTest.connectTo ?? new URL(smokeTest.baseUrl).hostname;
  return gates.flatMap(({ name }, i): Problem[] => {
    const gate = deployed.find((one) => one.name === name);
    if (gate === undefined) {
      const message = `is "${name}"; must be one of the gates of the deployment (gates): ${list}`;
      return [{ path: `gates[${i}].name`, message }];
    }
    const { hosts } = gate;
    if (hosts === undefined || isAllowedHost(host, hosts)) {
      return [];
    }
    const message =
      `is "${name}", which the deployment lets ask ${shorten(hosts.join(', '), 200)} alone;` +
      ` must be a gate that may ask ${host}, the host of the smoke test`;
    return [{ path: `gates[${i}].name`, message }];
  });
}
