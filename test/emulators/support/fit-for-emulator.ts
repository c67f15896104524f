import type { Assembly, Resource } from './assembly';

type Template = Assembly['template'];
type Statement = Readonly<Record<string, unknown>>;

/**
 * Resources that the emulator refuses, by the start of their ids. Decision 8 has the reasons for this file.
 */
export const REFUSED = [
  'WorkflowRevertFailed',
  'WorkflowGuardsFailed',
  'WorkflowLockedUnattended',
  'WorkflowEventsFailed',
];
/** Outputs that refer to those resources. */
const OUTPUTS = [
  'RevertFailedAlarmName',
  'GuardsFailedAlarmName',
  'LockedUnattendedAlarmName',
  'EventsFailedAlarmName',
];

/**
 * Statements whose conditions or resources the emulator evaluates wrongly, by the start of their first
 * action. It puts neither the keys of Route 53 nor `dynamodb:LeadingKeys` into a request.
 */
const WIDER: Readonly<Record<string, (statement: Statement) => Statement>> = {
  'route53:ChangeResourceRecordSets': withoutCondition,
  'route53:GetChange': (statement) => ({ ...statement, Resource: '*' }),
  'dynamodb:': withoutCondition,
};

/** A template without what the emulator cannot do. Everything else is as synthesized. */
export function fitForEmulator({ Resources, Outputs, ...rest }: Template): Template {
  const isRefused = (id: string) => REFUSED.some((start) => id.startsWith(start));
  const resources = Object.entries(Resources).flatMap(([id, resource]) =>
    isRefused(id) ? [] : [[id, resource.Type === 'AWS::IAM::Policy' ? widened(resource) : resource]],
  );
  const outputs = Object.entries(Outputs).filter(([id]) => !OUTPUTS.includes(id));
  return { ...rest, Resources: Object.fromEntries(resources), Outputs: Object.fromEntries(outputs) };
}

function withoutCondition({ Condition: _, ...statement }: Statement): Statement {
  return statement;
}

function widened(policy: Resource): Resource {
  const document = policy.Properties.PolicyDocument as { readonly Statement: readonly Statement[] };
  const statements = document.Statement.map((one) => {
    const action = [one.Action].flat().map(String)[0] ?? '';
    const [, widen] = Object.entries(WIDER).find(([start]) => action.startsWith(start)) ?? [];
    return widen?.(one) ?? one;
  });
  return {
    ...policy,
    Properties: { ...policy.Properties, PolicyDocument: { ...document, Statement: statements } },
  };
}
