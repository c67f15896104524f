import { join } from 'node:path';
import { type App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { EcsBlueGreenService, type EcsBlueGreenServiceProps } from '../../lib/ecs/ecs-blue-green-service';
import { EcsNativeBlueGreenService } from '../../lib/ecs/ecs-native-blue-green-service';

/**
 * The service in the folder `service`. `cdk deploy` builds its image, for which Docker must run; `cdk synth`
 * does not.
 */
const container = {
  image: ContainerImage.fromAsset(join(__dirname, 'service'), { platform: Platform.LINUX_ARM64 }),
  port: 8080,
  user: '1000:1000',
  readonlyRootFilesystem: true,
};

/** The tests that new tasks must pass, over the test listener, before they receive traffic. */
const hook = {
  host: 'api.example.com',
  checks: [{ path: '/', expectStatus: [200], maxLatencyMs: 800 }, { path: '/health' }],
};

/**
 * `cdk destroy` leaves nothing. In production, leave `removalPolicy` out, so that logs are kept and the load
 * balancer is protected against deletion.
 */
const service = {
  container,
  hook,
  desiredCount: 2,
  removalPolicy: RemovalPolicy.DESTROY,
} satisfies EcsBlueGreenServiceProps;

/** The same service in two stacks: one is deployed by CodeDeploy, the other by ECS itself. */
export function addEcsExample(app: App): void {
  const codeDeploy = new Stack(app, 'EcsCodeDeploy', {
    description: 'A service that CodeDeploy deploys blue/green',
  });
  new EcsBlueGreenService(codeDeploy, 'Web', service);
  const native = new Stack(app, 'EcsNative', { description: 'A service that ECS itself deploys blue/green' });
  new EcsNativeBlueGreenService(native, 'Web', service);
}
