import { UsageError } from '../../../shared/usage-error';
import type { DashboardSource } from '../../dashboard/dashboard-source';
import { type PacedRehearsal, pacedRehearsal } from '../../dashboard/rehearsed';
import { type Served, serveDashboard } from '../../dashboard/server';
import { readPlan } from '../../input/read-plan';
import { readPolicy } from '../../input/read-policy';
import { findScenario } from '../../input/scenarios';
import { duration } from '../../output/format';
import type { Terminal } from '../../output/terminal';
import type { DeploymentOptions, OperatorDependencies } from './connection';

/** The options of `cutover dashboard`. */
export interface DashboardOptions extends DeploymentOptions {
  readonly port: number;
  /** A plan to rehearse, in place of a deployment. */
  readonly rehearse?: string;
  readonly scenario: string;
  readonly seed?: number;
  readonly speed?: number;
  readonly allowHost?: readonly string[];
  readonly policy?: string;
}

/** What the command needs beside a connection. */
export interface DashboardDependencies extends OperatorDependencies {
  /** Resolves when somebody ends the program. */
  readonly stopped: () => Promise<void>;
  /** The name in which commands are sent in a rehearsal. */
  readonly user: string;
}

/**
 * Serves the page until somebody ends the program.
 * @throws UsageError when the port is taken, or the plan or the scenario is not valid
 */
export async function dashboardCommand(
  options: DashboardOptions,
  terminal: Terminal,
  dependencies: DashboardDependencies,
): Promise<void> {
  const { rehearse } = options;
  if (rehearse !== undefined) {
    const watched = rehearsed(rehearse, options, terminal, dependencies);
    await serveUntilStopped(watched, options, terminal, dependencies).finally(() => watched.stop());
    return;
  }
  const connection = await dependencies.connect(options);
  try {
    const { source, send } = connection;
    const { series } = connection;
    const title = `Deployment "${connection.stack}" in ${connection.region}`;
    const watched: DashboardSource = { title, source, send, series, speed: null, pollMs: POLL_MS };
    // A deployment that cannot be read is reported here, and not on the page.
    await source.executions(1);
    await serveUntilStopped(watched, options, terminal, dependencies);
  } finally {
    connection.close();
  }
}

/** How often the page reads AWS, in milliseconds. */
const POLL_MS = 5_000;

async function serveUntilStopped(
  watched: DashboardSource,
  { port, json }: DashboardOptions,
  terminal: Terminal,
  { stopped }: DashboardDependencies,
): Promise<void> {
  const served = await serve(watched, port);
  terminal.out(
    json === true
      ? `${JSON.stringify({ url: served.url }, null, 2)}\n`
      : `${watched.title}\n${served.url}\n` +
          'Open it in a browser on this machine. Ctrl+C ends it; cutovers go on.\n',
  );
  try {
    await stopped();
  } finally {
    await served.close();
  }
}

async function serve(watched: DashboardSource, port: number): Promise<Served> {
  try {
    return await serveDashboard(watched, port);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      throw new UsageError(`the port ${port} is taken; give another one with --port, or leave it out`);
    }
    throw error;
  }
}

function rehearsed(
  file: string,
  { allowHost, policy: policyFile, scenario: wanted, seed, speed }: DashboardOptions,
  terminal: Terminal,
  { user }: DashboardDependencies,
): PacedRehearsal {
  const plan = readPlan(file, allowHost);
  const policy = readPolicy(policyFile);
  const { name, scenario } = findScenario(wanted);
  const watched = pacedRehearsal(
    {
      plan,
      scenario: { ...scenario, seed: seed ?? scenario.seed },
      scenarioName: name,
      ...(allowHost === undefined ? {} : { allowedHosts: allowHost }),
      ...(policy === undefined ? {} : { policy }),
    },
    { user, speed },
  );
  watched.ended.then(
    ({ result }) =>
      terminal.err(
        `The rehearsal has ended: ${result.outcome}, after ${duration(result.durationSeconds)} of simulated` +
          ' time. The page still shows it.\n',
      ),
    (error: Error) => terminal.err(`cutover: the rehearsal has stopped: ${error.stack}\n`),
  );
  return watched;
}
