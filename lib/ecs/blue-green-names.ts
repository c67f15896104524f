import { targetHealthCheckNames } from '../shared/health-check';
import type { PropNames } from '../shared/known-props';
import { sharedVpcLinkNames } from '../shared/shared-vpc-link';
import type {
  BlueGreenServiceProps,
  ContainerChange,
  ServiceContainer,
  ServiceNetworkProps,
} from './blue-green-props';

/** The names of the props that both services share. */
export const blueGreenServiceNames: PropNames<BlueGreenServiceProps> = {
  container: {
    is: 'required',
    props: {
      image: 'required',
      // The settings say which ports there are.
      port: 'checked',
      name: 'optional',
      environment: 'optional',
      secrets: 'optional',
      command: 'optional',
      user: 'optional',
      readonlyRootFilesystem: 'optional',
    } satisfies PropNames<ServiceContainer>,
  },
  // The schema of the hook's plan knows its names.
  hook: 'required',
  secrets: 'optional',
  network: {
    is: 'optional',
    props: {
      vpc: 'optional',
      vpcSubnets: 'optional',
      egress: 'optional',
      natGateways: 'optional',
    } satisfies PropNames<ServiceNetworkProps>,
  },
  cluster: 'optional',
  desiredCount: 'optional',
  cpuArchitecture: 'optional',
  cpu: 'optional',
  memoryLimitMiB: 'optional',
  certificate: 'optional',
  productionPort: 'optional',
  testPort: 'optional',
  healthPath: 'optional',
  healthCheck: { is: 'optional', props: targetHealthCheckNames },
  healthCheckGracePeriod: 'optional',
  deregistrationDelay: 'optional',
  vpcLink: { is: 'optional', props: sharedVpcLinkNames },
  alarms: 'optional',
  logRetention: 'optional',
  accessLogs: 'optional',
  removalPolicy: 'optional',
  deletionProtection: 'optional',
};

/** The names of the props of `addTaskDefinition`. */
export const containerChangeNames: PropNames<ContainerChange> = {
  image: 'optional',
  environment: 'optional',
  secrets: 'optional',
  command: 'optional',
};
