import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  type TemplateOptions,
  writeTemplateCommand,
} from '../../../../lib/cli/commands/deploy/write-template';
import { nextSteps } from '../../../../lib/cli/output/deploy-template-text';
import type { SynthesisOptions } from '../../../../lib/deployment/synthesize';
import { capturedTerminal } from '../../../support/cli/captured-terminal';
import { temporaryFiles } from '../../../support/cli/temporary-files';
import { routes } from '../../../support/templates/synth';

const files = temporaryFiles();
const config = files.write('cutover.json', JSON.stringify({ routes }));
const content = new Uint8Array([80, 75, 3, 4, 255]);

async function write(options: Partial<TemplateOptions> & { readonly template: string }) {
  const terminal = capturedTerminal(100);
  const asked: (boolean | string)[] = [];
  await writeTemplateCommand({ config, ...options }, terminal, {
    requirePeers: async (withToolkit) => {
      asked.push(withToolkit);
    },
    synthesize: (_, { assets, outdir }: SynthesisOptions) => {
      asked.push(assets);
      const made = [
        { path: 'template.json', content: '{}' },
        { path: 'a1.zip', content },
      ];
      return { directory: outdir, template: '{}', warnings: [], files: () => made };
    },
  });
  return { asked, ...terminal.texts };
}

test('the template and its code are written, without the toolkit', async () => {
  const template = files.path('build');
  const { asked, out } = await write({ template });
  expect(asked).toEqual([false, 'parameters']);
  expect(readdirSync(template).sort()).toEqual(['a1.zip', 'template.json']);
  expect(new Uint8Array(readFileSync(join(template, 'a1.zip')))).toEqual(content);
  expect(out).toMatch(/^Written to .*build: template\.json, and 1 archive of code\. Next, with a bucket/s);
  expect(out).toContain('\n  BUCKET=your-bucket PREFIX=cutover\n  aws s3 cp ');
});

test('--json has the hash of each file, the parameters and what comes next', async () => {
  const template = files.path('json');
  const { out } = await write({ template, json: true });
  const sha256 = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex');
  expect(JSON.parse(out)).toEqual({
    ...{ folder: template, stackName: 'Cutover', parameters: ['AssetsBucket', 'AssetsPrefix'] },
    files: [
      { path: 'template.json', sha256: sha256('{}') },
      { path: 'a1.zip', sha256: sha256(content) },
    ],
    next: nextSteps(template, { routes }),
  });
});

test('a folder that has something is refused before anything is synthesized', async () => {
  mkdirSync(files.path('full'));
  files.write('full/old.txt', '');
  await expect(write({ template: files.path('full') })).rejects.toThrow(
    /cannot write to the folder ".*full": it is there already and is not empty; use another name/,
  );
  expect(readdirSync(files.path('full'))).toEqual(['old.txt']);
});

describe('what comes next', () => {
  test('is to upload the folder and to create the stack', () => {
    expect(nextSteps('build', { routes })).toEqual([
      'BUCKET=your-bucket PREFIX=cutover',
      'aws s3 cp build "s3://$BUCKET/$PREFIX/" --recursive',
      'aws cloudformation deploy --stack-name Cutover --template-file build/template.json' +
        ' --s3-bucket "$BUCKET" --s3-prefix "$PREFIX" --capabilities CAPABILITY_IAM' +
        ' --parameter-overrides "AssetsBucket=$BUCKET" "AssetsPrefix=$PREFIX/"',
    ]);
  });

  test('has what a template cannot hold', () => {
    const stackNotificationArns = ['arn:aws:sns:eu-west-1:111122223333:stacks'];
    const tags = { team: "web's", 'cost-center': '17' };
    const steps = nextSteps('my build', {
      ...{ routes, stackName: 'Web', region: 'eu-west-1', terminationProtection: true },
      ...{ tags, stackNotificationArns },
    });
    expect(steps.at(-1)).toBe(
      'aws cloudformation update-termination-protection --stack-name Web --enable-termination-protection' +
        ' --region eu-west-1',
    );
    expect(steps[1]).toBe(`aws s3 cp 'my build' "s3://$BUCKET/$PREFIX/" --recursive --region eu-west-1`);
    expect(steps[2]).toContain(` --template-file 'my build/template.json' `);
    expect(steps[2]).toContain(` --tags 'team=web'\\''s' cost-center=17 `);
    expect(steps[2]).toContain(' --notification-arns arn:aws:sns:eu-west-1:111122223333:stacks --region');
  });
});
