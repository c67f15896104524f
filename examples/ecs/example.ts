import { join } from 'node:path';
import {
  EcsBlueGreenService,
  type EcsBlueGreenServiceProps,
  EcsNativeBlueGreenService,
  EcsServicePlatform,
} from '@cutover/cutover';
import { type App, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { EcsDeploymentConfig } from 'aws-cdk-lib/aws-codedeploy';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { deploymentFrom, type EcsDeployment, hasReached } from './deployments';

/** What the service says of itself: see `service/settings.cjs`. */
const blue = { COLOR: 'blue', VERSION: '1' };
const green = { COLOR: 'green', VERSION: '2' };
/** It fails at once, so that the hook finds it. */
const broken = { COLOR: 'red', VERSION: '3', FAIL: '/' };
/** It passes the hook, and fails when its tasks have run for 5 minutes, so that the alarm finds it. */
const breaksLater = { ...broken, COLOR: 'orange', FAIL_AFTER_SECONDS: '300' };

/** `cdk destroy` leaves nothing. In production, leave this out, so that the logs are kept. */
const removalPolicy = RemovalPolicy.DESTROY;

/** What all services have. */
const service = {
  // `cdk deploy` builds the image, for which Docker must run; `cdk synth` does not.
  container: {
    image: ContainerImage.fromAsset(join(__dirname, 'service'), { platform: Platform.LINUX_ARM64 }),
    port: 8080,
    user: '1000:1000',
    readonlyRootFilesystem: true,
    environment: blue,
  },
  // The tests that new tasks must pass, over the test listener, before they receive traffic.
  hook: {
    host: 'api.example.com',
    checks: [{ path: '/', expectStatus: [200], maxLatencyMs: 800 }, { path: '/health' }],
  },
  desiredCount: 2,
  removalPolicy,
  // With `removalPolicy` that is the default; in production, leave both out.
  deletionProtection: false,
} satisfies EcsBlueGreenServiceProps;

export interface EcsExampleProps extends StackProps {
  /** @default - the context value `deployment`, or else `blue` */
  readonly deployment?: EcsDeployment;
}

/**
 * A service that CodeDeploy deploys. Deploying the stack adds task definitions; a deployment of CodeDeploy
 * moves the traffic to one of them.
 */
class CodeDeployStack extends Stack {
  constructor(app: App, id: string, deployment: EcsDeployment, props: StackProps) {
    super(app, id, props);
    const platform = new EcsServicePlatform(this, 'Platform', { removalPolicy });
    const web = new EcsBlueGreenService(this, 'Web', {
      ...service,
      ...platform.shared,
      configuration: EcsDeploymentConfig.CANARY_10PERCENT_15MINUTES,
      // Short, because the next deployment must wait for it too. In production, leave it out.
      terminationWait: Duration.minutes(10),
    });
    if (hasReached(deployment, 'green')) {
      web.addTaskDefinition('Green', { environment: green });
    }
    if (hasReached(deployment, 'break')) {
      web.addTaskDefinition('Broken', { environment: broken });
      web.addTaskDefinition('BreaksLater', { environment: breaksLater });
    }
  }
}

/** What the service that ECS deploys says of itself, for each deployment of the stack. */
const NATIVE: Readonly<Record<EcsDeployment, Readonly<Record<string, string>>>> = {
  blue,
  green,
  break: breaksLater,
};

/** Two services behind one VPC link that ECS itself deploys. Deploying the stack moves the traffic. */
class NativeStack extends Stack {
  constructor(app: App, id: string, deployment: EcsDeployment, props: StackProps) {
    super(app, id, props);
    const platform = new EcsServicePlatform(this, 'Platform', { removalPolicy });
    new EcsNativeBlueGreenService(this, 'Web', {
      ...service,
      ...platform.shared,
      container: { ...service.container, environment: NATIVE[deployment] },
      canaryConfiguration: { stepPercent: 10, stepBakeTime: Duration.minutes(15) },
      bakeTime: Duration.minutes(10),
    });
    // A second service shares network, cluster and VPC link. Its task definition stays the same.
    new EcsNativeBlueGreenService(this, 'Second', { ...service, ...platform.shared });
  }
}

/** Two stacks: CodeDeploy deploys the service of one, ECS itself those of the other. */
export function addEcsExample(app: App, { deployment: given, ...props }: EcsExampleProps = {}): void {
  const deployment = given ?? deploymentFrom(app.node.tryGetContext('deployment'));
  new CodeDeployStack(app, 'EcsCodeDeploy', deployment, {
    ...props,
    description: 'A service that CodeDeploy deploys blue/green',
  });
  new NativeStack(app, 'EcsNative', deployment, {
    ...props,
    description: 'Two services that ECS itself deploys blue/green, behind one VPC link',
  });
}
