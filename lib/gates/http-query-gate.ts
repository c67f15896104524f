import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { type IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { checkQuery } from '../../lambdas/core/gates/query-gate';
import type { QueryInput } from '../../lambdas/core/gates/query-input';
import type { Problem } from '../../lambdas/core/validation/problems';
import { redundantRoleDependency } from '../shared/acknowledgements';
import { namingProblems, type PropNames } from '../shared/known-props';
import { isKnownLater } from '../shared/lookups';
import { refuseProps } from '../shared/refuse-props';
import { functionCode } from '../workflow/functions/function-code';
import { functionDefaults } from '../workflow/functions/function-defaults';
import { FunctionRole } from '../workflow/iam/function-role';
import { type AllowedSecrets, readSecrets } from '../workflow/iam/secret-statements';
import { secretsPropProblems } from '../workflow/secrets-prop';
import { WorkflowLogs } from '../workflow/workflow-logs';

/** What the gate asks, and what the answer must be. */
export interface HttpQueryGateProps extends QueryInput {
  /**
   * The secrets that `headers` refers to.
   * @default - none
   */
  readonly secrets?: AllowedSecrets;
  /**
   * The VPC from which the URL can be reached. If a header is a secret, it needs a way to Secrets Manager.
   * @default - outside any VPC
   */
  readonly vpc?: IVpc;
  /**
   * Subnets of that VPC.
   * @default - as `Function` chooses them
   */
  readonly vpcSubnets?: SubnetSelection;
  /**
   * Security groups of the function.
   * @default - a new one
   */
  readonly securityGroups?: readonly ISecurityGroup[];
  /**
   * How long logs are kept.
   * @default RetentionDays.THREE_MONTHS
   */
  readonly logRetention?: RetentionDays;
  /**
   * What happens to the logs when the stack is deleted.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** The schema of the query knows the names in it. */
const names: PropNames<HttpQueryGateProps> = {
  url: 'checked',
  prometheus: 'optional',
  jsonPath: 'optional',
  headers: 'optional',
  passWhen: 'checked',
  whenEmpty: 'optional',
  timeoutMs: 'optional',
  allowedPrivateNetworks: 'optional',
  secrets: 'optional',
  vpc: 'optional',
  vpcSubnets: 'optional',
  securityGroups: 'optional',
  logRetention: 'optional',
  removalPolicy: 'optional',
};

/** The variables of a function hold 4 KB together (AWS Lambda Developer Guide, "Lambda quotas"). */
const MAX_QUERY_BYTES = 3_584;

/** Time beyond that of the request: to read a secret, and to start. */
const SPARE_SECONDS = 15;

/**
 * A gate that asks Prometheus, or any URL that answers JSON, and compares the value with a threshold.
 * @example
 * const errors = new HttpQueryGate(this, 'Errors', {
 *   url: 'https://prometheus.example.com',
 *   prometheus: 'sum(rate(http_errors_total[2m])) / sum(rate(http_requests_total[2m]))',
 *   passWhen: { comparison: 'below', threshold: 0.01 },
 * });
 * new CutoverWorkflow(this, 'Cutover', { routes, gates: { errors } });
 */
export class HttpQueryGate extends Construct {
  /** Give the construct itself, or this function, as a gate of a `CutoverWorkflow`. */
  readonly function: IFunction;

  /** @throws Error at synth that lists every problem of the props */
  constructor(scope: Construct, id: string, props: HttpQueryGateProps) {
    super(scope, id);
    const { secrets = [], vpc, vpcSubnets, securityGroups } = props;
    const { logRetention = RetentionDays.THREE_MONTHS, removalPolicy = RemovalPolicy.RETAIN } = props;
    const query = queryOf(props);
    const checked = checkQuery(query);
    refuseProps(this, [
      ...namingProblems(props, names),
      ...(checked.ok ? [] : checked.problems),
      ...sizeProblems(query),
      ...secretsPropProblems(secrets),
      ...unlistedSecrets(props, secrets),
      ...networkProblems(props),
    ]);
    const logGroup = new WorkflowLogs(this, 'Logs', {
      retention: logRetention,
      removalPolicy,
      encryptionKey: undefined,
    });
    const inVpc = vpc !== undefined;
    const role = new FunctionRole(this, 'Role', { statements: readSecrets(this, secrets), logGroup, inVpc });
    const timeoutMs = checked.ok ? checked.value.timeoutMs : 0;
    this.function = new LambdaFunction(this, 'Function', {
      description: 'Cutover: a gate that asks a URL',
      code: functionCode('hooks/query-gate'),
      timeout: Duration.seconds(Math.ceil(timeoutMs / 1_000) + SPARE_SECONDS),
      logGroup,
      role,
      environment: { GATE_QUERY: Stack.of(this).toJsonString(query) },
      ...(vpc === undefined ? {} : { vpc }),
      ...(vpcSubnets === undefined ? {} : { vpcSubnets }),
      ...(securityGroups === undefined ? {} : { securityGroups: [...securityGroups] }),
      ...functionDefaults,
    });
    Validations.of(this.function).acknowledge(redundantRoleDependency);
    if (!inVpc) {
      Validations.of(this.function).acknowledge({
        id: 'cdk-validator-cfnguard::lambda_inside_vpc_check',
        reason: 'it asks a public URL; `vpc` is for one that can be reached from a VPC alone',
      });
    }
  }
}

/** The query alone, as the function gets it. */
function queryOf(props: HttpQueryGateProps): QueryInput {
  const { url, prometheus, jsonPath, headers, passWhen, whenEmpty, timeoutMs, allowedPrivateNetworks } =
    props;
  return {
    ...{ url, passWhen },
    ...(prometheus === undefined ? {} : { prometheus }),
    ...(jsonPath === undefined ? {} : { jsonPath }),
    ...(headers === undefined ? {} : { headers }),
    ...(whenEmpty === undefined ? {} : { whenEmpty }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(allowedPrivateNetworks === undefined ? {} : { allowedPrivateNetworks }),
  };
}

function sizeProblems(query: QueryInput): Problem[] {
  const bytes = Buffer.byteLength(JSON.stringify(query));
  const message = `has ${bytes} bytes as JSON; must have at most ${MAX_QUERY_BYTES}, which a variable holds`;
  return bytes > MAX_QUERY_BYTES ? [{ path: 'prometheus', message }] : [];
}

/** Headers that refer to a secret which the function may not read. One that is known later may be any. */
function unlistedSecrets({ headers = {} }: HttpQueryGateProps, secrets: AllowedSecrets): Problem[] {
  const arns = secrets.map(({ arn }) => arn);
  return Object.entries(headers).flatMap(([name, value]): Problem[] =>
    typeof value === 'string' || arns.includes(value.secret) || arns.some((arn) => isKnownLater(arn))
      ? []
      : [{ path: `headers.${name}.secret`, message: `is "${value.secret}"; must be one of secrets` }],
  );
}

function networkProblems({ vpc, vpcSubnets, securityGroups }: HttpQueryGateProps): Problem[] {
  const ofVpc = Object.entries({ vpcSubnets, securityGroups }).filter(([, value]) => value !== undefined);
  const message = 'is given without vpc; give vpc too, or leave it out';
  return vpc === undefined ? ofVpc.map(([path]) => ({ path, message })) : [];
}
