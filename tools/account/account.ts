import { SFNClient, TestStateCommand } from '@aws-sdk/client-sfn';
import { Command } from 'commander';
import { compareWithAccount, deployedDefinitions } from './compare-with-account';

/**
 * Compares the interpreter with Step Functions: every state and branch of both machines, with mocked results.
 * Needs credentials with `states:TestState`. Nothing is deployed, and no function is called. It makes one
 * request per branch, slower than the quota of one a second.
 */
async function main(): Promise<void> {
  const command = new Command('test:account')
    .description('runs both state machines state by state through TestState, and compares')
    .option('--region <region>', 'Region of Step Functions', process.env.AWS_REGION ?? 'us-east-1')
    .option('--endpoint <url>', 'another endpoint than that of AWS')
    .option('--pause <ms>', 'milliseconds between two requests', '1100')
    .parse();
  const { region, endpoint, pause } = command.opts<{ region: string; endpoint?: string; pause: string }>();
  const client = new SFNClient({
    region,
    ...(endpoint === undefined ? {} : { endpoint, disableHostPrefix: true }),
  });
  const report = await compareWithAccount(deployedDefinitions(), {
    test: (request) => client.send(new TestStateCommand(request)),
    pause: () => new Promise((resolve) => void setTimeout(resolve, Number(pause))),
  });
  for (const { machine, state, branch, differences } of report.different) {
    console.log(`${machine} ${state} ${branch}`);
    for (const difference of differences) {
      console.log(`  ${difference}`);
    }
  }
  console.log(`${report.compared} branches compared, ${report.different.length} differ`);
  process.exitCode = report.different.length === 0 ? 0 : 1;
}

void main();
