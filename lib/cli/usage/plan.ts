import { UsageError } from '../../shared/usage-error';
import type { PlanOptions } from '../commands/plan';
import type { UndoOptions } from '../commands/undo';
import {
  type AddCommand,
  addExitCodes,
  allowHostOption,
  type ExitCodes,
  numberFrom,
  policyOption,
  repeatableOption,
  startTime,
  wholeNumberFrom,
} from './usage';

const load = async () => require('../commands/plan') as typeof import('../commands/plan');

const loadUndo = async () => require('../commands/undo') as typeof import('../commands/undo');

type Options = PlanOptions & UndoOptions & { readonly undo?: boolean };

const UNDO_ONLY = ['oldUrl', 'oldAlarm', 'to'] as const;

const SHOWN_ONLY = [
  ['calendar', '--calendar'],
  ['milestones', '--milestones'],
  ['ics', '--ics'],
  ['requestsPerMinute', '--requests-per-minute'],
  ['errorRate', '--error-rate'],
] as const;

const EXAMPLE = `
Example of dates:
  cutover plan api.yaml --calendar 2027-01-12T06:00:00+01:00 --milestones milestones.yaml --ics api.ics

Example of an undo:
  cutover plan api.yaml --undo --old-url https://gw-old.example.com --old-alarm api-old-5xx > api-undo.yaml`;

const EXIT_CODES: ExitCodes = [
  [0, 'the plan is valid'],
  [64, 'invalid usage, plan or policy'],
];

/** @throws UsageError for options that only an undo has */
function withoutUndo(options: Options): PlanOptions {
  if (UNDO_ONLY.some((name) => options[name] !== undefined)) {
    throw new UsageError('--old-url, --old-alarm and --to are for --undo; add --undo, or remove them');
  }
  return options;
}

/** @throws UsageError for options of what is shown of a plan: an undo prints a plan alone */
function undoAlone(options: Options): UndoOptions {
  const given = SHOWN_ONLY.find(([name]) => options[name] !== undefined);
  if (given !== undefined) {
    throw new UsageError(
      `${given[1]} is not for --undo, which prints a plan; save that, and give it to cutover plan with` +
        ` ${given[1]}`,
    );
  }
  return options;
}

/** `cutover plan`. */
export const addPlan: AddCommand = (program, { terminal }) => {
  const command = program
    .command('plan')
    .description('Checks a plan and shows its stages, duration, revert time, history events and cost.')
    .argument('<file>', 'The plan, YAML or JSON.')
    .addOption(allowHostOption())
    .addOption(policyOption())
    .option(
      '--undo',
      'Prints the plan that moves back what this one has moved: save it, rehearse it, start it.',
    )
    .option('--old-url <url>', 'With --undo: the https origin of the old path, for the smoke test.')
    .addOption(repeatableOption('--old-alarm <name>', 'With --undo: an alarm of the old path.'))
    .option(
      '--to <percent>',
      'With --undo: the percent on the new path at the end. Default: 0.',
      wholeNumberFrom(0, 99),
    )
    .option(
      '--requests-per-minute <n>',
      'Shows what the comparison of the paths can know in each stage, with so many requests on both paths.',
      numberFrom(0.001, 1_000_000_000),
    )
    .option(
      '--error-rate <percent>',
      'With --requests-per-minute: the error rate of the old path. Default: 0.1.',
      numberFrom(0, 100),
    )
    .option(
      '--calendar <time>',
      'Shows when each part begins if the cutover starts at a time such as 2027-01-12T06:00:00+01:00.',
      startTime,
    )
    .option(
      '--milestones <file>',
      'With --calendar: deployments and other steps, days before the start or after the end, YAML or JSON.',
    )
    .option('--ics <file.ics>', 'With --calendar: writes the dates as iCalendar as well.')
    .option('--json', 'Prints one JSON document.')
    .addHelpText('after', EXAMPLE)
    .action(async (file: string, options: Options) =>
      options.undo === true
        ? (await loadUndo()).undoCommand(file, undoAlone(options), terminal)
        : (await load()).planCommand(file, withoutUndo(options), terminal),
    );
  addExitCodes(command, terminal, EXIT_CODES);
};
