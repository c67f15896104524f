import * as v from 'valibot';
import { checkHookPlan } from '../../lambdas/core/deployment-hook/hook-plan';
import { oneOf, text, textLike, wholeNumber } from '../../lambdas/core/validation/fields';
import { check, type Problem } from '../../lambdas/core/validation/problems';
import type { BlueGreenServiceProps } from './blue-green-props';

const port = () => wholeNumber(1, 65_535, 'a port');

/** What types cannot say of the props, and CDK does not look at. */
const settings = v.strictObject({
  container: v.strictObject({ port: port(), name: text(255, 'the name of a container') }),
  desiredCount: wholeNumber(1, 5_000, 'tasks'),
  productionPort: port(),
  testPort: port(),
  healthPath: textLike(/^\/\S*$/, 'must be a path that begins with /'),
  network: v.strictObject({
    egress: oneOf('nat', 'endpoints', 'existing-endpoints'),
    natGateways: wholeNumber(1, 16, 'NAT gateways; for none take egress "endpoints"'),
  }),
});

/** The props that have plain defaults, with those filled in. */
export type ServiceSettings = v.InferOutput<typeof settings>;

/** The settings, and everything that is wrong with them or with the hook's plan. */
export function readProps(props: BlueGreenServiceProps): {
  readonly settings: ServiceSettings;
  readonly problems: readonly Problem[];
} {
  const { container, network = {}, certificate, hook } = props;
  const given: ServiceSettings = {
    container: { port: container.port, name: container.name ?? 'app' },
    desiredCount: props.desiredCount ?? 2,
    productionPort: props.productionPort ?? (certificate === undefined ? 80 : 443),
    testPort: props.testPort ?? 8080,
    healthPath: props.healthPath ?? '/health',
    network: { egress: network.egress ?? 'nat', natGateways: network.natGateways ?? 2 },
  };
  const shape = check(settings, given);
  const plan = checkHookPlan(hook);
  const problems = [
    ...(shape.ok ? [] : shape.problems),
    ...portProblems(given, certificate !== undefined),
    ...(plan.ok ? [] : plan.problems.map(({ path, message }) => ({ path: inHook(path), message }))),
    ...endpointProblems(hook, given.testPort),
    ...placeProblems(props),
  ];
  return { settings: given, problems };
}

function inHook(path: string): string {
  return path === '' ? 'hook' : `hook.${path}`;
}

function portProblems({ productionPort, testPort }: ServiceSettings, secure: boolean): Problem[] {
  const problems: Problem[] = [];
  if (productionPort === testPort) {
    const message = `is ${testPort}, as is productionPort; must be another, because new tasks are tested beside those that serve`;
    problems.push({ path: 'testPort', message });
  }
  if (secure && productionPort === 80) {
    const message = 'is 80 with a certificate; must be a port for HTTPS: leave it out for 443';
    problems.push({ path: 'productionPort', message });
  }
  if (!secure && (productionPort === 443 || testPort === 443)) {
    const path = productionPort === 443 ? 'productionPort' : 'testPort';
    problems.push({ path, message: 'is 443 without a certificate; give certificate, or another port' });
  }
  return problems;
}

/** The hook's security group lets it out to the test port and to no other. */
function endpointProblems(hook: BlueGreenServiceProps['hook'], testPort: number): Problem[] {
  const { endpoint } = hook;
  if (typeof endpoint !== 'string' || !URL.canParse(endpoint) || endpoint.endsWith(`:${testPort}`)) {
    return [];
  }
  const message = `is "${endpoint}"; must end in the test port :${testPort}, or be left out, and the hook finds the listener by itself`;
  return [{ path: 'hook.endpoint', message }];
}

function placeProblems({ cluster, network = {} }: BlueGreenServiceProps): Problem[] {
  const problems: Problem[] = [];
  const { vpc, egress, natGateways } = network;
  if (cluster !== undefined && vpc !== undefined && cluster.vpc !== vpc) {
    const message = "is not the cluster's; leave it out, the cluster brings its VPC along";
    problems.push({ path: 'network.vpc', message });
  }
  const isGiven = vpc !== undefined || cluster !== undefined;
  if (egress === 'existing-endpoints' && !isGiven) {
    const message =
      'is "existing-endpoints" in a VPC that is made here and has none; give network.vpc, or take "endpoints"';
    problems.push({ path: 'network.egress', message });
  }
  if (!isGiven && network.vpcSubnets !== undefined) {
    const message = 'is given without network.vpc; give that as well, or leave both out';
    problems.push({ path: 'network.vpcSubnets', message });
  }
  if (natGateways !== undefined && (isGiven || (egress ?? 'nat') !== 'nat')) {
    const message =
      'is given, but none is made here; leave it out: only a VPC made here with egress "nat" has NAT gateways';
    problems.push({ path: 'network.natGateways', message });
  }
  return problems;
}
