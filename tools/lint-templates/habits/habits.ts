import { type App, Stack, type StackProps, Stage } from 'aws-cdk-lib';
import { type IVpc, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerImage } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { ApiTasks } from '../../../examples/additive/service';
import { EcsBlueGreenService } from '../../../lib/ecs/ecs-blue-green-service';
import { EcsNativeBlueGreenService } from '../../../lib/ecs/ecs-native-blue-green-service';
import type { RouteConfig } from '../../../lib/workflow/routers/routes';
import { addLookups } from './lookups';
import {
  addDistribution,
  addNewPath,
  addServices,
  addWorkflow,
  certificateOf,
  service,
  zoneOf,
} from './parts';

const account = '111122223333';
const env = { account, region: 'eu-west-1' };

/** Apps as other people write them, by what is particular about each. Each adds its stacks to an app. */
export const habits = {
  'looked-up zones, VPCs, listeners and parameters': (app) => {
    addLookups(app, 'Lookups', env);
  },
  'an imported cluster': (app) => {
    const stack = stackIn(app, 'ImportedCluster', env);
    const cluster = Cluster.fromClusterAttributes(stack, 'Cluster', {
      ...{ clusterName: 'shared', vpc: importedVpc(stack), securityGroups: [] },
    });
    new EcsBlueGreenService(stack, 'Web', { ...service, cluster });
  },
  'two of everything in one stack': (app) => {
    const stack = stackIn(app, 'TwoOfEverything', { ...env, region: 'us-east-1' });
    addServices(stack);
    addPaths(stack, 'api', 'web');
    addDistribution(stack, 'Split');
    addDistribution(stack, 'OtherSplit');
  },
  'two workflows in one stack': (app) => {
    const stack = stackIn(app, 'TwoWorkflows', env);
    const { hostedZoneId, zoneName } = zoneOf(stack);
    for (const name of ['api', 'web']) {
      addWorkflow(stack, `Workflow-${name}`, [
        { hostedZoneId, zoneName, recordNames: [`${name}.${zoneName}`] },
      ]);
    }
  },
  'two services with endpoints in one VPC': (app) => {
    const stack = stackIn(app, 'SharedEndpoints', env);
    const image = ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.27');
    const container = { ...service.container, image };
    const network = { vpc: importedVpc(stack), egress: 'existing-endpoints' } as const;
    new EcsBlueGreenService(stack, 'First', { ...service, container, network });
    new EcsBlueGreenService(stack, 'Second', { ...service, container, network });
  },
  'services and new paths in stacks of their own': (app) => {
    const paths = stackIn(app, 'Paths', env);
    const given = { vpc: importedVpc(paths), zone: zoneOf(paths), certificate: certificateOf(paths) };
    const { path } = addNewPath(paths, { name: 'api', ...given });
    const services = stackIn(app, 'Services', env);
    path.addService(new ApiTasks(services, 'Tasks', importedVpc(services)).addService('Service'));
  },
  stages: (app) => {
    for (const id of ['Beta', 'Prod']) {
      const stack = stackIn(new Stage(app, id, { env }), 'Api');
      new EcsBlueGreenService(stack, 'Web', service);
      addPaths(stack, 'api');
    }
  },
  'an app for any environment': (app) => {
    const stack = stackIn(app, 'Anywhere');
    new EcsBlueGreenService(stack, 'Web', service);
    addPaths(stack, 'api');
    addDistribution(stack, 'Split');
  },
  // Everything apart from CloudFront, which is not the same in each partition.
  'AWS GovCloud (US)': (app) => {
    const stack = stackIn(app, 'GovCloud', { account, region: 'us-gov-west-1' });
    new EcsBlueGreenService(stack, 'Web', service);
    addWorkflow(stack, 'Workflow', addPaths(stack, 'api'));
  },
  China: (app) => {
    const stack = stackIn(app, 'China', { account, region: 'cn-north-1' });
    new EcsNativeBlueGreenService(stack, 'Web', service);
    addPaths(stack, 'api');
  },
} as const satisfies Record<string, (app: App) => void>;

/** Adds the apps of all habits to one. */
export function addHabits(app: App): void {
  for (const add of Object.values(habits)) {
    add(app);
  }
}

function stackIn(scope: Construct, id: string, where?: StackProps['env']): Stack {
  return new Stack(scope, id, {
    description: `An app of other people: ${id}`,
    ...(where === undefined ? {} : { env: where }),
  });
}

/** New paths in one VPC, and the routes that move them. */
function addPaths(stack: Stack, ...names: readonly string[]): readonly RouteConfig[] {
  const given = { vpc: importedVpc(stack), zone: zoneOf(stack), certificate: certificateOf(stack) };
  return names.map((name) => addNewPath(stack, { name, ...given }).route);
}

function importedVpc(stack: Stack): IVpc {
  const zones = ['a', 'b'].map((zone) => `eu-west-1${zone}`);
  return Vpc.fromVpcAttributes(stack, 'SharedVpc', {
    vpcId: 'vpc-0123456789abcdef0',
    availabilityZones: zones,
    privateSubnetIds: ['subnet-0123456789abcdef2', 'subnet-0123456789abcdef3'],
    privateSubnetRouteTableIds: ['rtb-0123456789abcdef2', 'rtb-0123456789abcdef3'],
    isolatedSubnetIds: ['subnet-0123456789abcdef4', 'subnet-0123456789abcdef5'],
    isolatedSubnetRouteTableIds: ['rtb-0123456789abcdef4', 'rtb-0123456789abcdef5'],
  });
}
