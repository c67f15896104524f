import type { SendOptions } from '../../commands/operator/send';
import { EXIT } from '../../output/terminal';
import { type AddCommand, addExitCodes, type ExitCodes, wholeNumberFrom } from '../usage';
import { addDeploymentOptions, COMMON_CODES, loadConnection } from './shared';

const CODES: ExitCodes = [
  [EXIT.succeeded, 'the command was accepted; the output says what happens next'],
  [EXIT.rejected, 'it was refused, with the reason: nothing was done'],
  ...COMMON_CODES,
];

const ROUTE = 'The route: its name, such as api.example.com, or its key.';
const ROUTE_OR_SERVICE = `${ROUTE} Or a service that ECS itself deploys: ecs/CLUSTER/SERVICE.`;

type Send = typeof import('../../commands/operator/send');
type SendToService = typeof import('../../commands/operator/send-to-service');
type Live = typeof import('../../input/live-service-deployments');
const load = async () => ({
  ...(require('../../commands/operator/send') as Send),
  ...(require('../../commands/operator/send-to-service') as SendToService),
});
const loadDeployments = async () =>
  (require('../../input/live-service-deployments') as Live).liveServiceDeployments;

/** What each command does, for its help. */
const COMMANDS = {
  approve:
    'Approves the raise that follows the soak of the current stage. It ends no pause. Or lets the' +
    ' deployment of a service by ECS go on.',
  promote:
    "Ends a soak, or the hold, at its next evaluation that passes. Never before the policy's least soak.",
  pause: 'Keeps a cutover from beginning anything new. Evaluations go on, and an alarm still reverts it.',
  resume: 'Ends a pause.',
  abort:
    'Stops a cutover and reverts it at once, whatever it does. Nothing takes this back. Or rolls back the' +
    ' deployment of a service by ECS.',
} as const;

type Kind = keyof typeof COMMANDS;

/** Commands that a deployment of ECS takes as well. */
const isForServices = (kind: Kind) => kind === 'approve' || kind === 'abort';

/** `cutover approve`, `promote`, `pause`, `resume` and `abort`. */
export const addCommands: AddCommand = (program, { terminal, exitWith }) => {
  for (const kind of Object.keys(COMMANDS) as Kind[]) {
    const command = addDeploymentOptions(
      program
        .command(kind)
        .description(COMMANDS[kind])
        .argument('<route>', isForServices(kind) ? ROUTE_OR_SERVICE : ROUTE),
    ).requiredOption(
      '--reason <text>',
      isForServices(kind)
        ? 'Why. The ledger keeps it, with your identity; for a service, CloudTrail.'
        : 'Why. The ledger keeps it, with your identity.',
    );
    if (kind === 'approve' || kind === 'promote') {
      command.option(
        '--at <percent>',
        'The percent whose soak you mean; refused when the route is at another one. Default: where it is.',
        wholeNumberFrom(0, 100),
      );
    }
    command
      .option('--json', 'Prints the answer as one JSON document.')
      .action(async (route: string, options: SendOptions) => {
        const { isService, sendToCutover, sendToService } = await load();
        exitWith(
          isService(route)
            ? await sendToService(kind, route, options, terminal, { deployments: await loadDeployments() })
            : await sendToCutover(kind, route, options, terminal, await loadConnection()),
        );
      });
    addExitCodes(command, terminal, CODES);
  }
};
