import { foundIn } from '../../../../lambdas/core/routers/direct-weights';
import type { Router } from '../../../../lambdas/core/routers/router-schema';
import { RouteBrokenError } from '../../../../lambdas/core/shared/errors';
import type { Clock, DirectRouter } from '../../../../lambdas/ports';
import { UsageError } from '../../../shared/usage-error';
import { type DirectOrder, readDirectOrder } from '../../input/direct-order';
import { printDirectRevert, warningOf } from '../../output/direct-revert-text';
import { EXIT, type Terminal } from '../../output/terminal';
import { directRevert, OUTCOME_EXIT } from './direct-revert';
import { readWeightsOf } from './write-weights';

/** The options of `cutover revert`. */
export interface RevertOptions {
  readonly direct?: boolean;
  readonly weights?: string;
  readonly old?: string;
  readonly new?: string;
  readonly region?: string;
  readonly dryRun?: boolean;
  readonly wait: boolean;
  readonly timeout: number;
  readonly json?: boolean;
}

/** What the command needs to write to AWS. */
export interface RevertDependencies {
  readonly directRouter: (router: Router, region: string | undefined, clock: Clock) => Promise<DirectRouter>;
  readonly clock: Clock;
}

/**
 * Sets the weights of a route with the caller's credentials, without workflow and ledger.
 * @returns the exit code of the outcome
 * @throws UsageError also when nobody has said which path is which; the message lists what stands there
 */
export async function revertCommand(
  route: string,
  options: RevertOptions,
  terminal: Terminal,
  { directRouter, clock }: RevertDependencies,
): Promise<number> {
  if (options.direct !== true) {
    throw new UsageError(WITHOUT_DIRECT);
  }
  const order = readDirectOrder(route, options);
  const progress = (line: string) => terminal.err(`${line}\n`);
  const router = await directRouter(order.router, options.region, clock);
  const ports = { router, clock, progress };
  if (order.unnamed !== null) {
    throw await namesMissing(ports, order, order.unnamed);
  }
  progress(warningOf(terminal.columns));
  const result = await directRevert(ports, {
    router: order.router,
    weights: order.weights,
    dryRun: options.dryRun === true,
    waitSeconds: options.wait ? options.timeout : null,
  });
  terminal.out(
    options.json === true
      ? `${JSON.stringify(result, null, 2)}\n`
      : printDirectRevert(result, terminal.columns),
  );
  return EXIT[OUTCOME_EXIT[result.outcome]];
}

const WITHOUT_DIRECT =
  'say which revert is meant: --reason TEXT sends the command revert to the workflow, which knows where' +
  ' the traffic was; --direct --weights OLD/NEW sets the weights yourself, for when the workflow cannot be' +
  ' reached';

/** Reads what stands there, for an operator who has not said which path is which. It is never guessed. */
async function namesMissing(
  ports: Parameters<typeof readWeightsOf>[0],
  { router }: DirectOrder,
  name: string,
): Promise<UsageError> {
  const reading = await readWeightsOf(ports, router);
  if (reading instanceof RouteBrokenError) {
    return new UsageError(reading.message);
  }
  const found = [...new Set(reading.standing.map(({ group }) => group))].map((path) => ({
    path,
    message: foundIn(reading.standing.filter(({ group }) => group === path)),
  }));
  const ask = `say which path is which, with --old and --new; each is a ${name}`;
  return found.length === 0
    ? new UsageError(`${ask}. There is nothing with a weight at the route`)
    : new UsageError(ask, found);
}
