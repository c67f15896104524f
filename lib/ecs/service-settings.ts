import { Token } from 'aws-cdk-lib';
import * as v from 'valibot';
import { oneOf, text, textLike, wholeNumber } from '../../lambdas/core/validation/fields';
import { check, type Problem } from '../../lambdas/core/validation/problems';
import { durationProblems } from '../shared/durations';
import { deregistrationDelayProblems, healthCheckProblems } from '../shared/health-check';
import { isKnownLater } from '../shared/lookups';
import { problemsAt } from '../shared/refuse-props';
import { TASK_CHECK_INTERVAL } from './blue-green-load-balancer';
import type { BlueGreenServiceProps } from './blue-green-props';
import { checkHookPlanProp } from './hook-plan-prop';

const port = () => wholeNumber(1, 65_535, 'a port');

/** Rules that TypeScript types cannot express and that CDK does not check. */
const settings = v.strictObject({
  container: v.strictObject({ port: port(), name: text(255, 'the name of a container') }),
  desiredCount: v.optional(
    // A parameter of the stack may give it.
    v.lazy((count) => (Token.isUnresolved(count) ? v.number() : wholeNumber(1, 5_000, 'tasks'))),
  ),
  productionPort: port(),
  testPort: port(),
  healthPath: textLike(/^\/\S*$/, 'must be a path that begins with /'),
  network: v.strictObject({
    egress: oneOf('nat', 'endpoints', 'existing-endpoints'),
    natGateways: wholeNumber(1, 16, 'NAT gateways; for none take egress "endpoints"'),
  }),
});

/** The props that have plain defaults, with the defaults filled in. */
export type ServiceSettings = v.InferOutput<typeof settings>;

/** The settings, and all problems of the settings and of the hook's plan. */
export function readServiceSettings(props: BlueGreenServiceProps): {
  readonly settings: ServiceSettings;
  readonly problems: readonly Problem[];
} {
  const { container, network = {}, certificate, hook } = props;
  const given: ServiceSettings = {
    container: { port: container.port, name: container.name ?? 'app' },
    desiredCount: props.desiredCount,
    productionPort: props.productionPort ?? (certificate === undefined ? 80 : 443),
    testPort: props.testPort ?? 8080,
    healthPath: props.healthPath ?? '/health',
    network: { egress: network.egress ?? 'nat', natGateways: network.natGateways ?? 2 },
  };
  const shape = check(settings, given);
  const plan = checkHookPlanProp(hook);
  const problems = [
    ...(shape.ok ? [] : shape.problems),
    ...portProblems(given, certificate !== undefined),
    ...(plan.ok ? [] : problemsAt('hook', plan.problems)),
    ...endpointProblems(hook, given.testPort),
    ...networkProblems(props),
    ...healthCheckProblems(props.healthCheck ?? {}, TASK_CHECK_INTERVAL),
    ...deregistrationDelayProblems(props.deregistrationDelay),
    ...graceProblems(props.healthCheckGracePeriod),
  ];
  return { settings: given, problems };
}

/** The maximum of ECS (Amazon ECS API Reference, Service), in seconds. */
const MAX_GRACE_SECONDS = 2_147_483_647;

function graceProblems(grace: BlueGreenServiceProps['healthCheckGracePeriod']): Problem[] {
  const limits = { unit: 'seconds', min: 0, max: MAX_GRACE_SECONDS, maxInWords: '68 years' } as const;
  return grace === undefined ? [] : durationProblems('healthCheckGracePeriod', grace, limits);
}

function portProblems({ productionPort, testPort }: ServiceSettings, hasCertificate: boolean): Problem[] {
  const problems: Problem[] = [];
  if (productionPort === testPort) {
    const message =
      `is ${testPort}, the same as productionPort; must be another port, because new tasks are tested ` +
      'while the old ones serve production';
    problems.push({ path: 'testPort', message });
  }
  if (hasCertificate && productionPort === 80) {
    const message = 'is 80 although a certificate is given; must be a port for HTTPS: leave it out for 443';
    problems.push({ path: 'productionPort', message });
  }
  if (!hasCertificate && (productionPort === 443 || testPort === 443)) {
    const path = productionPort === 443 ? 'productionPort' : 'testPort';
    problems.push({ path, message: 'is 443 without a certificate; give certificate, or use another port' });
  }
  return problems;
}

/** The security group of the hook allows connections to the test port and to no other port. */
function endpointProblems(hook: BlueGreenServiceProps['hook'], testPort: number): Problem[] {
  const { endpoint } = hook;
  if (
    typeof endpoint !== 'string' ||
    isKnownLater(endpoint) ||
    !URL.canParse(endpoint) ||
    endpoint.endsWith(`:${testPort}`)
  ) {
    return [];
  }
  const message =
    `is "${endpoint}"; must end in the test port :${testPort}, or be left out, so that the hook finds the ` +
    'listener itself';
  return [{ path: 'hook.endpoint', message }];
}

function networkProblems({ cluster, network = {} }: BlueGreenServiceProps): Problem[] {
  const problems: Problem[] = [];
  const { vpc, egress, natGateways } = network;
  if (cluster !== undefined && vpc !== undefined && cluster.vpc !== vpc) {
    const message = "is not the VPC of the cluster; leave it out, and the cluster's VPC is used";
    problems.push({ path: 'network.vpc', message });
  }
  const isGiven = vpc !== undefined || cluster !== undefined;
  if (egress === 'existing-endpoints' && !isGiven) {
    const message =
      'is "existing-endpoints", but the VPC is created here and has no endpoints; give network.vpc, or use ' +
      '"endpoints"';
    problems.push({ path: 'network.egress', message });
  }
  if (!isGiven && network.vpcSubnets !== undefined) {
    const message = 'is given without network.vpc; give both, or leave both out';
    problems.push({ path: 'network.vpcSubnets', message });
  }
  if (natGateways !== undefined && (isGiven || (egress ?? 'nat') !== 'nat')) {
    const message =
      'is given, but no NAT gateway is created; leave it out: only a VPC that is created here with egress ' +
      '"nat" has NAT gateways';
    problems.push({ path: 'network.natGateways', message });
  }
  return problems;
}
