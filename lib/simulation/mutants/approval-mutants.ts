import type { PolicyApprovals } from '../../../lambdas/core/policy/policy';
import type { OperatorCommand } from '../../../lambdas/core/shared/operator-command';
import { evaluateHealth } from '../../../lambdas/steps/evaluate-health';
import { type AllPorts, bindStep } from '../../rehearsal/world/bind-steps';
import type { Tamper } from '../../rehearsal/world/world-functions';
import { reading } from './command-mutants';
import { ofPlan } from './health-mutants';

/** Bugs of who may approve, of whom an approval counts for, and of what an operator takes back. */
export const approvalMutants = {
  'take an approval by anybody': ofPlan((plan) => ({
    ...plan,
    stages: plan.stages.map(({ approval, ...stage }) =>
      approval === undefined ? stage : { ...stage, approval: { ...approval, by: undefined } },
    ) as typeof plan.stages,
  })),
  'forget that a pause has ended': (_, { ledger, ...ports }) => {
    const paused = reading(ledger, (entry) => ({
      ...entry,
      commands: {
        ...entry.commands,
        stored: entry.commands.stored.filter((one) => (one as { kind: string }).kind !== 'resume'),
      },
    }));
    return { EvaluateHealth: (input) => evaluateHealth({ ...ports, ledger: paused })(input as never) };
  },
  'take the sessions of a role for persons': (_, { ledger, ...ports }) => {
    const bySession = reading(ledger, (entry) => ({
      ...entry,
      commands: {
        ...entry.commands,
        stored: (entry.commands.stored as OperatorCommand[]).map((one) => ({ ...one, person: one.by })),
      },
    }));
    return { EvaluateHealth: (input) => evaluateHealth({ ...ports, ledger: bySession })(input as never) };
  },
  'let the person approve who started the cutover': (_, ports) => ({
    Operate: bindStep('Operate', withRule(ports, { notByStarter: false })),
  }),
  'let a person approve whom the policy does not name': (_, ports) => ({
    Operate: bindStep('Operate', withRule(ports, { by: ['*'] })),
  }),
  'refuse every approval under a policy': (_, ports) => ({
    Operate: bindStep('Operate', withRule(ports, { by: ['nobody'] })),
  }),
} satisfies Readonly<Record<string, Tamper>>;

/** The ports with another rule of the policy for approvals, where it has one. */
function withRule(ports: AllPorts, rule: Partial<PolicyApprovals>): AllPorts {
  const { policy } = ports;
  const { approvals } = policy ?? {};
  return approvals === undefined
    ? ports
    : { ...ports, policy: { ...policy, approvals: { ...approvals, ...rule } } };
}
