import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CompositePrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { confineTrust, trustedService } from '../../lib/shared/service-trust';
import { lintedApp } from '../../tools/lint-templates/stacks';
import { resolved } from '../support/iam/resolve';
import { appWithoutBundles } from '../support/templates/synth';

const outdir = mkdtempSync(join(tmpdir(), 'cutover-trust-'));
afterAll(() => rmSync(outdir, { recursive: true }));

/** A resource of a template. */
interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: templates are read as they are
  readonly Properties?: any;
}

/** A service that a policy lets in. */
interface Admission {
  readonly where: string;
  readonly service: string;
  /** Whether it is limited to a source account or a source ARN. */
  readonly limited: boolean;
}

/** The encryption context of a key names what is encrypted, with its account. */
const LIMITS = /^(aws:source(account|arn)|kms:encryptioncontext:.*arn)$/i;
const stacks = lintedApp(outdir)
  .synth()
  .stacks.map(({ stackName, template }) => ({
    stackName,
    resources: template.Resources as Readonly<Record<string, Resource>>,
  }));
const admissions = stacks.flatMap(({ stackName, resources }) =>
  Object.entries(resources).flatMap(([id, resource]) =>
    admissionsOf(resource).map((one): Admission => ({ where: `${stackName} ${id}`, ...one })),
  ),
);

function admissionsOf({ Type, Properties = {} }: Resource): Omit<Admission, 'where'>[] {
  if (Type === 'AWS::Lambda::Permission') {
    const limited = Properties.SourceArn !== undefined || Properties.SourceAccount !== undefined;
    return [{ service: Properties.Principal, limited }];
  }
  return policiesIn(Properties).flatMap(({ Statement }) =>
    Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Principal, Condition = {} }) => {
      const keys = Object.values(Condition).flatMap(Object.keys);
      const limited = keys.some((key) => LIMITS.test(key));
      const services = typeof Principal === 'object' ? [Principal.Service ?? []].flat() : [Principal];
      return services.map((service) => ({ service: resolved(service), limited }));
    }),
  );
}

/** A policy with principals, as a trust policy and every resource policy has them. */
interface PrincipalPolicy {
  readonly Statement: readonly {
    readonly Effect: string;
    readonly Principal: string | { readonly Service?: string | readonly string[] };
    readonly Condition?: Readonly<Record<string, object>>;
  }[];
}

/** Every policy with principals, wherever it stands in a resource: identity policies have none. */
function policiesIn(value: unknown): PrincipalPolicy[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const { Statement } = value as Partial<PrincipalPolicy>;
  const isPolicy = Array.isArray(Statement) && Statement.some((one) => one?.Principal !== undefined);
  return isPolicy ? [value as PrincipalPolicy] : Object.values(value).flatMap(policiesIn);
}

/** The execution roles of all task definitions, as `admissions` names them. */
const executionRoles = stacks.flatMap(({ stackName, resources }) =>
  Object.values(resources).flatMap(({ Type, Properties }) =>
    Type === 'AWS::ECS::TaskDefinition' && Properties.ExecutionRoleArn !== undefined
      ? [`${stackName} ${Properties.ExecutionRoleArn['Fn::GetAtt'][0]}`]
      : [],
  ),
);

/** Services whose documentation has no source for the role that they assume, with where it says so. */
const exceptions: readonly { readonly why: string; readonly is: (one: Admission) => boolean }[] = [
  {
    why:
      'the keys apply only where a function is the target (AWS Lambda Developer Guide, "Using source ' +
      'function ARN to control function access behavior")',
    is: ({ service }) => service === 'lambda.amazonaws.com',
  },
  {
    why: 'the trust policy has no condition (Amazon EC2 User Guide, "IAM roles for Amazon EC2")',
    is: ({ service }) => service === 'ec2.amazonaws.com',
  },
  {
    why:
      'the trust policy has no condition (Amazon ECS Developer Guide, "Amazon ECS infrastructure IAM role ' +
      'for load balancers" and, for hooks, "Permissions required for Lambda functions in Amazon ECS ' +
      'blue/green deployments")',
    is: ({ service }) => service === 'ecs.amazonaws.com',
  },
  {
    why:
      'the trust policy has no condition (Amazon ECS Developer Guide, "Amazon ECS task execution IAM ' +
      'role")',
    is: ({ service, where }) => service === 'ecs-tasks.amazonaws.com' && executionRoles.includes(where),
  },
];

describe('every service that a policy of any stack lets in', () => {
  test('is limited to a source of the account, unless AWS documents none', () => {
    const open = admissions.filter(({ limited }) => !limited);
    expect(open.filter((one) => !exceptions.some(({ is }) => is(one)))).toEqual([]);
  });

  test.each(exceptions)('the exception is needed: $why', ({ is }) => {
    expect(admissions.filter((one) => !one.limited && is(one))).not.toEqual([]);
  });

  test('is known: the rule covers these', () => {
    const limited = new Set(admissions.filter((one) => one.limited).map(({ service }) => service));
    expect([...limited].sort()).toEqual([
      'apigateway.amazonaws.com',
      'codedeploy.amazonaws.com',
      'delivery.logs.amazonaws.com',
      'ecs-tasks.amazonaws.com',
      'events.amazonaws.com',
      'logs.eu-west-1.amazonaws.com',
      'scheduler.amazonaws.com',
      'states.amazonaws.com',
      'vpc-flow-logs.amazonaws.com',
    ]);
  });
});

describe('the conditions of a trust policy', () => {
  const env = { account: '111122223333', region: 'eu-west-1' };
  const source = { service: 'states', resource: 'stateMachine:*' };
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'states.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: {
      StringEquals: { 'aws:SourceAccount': '111122223333' },
      ArnLike: { 'aws:SourceArn': 'arn:aws:states:eu-west-1:111122223333:stateMachine:*' },
    },
  };
  const stackWith = (add: (stack: Stack) => void) => {
    const stack = new Stack(appWithoutBundles(), 'Stack', { env });
    add(stack);
    return Template.fromStack(stack);
  };

  test('name the account, and resources of that account and region', () => {
    const template = stackWith((stack) => {
      new Role(stack, 'Role', { assumedBy: trustedService(stack, 'states.amazonaws.com', source) });
    });
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [statement] },
    });
  });

  test('are added to a role that exists', () => {
    const template = stackWith((stack) => {
      const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
      confineTrust(role, source);
    });
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [statement] },
    });
  });

  test('cannot be added to an imported role, nor to one that two services may assume', () => {
    stackWith((stack) => {
      const imported = Role.fromRoleName(stack, 'Imported', 'someone-elses');
      expect(() => confineTrust(imported, source)).toThrow('Stack/Imported is not a role of this stack');
      const services = ['states', 'lambda'].map((name) => new ServicePrincipal(`${name}.amazonaws.com`));
      const shared = new Role(stack, 'Shared', { assumedBy: new CompositePrincipal(...services) });
      expect(() => confineTrust(shared, source)).toThrow(
        'Stack/Shared can be assumed by 2 services; wanted one',
      );
    });
  });
});
