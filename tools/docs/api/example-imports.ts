import type { ApiExport } from './api-item';

/** Where examples import classes of the CDK from. */
const MODULES: Readonly<Record<string, string>> = {
  App: 'aws-cdk-lib',
  CfnOutput: 'aws-cdk-lib',
  Duration: 'aws-cdk-lib',
  Stack: 'aws-cdk-lib',
  Validations: 'aws-cdk-lib',
  LambdaIntegration: 'aws-cdk-lib/aws-apigateway',
  ComparisonOperator: 'aws-cdk-lib/aws-cloudwatch',
  ContainerImage: 'aws-cdk-lib/aws-ecs',
  HttpOrigin: 'aws-cdk-lib/aws-cloudfront-origins',
  InstanceClass: 'aws-cdk-lib/aws-ec2',
  InstanceSize: 'aws-cdk-lib/aws-ec2',
  InstanceType: 'aws-cdk-lib/aws-ec2',
  LoadBalancerTarget: 'aws-cdk-lib/aws-route53-targets',
  RecordTarget: 'aws-cdk-lib/aws-route53',
};

/** The names that an example uses and does not declare, with strings, comments and fields left out. */
function namesIn(example: string): readonly string[] {
  const code = example.replace(/\/\/.*|'[^']*'/g, '');
  return [...new Set([...code.matchAll(/(?<![\w.])[A-Z]\w*/g)].map(([name]) => name))].sort();
}

/**
 * The imports that an example needs, from the package and from the CDK.
 * @throws Error for a name that is neither exported nor known to be of the CDK
 */
export function importsOf(example: string, all: readonly ApiExport[]): readonly string[] {
  const exported = new Set(all.map(({ name }) => name));
  const byModule = new Map<string, string[]>();
  for (const name of namesIn(example)) {
    const module = exported.has(name) ? '@cutover/cutover' : MODULES[name];
    if (module === undefined) {
      throw new Error(`an example uses ${name}; say in ${__filename} which module of the CDK has it`);
    }
    byModule.set(module, [...(byModule.get(module) ?? []), name]);
  }
  return [...byModule]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([module, names]) => `import { ${names.join(', ')} } from '${module}';`);
}
