import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { Problem } from '../../lambdas/core/validation/problems';
import { namingProblems, type PropNames } from '../shared/known-props';
import { hereProblems, placeOfStack } from '../shared/places';
import { refuseProps } from '../shared/refuse-props';
import type { OriginSecret } from './origin-secret';

/** What the web ACL protects, and its rules. */
export interface UserSplitWebAclProps {
  /**
   * What it protects: `distribution` (scope CLOUDFRONT, only in us-east-1) or `origin` (scope REGIONAL): the
   * stage of a REST API or a load balancer. An HTTP API takes no web ACL (AWS WAF Developer Guide,
   * "Resources that you can protect with AWS WAF").
   */
  readonly protects: 'distribution' | 'origin';
  /**
   * With `origin`: requests must have one of these secrets in its header, and all others get a 403. Several
   * are for a rotation.
   * @default - none: the origin is open
   */
  readonly originSecrets?: readonly OriginSecret[];
  /**
   * Requests of one address in five minutes, above which it gets a 403 until it sends fewer. With `origin`
   * the address is that of CloudFront, so it is for a distribution.
   * @default - with `distribution` 2,000, otherwise no limit
   */
  readonly requestsPerFiveMinutes?: number;
  /**
   * Whether the managed rules of AWS apply: IP reputation, the common rule set, and known bad inputs. The
   * common rule set refuses bodies above 8 kB.
   * @default - true with `distribution`; false with `origin`, whose requests the distribution has checked
   */
  readonly managedRules?: boolean;
}

const names: PropNames<UserSplitWebAclProps> = {
  protects: 'required',
  originSecrets: 'optional',
  requestsPerFiveMinutes: 'optional',
  managedRules: 'optional',
};

const MANAGED = [
  'AWSManagedRulesAmazonIpReputationList',
  'AWSManagedRulesCommonRuleSet',
  'AWSManagedRulesKnownBadInputsRuleSet',
];

/** The limits of a rate-based rule (AWS WAF Developer Guide, "Rate-based rule high-level settings"). */
const RATE = { from: 10, to: 2_000_000_000 };

/**
 * A web ACL for a user-aware distribution, or for an origin that is closed to all but CloudFront.
 * @example
 * const secret = new OriginSecret(this, 'OriginSecret');
 * const acl = new UserSplitWebAcl(this, 'OriginAcl', { protects: 'origin', originSecrets: [secret] });
 * acl.associate('Orders', restApi.deploymentStage.stageArn);
 * new HttpOrigin(host, { customHeaders: { ...secret.headers } });
 */
export class UserSplitWebAcl extends Construct {
  /** For `webAclArn` of a distribution. */
  readonly arn: string;
  private readonly protects: UserSplitWebAclProps['protects'];

  /** @throws Error at synth for a Region or settings that WAF refuses */
  constructor(scope: Construct, id: string, props: UserSplitWebAclProps) {
    super(scope, id);
    refuseProps(this, namingProblems(props, names));
    refuseProps(this, webAclProblems(this, props));
    const isEdge = props.protects === 'distribution';
    const { originSecrets = [], managedRules = isEdge } = props;
    const limit = props.requestsPerFiveMinutes ?? (isEdge ? 2_000 : undefined);
    const rules = [
      ...(originSecrets.length === 0 ? [] : [secretRule(originSecrets)]),
      ...(limit === undefined ? [] : [rateRule(limit)]),
      ...(managedRules ? MANAGED.map(managedRule) : []),
    ].map((rule, priority) => ({ ...rule, priority, visibilityConfig: visible(rule.name) }));
    const acl = new CfnWebACL(this, 'Resource', {
      scope: isEdge ? 'CLOUDFRONT' : 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visible('all'),
      rules,
    });
    this.arn = acl.attrArn;
    this.protects = props.protects;
  }

  /**
   * Protects the stage of a REST API, or a load balancer.
   * @param id the id of the association, unique in this web ACL
   * @throws Error at synth for a distribution, and for a stage of an HTTP API
   */
  associate(id: string, resourceArn: string): void {
    const problems: Problem[] = [];
    if (this.protects === 'distribution') {
      const message = 'is "distribution", which takes its web ACL as webAclArn; give arn there';
      problems.push({ path: 'protects', message });
    }
    if (/\/apis\//.test(resourceArn)) {
      const message = 'is an HTTP API, which takes no web ACL; use a REST API, or an authorizer';
      problems.push({ path: 'resourceArn', message });
    }
    refuseProps(this, problems);
    new CfnWebACLAssociation(this, id, { resourceArn, webAclArn: this.arn });
  }
}

/** Blocks what has none of the secrets. WAF compares the whole header, and with its case. */
function secretRule(secrets: readonly OriginSecret[]) {
  const matches = secrets.map(({ headerName, value }) => ({
    byteMatchStatement: {
      fieldToMatch: { singleHeader: { Name: headerName } },
      positionalConstraint: 'EXACTLY',
      searchString: value,
      textTransformations: [{ priority: 0, type: 'NONE' }],
    },
  }));
  const [first] = matches;
  const statement = matches.length === 1 ? first : { orStatement: { statements: matches } };
  return {
    name: 'only-from-cloudfront',
    action: { block: {} },
    statement: { notStatement: { statement } } as CfnWebACL.StatementProperty,
  };
}

const rateRule = (limit: number) => ({
  name: 'requests-of-one-address',
  action: { block: {} },
  statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit } } as CfnWebACL.StatementProperty,
});

const managedRule = (name: string) => ({
  name,
  overrideAction: { none: {} },
  statement: { managedRuleGroupStatement: { vendorName: 'AWS', name } } as CfnWebACL.StatementProperty,
});

const visible = (metricName: string) => ({
  ...{ cloudWatchMetricsEnabled: true, metricName },
  // Samples of requests have their headers, and so the secret.
  sampledRequestsEnabled: false,
});

function webAclProblems(scope: Construct, props: UserSplitWebAclProps): Problem[] {
  const { protects, originSecrets, requestsPerFiveMinutes: limit } = props;
  const problems: Problem[] = [];
  if (protects !== 'distribution' && protects !== 'origin') {
    const message = `is ${JSON.stringify(protects)}; must be "distribution" or "origin"`;
    problems.push({ path: 'protects', message });
  }
  const { region } = placeOfStack(scope);
  if (protects === 'distribution' && region !== undefined && region !== 'us-east-1') {
    const message =
      `is "distribution" in a stack in ${region}; must be in us-east-1: WAF has web ACLs for CloudFront ` +
      'there alone';
    problems.push({ path: 'protects', message });
  }
  if (protects === 'distribution' && originSecrets !== undefined) {
    const message = 'is given for a distribution, whose viewers have no secret; protect the origin with it';
    problems.push({ path: 'originSecrets', message });
  }
  if (originSecrets?.length === 0) {
    problems.push({ path: 'originSecrets', message: 'is an empty list; name a secret, or leave it out' });
  }
  if (limit !== undefined && !(Number.isInteger(limit) && limit >= RATE.from && limit <= RATE.to)) {
    const message = `is ${limit}; must be a whole number from ${RATE.from} to 2,000,000,000`;
    problems.push({ path: 'requestsPerFiveMinutes', message });
  }
  const why = 'CloudFormation resolves a secret in the Region of the stack alone';
  return [
    ...problems,
    ...(originSecrets ?? []).flatMap(({ secret }, i) =>
      hereProblems(scope, `originSecrets[${i}]`, { arn: secret.secretArn, of: secret }, { why }),
    ),
  ];
}
