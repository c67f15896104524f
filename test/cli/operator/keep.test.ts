import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { sha256 } from '../../../lambdas/adapters/shared/sha256';
import { type KeepOptions, keepCommand } from '../../../lib/cli/commands/operator/keep';
import { statusCommand } from '../../../lib/cli/commands/operator/status';
import { checkScenario } from '../../../lib/rehearsal/scenario';
import { cutover } from '../../support/cli/cutover';
import { temporaryFiles } from '../../support/cli/temporary-files';
import { atTimes, type TypeCommand } from '../../support/operator/at-times';
import { type PlanInput, planOf } from '../../support/plans/plans';

const { path, write, folder } = temporaryFiles();
const TEMPLATE = '{"Resources":{"OldLoadBalancer":{"Type":"AWS::ElasticLoadBalancingV2::LoadBalancer"}}}';
const SETTINGS = { Parameters: [{ ParameterKey: 'Size', ParameterValue: '2' }] };
const readStack = async (stack: string) => ({ stack, template: TEMPLATE, settings: SETTINGS });

function rehearsalOf(over: Partial<PlanInput> = {}, scenario: object = {}) {
  const checked = checkScenario({ world: { alias: false, ttlSeconds: 300 }, ...scenario });
  if (!checked.ok) {
    throw new Error(JSON.stringify(checked.problems));
  }
  const { router } = planOf();
  const plan = planOf({
    router: { ...router, adopt: { newTarget: { values: { A: ['192.0.2.2'] } } } } as PlanInput['router'],
    ttl: { leadSeconds: 600 },
    stages: [{ percent: 100, soakSeconds: 60 }],
    preflight: { accept: ['no-request-measure'] },
    ...over,
  });
  return { plan, scenario: checked.value, scenarioName: 'test' };
}

/** Keeps the old path once the cutover has ended. */
const keepAfterTheEnd =
  (options: KeepOptions, given?: string): TypeCommand =>
  async (terminal, dependencies) => {
    const silent = { ...terminal, out: () => undefined, err: () => undefined };
    await statusCommand(undefined, { wait: true }, silent, dependencies);
    return keepCommand(given, options, terminal, { ...dependencies, stack: readStack });
  };

const read = (...parts: string[]) => readFileSync(join(...parts), 'utf8');

describe('cutover keep', () => {
  test('writes records, proof, decisions and template, with checksums that hold', async () => {
    const output = path('kept');
    const file = write('main.tf', 'resource "aws_lb" "old" {}\n');
    const keep = keepAfterTheEnd({ output, oldStack: ['Api'], file: [file] });
    const { result, typed } = await atTimes(rehearsalOf(), [[60, keep]]);
    expect(result.outcome).toBe('succeeded');
    expect(typed[0]).toMatchObject({ code: 0, err: '' });
    expect(typed[0]?.out).toMatch(/^api\.example\.com: old path can go: .*Kept in .*SHA256SUMS\.\n$/s);
    expect(readdirSync(output, { recursive: true }).sort()).toEqual(
      [
        ...['SHA256SUMS', 'decisions.json', 'files', 'files/main.tf', 'plan.json', 'proof.json'],
        ...['route.json', 'stacks', 'stacks/Api.settings.json', 'stacks/Api.template.json'],
      ].sort(),
    );
    const route = JSON.parse(read(output, 'route.json'));
    expect(route).toMatchObject({
      route: 'route53/Z0123456789ABCDEFGHIJ/api.example.com',
      percentBeforeShift: 0,
      // As it was made by hand: a simple record.
      beforePreparation: [{ Name: 'api.example.com.', Type: 'A', TTL: 300 }],
      beforeShift: [
        { SetIdentifier: 'old', Weight: 100, TTL: 30 },
        { SetIdentifier: 'new', Weight: 0, TTL: 30 },
      ],
    });
    expect(route.beforePreparation[0]).not.toHaveProperty('SetIdentifier');
    expect(JSON.parse(read(output, 'plan.json'))).toMatchObject({ name: 'api' });
    expect(JSON.parse(read(output, 'proof.json'))).toMatchObject({ kind: 'proof', verdict: 'pass' });
    const decisions = JSON.parse(read(output, 'decisions.json')) as { readonly kind: string }[];
    expect(decisions.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['started', 'prepared', 'shifted', 'proof', 'succeeded']),
    );
    expect(read(output, 'stacks/Api.template.json')).toBe(TEMPLATE);
    expect(JSON.parse(read(output, 'stacks/Api.settings.json'))).toEqual(SETTINGS);
    expect(read(output, 'files/main.tf')).toBe(read(file));
    const check = () => execFileSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: output });
    expect(check().toString().match(/: OK/g)).toHaveLength(7);
  });

  test('keeps a path whose proof says that it must stay as well, and exits with 2', async () => {
    const output = path('must-stay');
    const keep = keepAfterTheEnd({ output, oldStack: ['Api'], json: true });
    const over = { decommission: {} };
    const faults = [{ kind: 'still-in-use', by: 'service', at: 0 }];
    const { typed } = await atTimes(rehearsalOf(over, { faults }), [[60, keep]]);
    expect(typed[0]?.code).toBe(2);
    const document = JSON.parse(typed[0]?.out ?? '');
    expect(document).toMatchObject({
      ...{ folder: output, name: 'api.example.com' },
      proof: { verdict: 'fail', what: 'old path must stay' },
    });
    for (const { path: name, sha256: checksum } of document.files) {
      expect([name, sha256(read(output, name))]).toEqual([name, checksum]);
    }
  });

  test('writes nothing after a cutover that was reverted', async () => {
    const output = path('reverted');
    const faults = [{ kind: 'errors', rate: 0.5, whenPercentAtLeast: 100 }];
    const { typed } = await atTimes(rehearsalOf({}, { faults }), [
      [60, keepAfterTheEnd({ output, oldStack: ['Api'] })],
    ]);
    expect(typed[0]?.code).toBe(2);
    expect(typed[0]?.out.replaceAll('\n', ' ')).toMatch(
      /has not succeeded \(reverted\).*Nothing was written/,
    );
    expect(existsSync(output)).toBe(false);
  });

  test('refuses what it cannot write, or what says nothing of the path, before it connects', async () => {
    mkdirSync(path('full'));
    write('full/file', 'x');
    const [file, output] = [write('template.yaml', 'Resources: {}\n'), path('new')];
    const refused = async (...args: string[]) => {
      const { code, err } = await cutover('keep', 'api.example.com', ...args);
      expect(code).toBe(64);
      return err.replaceAll(/\n\s*/g, ' ');
    };
    expect(await refused('--output', output)).toMatch(
      /nothing says what the old path is made of: .*--old-stack/,
    );
    expect(await refused('--old-stack', 'Api')).toMatch(/--output <folder>/);
    const full = await refused('--output', path('full'), '--old-stack', 'Api');
    expect(full).toMatch(/full": it is there already and is not empty; use another name/);
    expect(await refused('--output', file, '--old-stack', 'Api')).toMatch(/it is a file; use another name/);
    expect(await refused('--output', '-', '--old-stack', 'Api')).toMatch(/give the name of a folder/);
    const nowhere = await refused('--output', join(folder, 'no', 'kept'), '--old-stack', 'Api');
    expect(nowhere).toMatch(/there is no folder .*no; create it first/);
    expect(await refused('--output', output, '--file', path('none'))).toMatch(
      /cannot read the definition of the old path/,
    );
    const stack = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/Api/1234';
    expect(await refused('--output', output, '--old-stack', 'Api', '--old-stack', stack)).toMatch(
      /Api is given twice; give each stack and each name of a file once/,
    );
    expect(existsSync(output)).toBe(false);
  });
});
