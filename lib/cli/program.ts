import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { systemClock } from '../../lambdas/adapters/shared/system-clock';
import { hookEvents } from '../../lambdas/core/deployments/appspec';
import { version } from '../../package.json';
import { addTraffic } from './commands/add-traffic';
import type { DecommissionOptions } from './commands/decommission-command';
import type { DiffOptions } from './commands/diff-command';
import { exitCode } from './exit-code';
import { builtInScenarios } from './input/scenario-names';
import { type SchemaName, schemaNames } from './input/schema-names';
import { EXIT, type Terminal, UsageError } from './output/terminal';

/**
 * Runs the command line.
 * @returns the exit code: 0 succeeded, 2 rejected, 3 reverted, 4 the revert failed, 64 bad usage, plan or scenario, 70 our own fault
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = EXIT.succeeded;
  const program = makeProgram(terminal, (result) => {
    code = result;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return fail(error, args.includes('--json'), terminal);
  }
}

function makeProgram(terminal: Terminal, exitWith: (code: number) => void): Command {
  const program = new Command('cutover')
    .description('Staged, watched, self-reverting traffic cutovers on AWS, rehearsed on a laptop first')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err, outputError: () => undefined })
    .addHelpText(
      'after',
      '\nExit codes: 0 succeeded, 2 rejected, 3 reverted, 4 the revert failed, 64 bad usage, plan or scenario',
    );

  program
    .command('plan')
    .description(
      'check a plan and show what it will take: stages, durations, worst time back, history events, USD',
    )
    .argument('<file>', 'the plan, YAML or JSON')
    .addOption(allowHost())
    .option('--json', 'print one JSON document')
    .action((file: string, options: { allowHost?: string[]; json?: boolean }) =>
      exitCode.plan().planCommand(file, options, terminal),
    );

  program
    .command('rehearse')
    .description('run a plan through the deployed state machines against a simulated AWS')
    .argument('<file>', 'the plan, YAML or JSON')
    .option(
      '--scenario <name|file>',
      `what goes wrong: ${builtInScenarios().join(', ')}, or a YAML file`,
      'healthy',
    )
    .option('--seed <n>', "seed of the random source; default: the scenario's", seed)
    .addOption(allowHost())
    .option('--json', 'print the result as one JSON document; progress goes to standard error')
    .option('--report <file.html>', 'write a page with charts and the timeline')
    .action(async (file: string, options) =>
      exitWith(await exitCode.rehearse().rehearseCommand(file, options, terminal)),
    );

  program
    .command('diff')
    .description(
      'list what a deployment does to every resource, with its risk; exit 0 only if it adds and touches nothing that is there',
    )
    .argument('[old]', 'a template (JSON or YAML), or the directory of a cloud assembly (cdk.out)')
    .argument('[new]', 'what is to be deployed, the same')
    .option('--change-set <name>', 'read a change set of CloudFormation instead of two templates')
    .option('--stack <name>', 'the stack that the change set is of')
    .option('--region <region>', "its region; default: that of the SDK's settings")
    .option('--allow <file>', 'changes that are accepted, each with a reason and a last day; YAML or JSON')
    .addOption(new Option('--markdown', 'print Markdown for a pull request').conflicts('json'))
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExit codes: 0 additions alone, nothing, or what is not is accepted; 2 something that is there is touched;\n64 bad usage, no template, an expired entry, or a change set that cannot be judged: still being created, failed, obsolete, not there',
    )
    .action(async (old: string | undefined, fresh: string | undefined, options: DiffOptions) => {
      const { diffCommand, liveChangeSets } = exitCode.diff();
      const outside = { changeSets: liveChangeSets, clock: systemClock };
      exitWith(await diffCommand([old, fresh], options, terminal, outside));
    });

  program
    .command('decommission')
    .description(
      'look for whatever still points at the old path of a plan; reads only, with your AWS credentials',
    )
    .argument('<file>', 'the plan, YAML or JSON')
    .option('--region <region>', "the region of the old path; default: that of the SDK's settings")
    .addOption(allowHost())
    .option('--json', 'print the report as one JSON document; progress goes to standard error')
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing points at it; 2 something does, or not everything could be looked at; 64 bad usage or plan,\nno credentials or no region',
    )
    .action(async (file: string, options: DecommissionOptions) => {
      const { decommissionCommand, liveReferences } = exitCode.decommission();
      const outside = { pointers: liveReferences, clock: systemClock };
      exitWith(await decommissionCommand(file, options, terminal, outside));
    });

  addTraffic(program, terminal, exitWith);

  program
    .command('schema')
    .description('print the JSON Schema of a plan, a scenario or an allow file')
    .addArgument(
      program.createArgument('[what]', schemaNames.join(', ')).choices(schemaNames).default('plan'),
    )
    .action((what: SchemaName) => exitCode.schema().schemaCommand(what, terminal));

  program
    .command('appspec')
    .description('print the AppSpec that deploys an EcsBlueGreenService by CodeDeploy')
    .option('--outputs <file>', 'outputs of stacks, as cdk deploy --outputs-file writes them')
    .option('--stack <name>', 'the stack; without --outputs it is asked of CloudFormation')
    .option('--service <id>', 'the id of the EcsBlueGreenService, when the stack has several')
    .option('--task-definition <arn>', 'deploy this one; default: what the stack registered last')
    .addOption(
      new Option('--hook-at <event>', 'when the hook tests the new tasks')
        .choices(hookEvents)
        .default('BeforeAllowTraffic'),
    )
    .option('--create-deployment', 'print the whole input of aws deploy create-deployment, as JSON')
    .option('--json', 'print the AppSpec as JSON; default: YAML')
    .action((options) => exitCode.appspec().appspecCommand(options, terminal));

  return program;
}

function allowHost(): Option {
  return new Option(
    '--allow-host <pattern...>',
    "hosts that smoke tests may call; default: gw-* in the record's zone",
  );
}

function seed(value: string): number {
  const parsed = Number(value);
  if (!/^\d+$/.test(value) || parsed > 2_147_483_647) {
    throw new InvalidArgumentError('It must be a whole number from 0 to 2147483647.');
  }
  return parsed;
}

/** Says what is wrong and how to do it right, and nothing else. */
function fail(error: unknown, json: boolean, terminal: Terminal): number {
  if (error instanceof CommanderError && error.exitCode === 0) {
    return EXIT.succeeded;
  }
  const isUsage = error instanceof UsageError || error instanceof CommanderError;
  const { message } = error as Error;
  const text = isUsage
    ? message.replace(/^error: /, '')
    : `this is a fault of Cutover itself: ${(error as Error).stack}`;
  terminal.err(`cutover: ${text}\n`);
  if (error instanceof CommanderError) {
    terminal.err('(cutover --help shows what there is)\n');
  }
  if (json) {
    const problems = error instanceof UsageError ? error.problems : [];
    terminal.out(`${JSON.stringify({ error: { message: text, problems } }, null, 2)}\n`);
  }
  return isUsage ? EXIT.usage : EXIT.bug;
}
