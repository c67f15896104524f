import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { API_FOLDER } from '../../tools/docs/api/markdown';
import { API_PAGE_NAMES } from '../../tools/docs/api/page-names';
import { ROOT, readPage } from './pages';

/** What the examples expect of the app around them: each name, its type, and the module of the type. */
const STAND_INS: readonly (readonly [name: string, type: string, module: string | null])[] = [
  ['account', 'string', null],
  ['alarm', 'IAlarm', 'aws-cdk-lib/aws-cloudwatch'],
  ['alarms', 'CutoverAlarms', '@cutover/cutover'],
  ['app', 'App', 'aws-cdk-lib'],
  ['autoScalingGroup', 'AutoScalingGroup', 'aws-cdk-lib/aws-autoscaling'],
  ['certificate', 'ICertificate', 'aws-cdk-lib/aws-certificatemanager'],
  ['container', 'ServiceContainer', '@cutover/cutover'],
  ['hook', 'HookPlanInput', '@cutover/cutover'],
  ['host', 'string', null],
  ['listener', 'ApplicationListener', 'aws-cdk-lib/aws-elasticloadbalancingv2'],
  ['newPath', 'AdditiveApiGateway', '@cutover/cutover'],
  ['newService', 'BaseService', 'aws-cdk-lib/aws-ecs'],
  ['onCall', 'ITopic', 'aws-cdk-lib/aws-sns'],
  ['operatorRole', 'IRole', 'aws-cdk-lib/aws-iam'],
  ['path', 'AdditiveApiGateway', '@cutover/cutover'],
  ['pipelineRole', 'IRole', 'aws-cdk-lib/aws-iam'],
  ['publicLoadBalancer', 'IApplicationLoadBalancer', 'aws-cdk-lib/aws-elasticloadbalancingv2'],
  ['repository', 'IRepository', 'aws-cdk-lib/aws-ecr'],
  ['restApi', 'RestApi', 'aws-cdk-lib/aws-apigateway'],
  ['routes', 'readonly RouteConfig[]', '@cutover/cutover'],
  ['service', 'IFunction', 'aws-cdk-lib/aws-lambda'],
  ['split', 'UserAwareDistribution', '@cutover/cutover'],
  ['targetGroup', 'IApplicationTargetGroup', 'aws-cdk-lib/aws-elasticloadbalancingv2'],
  ['vpc', 'IVpc', 'aws-cdk-lib/aws-ec2'],
  ['workflow', 'CutoverWorkflow', '@cutover/cutover'],
  ['zone', 'IHostedZone', 'aws-cdk-lib/aws-route53'],
];

interface Example {
  readonly page: string;
  readonly imports: string;
  readonly code: string;
}

const constructs = API_PAGE_NAMES.filter((page) => !['README', 'parts', 'types'].includes(page));

/** The first code of the page, which the generator takes from the `@example` of the construct. */
function exampleOn(page: string): Example {
  const { text } = readPage(`${API_FOLDER}/${page}.md`);
  const [, imports = '', code = ''] = /\n```ts\n((?:import .*\n)+)\n([\s\S]*?)```/.exec(text) ?? [];
  return { page, imports, code };
}

/** A stack with the example in its constructor. */
function moduleWith({ imports, code }: Example): string {
  const given = STAND_INS.map(([name, type, module]) => {
    const imported = module === null ? type : type.replace(/\w+(?=(\[\])?$)/, `import('${module}').$&`);
    return `declare const ${name}: ${imported};`;
  });
  const head = [imports, "import { Stack as StackOfTheApp } from 'aws-cdk-lib';", ...given];
  return `${head.join('\n')}
export class Example extends StackOfTheApp {
  constructor() {
    super();
${code}
  }
}
`;
}

/** The errors of the compiler for all of them, in one run. */
function errorsOf(examples: readonly Example[]): readonly string[] {
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, 'dist/examples-'));
  try {
    for (const example of examples) {
      writeFileSync(join(folder, `${example.page}.ts`), moduleWith(example));
    }
    // Many examples create a construct that nothing else in them uses.
    const compilerOptions = { noUnusedLocals: false, paths: { '@cutover/cutover': ['../../lib/index.ts'] } };
    const include = ['*.ts', '../../lambdas/edge/cloudfront.d.ts'];
    const settings = { extends: '../../tsconfig.json', compilerOptions, include, exclude: [] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
    const { stdout } = spawnSync('npx', ['tsc', '-p', folder], { cwd: ROOT, encoding: 'utf8' });
    return stdout
      .trim()
      .split('\n')
      .map((line) => line.replace(/^.*\//, ''));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('the example of every construct compiles, and one with an unknown prop or name does not', () => {
  const examples = constructs.map(exampleOn);
  expect(examples.filter(({ code }) => code === '').map(({ page }) => page)).toEqual([]);
  const example = exampleOn('edge-alarms');
  const broken = [
    { ...example, page: 'broken-prop', code: example.code.replace('prefix:', 'prefixes:') },
    { ...example, page: 'broken-name', code: example.code.replace('split,', 'split: undeclared,') },
  ];
  expect(errorsOf([...examples, ...broken]).toSorted()).toEqual([
    expect.stringMatching(/^broken-name\.ts.*Cannot find name 'undeclared'/),
    expect.stringMatching(/^broken-prop\.ts.*'prefixes' does not exist/),
  ]);
});

test('every stand-in is used by an example', () => {
  const code = constructs.map((page) => exampleOn(page).code).join('\n');
  const unused = STAND_INS.filter(([name]) => !new RegExp(`(?<![\\w.'])${name}\\b(?!:)`).test(code));
  expect(unused.map(([name]) => name)).toEqual([]);
});
