import { type App, Stack, type StackProps, Stage } from 'aws-cdk-lib';
import { type IVpc, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerImage } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { ApiTasks } from '../../../examples/additive/service';
import { EcsBlueGreenService } from '../../../lib/ecs/ecs-blue-green-service';
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
    addTwoPaths(stack, 0);
    addDistribution(stack, 'Split');
    addDistribution(stack, 'OtherSplit');
  },
  'two workflows in one stack': (app) => {
    addTwoPaths(stackIn(app, 'TwoWorkflows', env), 2);
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
      const stage = new Stage(app, id, { env });
      const stack = stackIn(stage, 'Api');
      addServices(stack);
      addTwoPaths(stack, 0);
    }
  },
  'an app for any environment': (app) => {
    const stack = stackIn(app, 'Anywhere');
    addServices(stack);
    addTwoPaths(stack, 0);
    addDistribution(stack, 'Split');
  },
  'AWS GovCloud (US)': (app) => {
    addRegional(app, 'GovCloud', 'us-gov-west-1');
  },
  China: (app) => {
    addRegional(app, 'China', 'cn-north-1');
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

/** Everything apart from CloudFront, which is not the same in each partition. */
function addRegional(app: App, id: string, region: string): void {
  const stack = stackIn(app, id, { account, region });
  addServices(stack);
  addTwoPaths(stack, 1);
}

/**
 * Two new paths in one VPC.
 * @param workflows how many of them have a workflow that moves them
 */
function addTwoPaths(stack: Stack, workflows: 0 | 1 | 2): void {
  const given = { vpc: importedVpc(stack), zone: zoneOf(stack), certificate: certificateOf(stack) };
  const routes = ['api', 'web'].map((name) => addNewPath(stack, { name, ...given }).route);
  for (const [i, route] of routes.slice(0, workflows).entries()) {
    addWorkflow(stack, `Workflow-${i}`, [route]);
  }
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
