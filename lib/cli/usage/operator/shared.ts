import { type Command, Option } from 'commander';
import { EXIT } from '../../output/terminal';
import type { ExitCodes } from '../usage';

/** Loads the commands that read a deployment, and what connects them to AWS. */
export const loadConnection = async () => (await load()).liveConnection;

const load = async () => require('../../commands/operator/live-connection') as LiveConnection;
type LiveConnection = typeof import('../../commands/operator/live-connection');

/** The argument of commands that show one cutover. */
export const ROUTE_ARGUMENT =
  'The route: its name, such as api.example.com, its key, or the ARN of an execution. Default: the only one' +
  ' that has a cutover under way.';

/** Adds the options that say which deployment is meant. */
export function addDeploymentOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--stack <name>', 'The stack of the deployment. Default: CUTOVER_STACK, or else "Cutover".'),
    )
    .addOption(
      new Option('--region <region>', "The Region of the deployment. Default: that of the SDK's settings."),
    );
}

/** The exit codes of a command that waits for the end of a cutover. */
export const CUTOVER_CODES: ExitCodes = [
  [EXIT.succeeded, 'the cutover succeeded'],
  [EXIT.rejected, 'it was rejected, or stopped before it had locked the route: no traffic has moved'],
  [EXIT.reverted, 'it was reverted'],
  [EXIT['revert-failed'], 'the revert failed: the route stays locked'],
];

/** The exit codes that every command for operators has. */
export const COMMON_CODES: ExitCodes = [
  [EXIT.usage, 'invalid usage; there is no such stack, route or execution'],
  [EXIT.unavailable, 'AWS could not be reached or refused a call'],
];

/** What a command that waits ends with when the time is over. */
export const TIMED_OUT: ExitCodes[number] = [EXIT['timed-out'], '--timeout was over before the end'];
