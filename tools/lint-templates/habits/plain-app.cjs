// A CDK app in plain JavaScript, as a team without TypeScript writes it: node --import tsx plain-app.cjs
const { App, Stack, Duration } = require('aws-cdk-lib');
const { HttpOrigin } = require('aws-cdk-lib/aws-cloudfront-origins');
const { ContainerImage } = require('aws-cdk-lib/aws-ecs');
const { EcsBlueGreenService } = require('../../../lib/ecs/ecs-blue-green-service');
const { UserAwareDistribution } = require('../../../lib/user-split/user-aware-distribution');
const { CutoverStack } = require('../../../lib/workflow/cutover-stack');

/** @param extra props that are added to those of the service, to see what becomes of a misspelled one */
function addPlainStacks(app, extra = {}) {
  const stack = new Stack(app, 'Plain', { description: 'An app in plain JavaScript' });
  new EcsBlueGreenService(stack, 'Web', {
    container: {
      image: ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.27'),
      port: 8080,
      user: '101',
    },
    hook: { host: 'api.example.com', checks: [{ path: '/' }] },
    healthPath: '/',
    terminationWait: Duration.minutes(30),
    ...extra,
  });
  new UserAwareDistribution(stack, 'Split', {
    old: new HttpOrigin('legacy.example.com'),
    newPaths: [{ patterns: ['/*'], origin: new HttpOrigin('gw.example.com') }],
    identity: { kind: 'cookie', name: 'uid' },
  });
}

function addPlainWorkflow(app) {
  new CutoverStack(app, 'PlainCutover', {
    description: 'A workflow of an app in plain JavaScript',
    routes: [
      { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com', recordNames: ['api.example.com'] },
    ],
  });
}

module.exports = { addPlainStacks, addPlainWorkflow };

if (require.main === module) {
  const app = new App();
  addPlainStacks(app, JSON.parse(process.env.EXTRA_PROPS ?? '{}'));
  addPlainWorkflow(app);
  app.synth();
}
