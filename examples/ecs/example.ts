import { type App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { EcsBlueGreenService, type EcsBlueGreenServiceProps } from '../../lib/ecs/ecs-blue-green-service';
import { EcsNativeBlueGreenService } from '../../lib/ecs/ecs-native-blue-green-service';

/** A public image for ARM64 that listens on port 8080 and does not run as root. */
const container = {
  image: ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.27'),
  port: 8080,
  user: '101',
};

/** The tests that new tasks must pass, over the test listener, before they receive traffic. */
const hook = {
  host: 'api.example.com',
  checks: [{ path: '/', expectStatus: [200], maxLatencyMs: 800 }],
};

/**
 * The image has no health endpoint, so its root page serves as one. `cdk destroy` leaves nothing: in
 * production, leave `removalPolicy` out, so that logs are kept and the load balancer is protected against
 * deletion.
 */
const service = {
  container,
  hook,
  healthPath: '/',
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
