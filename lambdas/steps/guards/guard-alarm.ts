import { alarmArnFor, alarmNameOf } from '../../core/health/alarm-arn';
import { shorten } from '../../core/health/verdict';
import { CLOCK_BOUND_MS } from '../../core/shared/lease';
import type { Executions, Ledger } from '../../ports';
import { eachLockedRoute } from '../support/locked-routes';
import { startRevert } from '../support/start-revert';

interface Input {
  /** When the event occurred: ISO 8601, whole seconds. */
  time?: string;
  /** The ARN of the alarm, which has its account and region. */
  resources?: string[];
  /** The detail of an EventBridge event "CloudWatch Alarm State Change". */
  detail: { alarmName: string; state: { value: string; reason?: string } };
}

interface Output {
  /** Routes whose cutover was stopped and whose revert was started. */
  stopped: string[];
  reason: string;
}

/**
 * An event counts as older than the cutover only when it is older by more than this, in milliseconds:
 * EventBridge gives its time in whole seconds, and the clock of the function that took the lock may be off.
 */
const SURELY_OLDER_MS = 1_000 + CLOCK_BOUND_MS;

/**
 * Handles an alarm that went to ALARM: stops and reverts every cutover that monitors it at once, instead of
 * at its next evaluation, which may be an hour away. An event from before the cutover began is ignored,
 * because the preflight has checked the alarm since. The revert is started first: if this function ends in
 * between, the forward execution finds its lock taken over.
 *
 * An event bus may also receive the events of other accounts and Regions: those that a rule there forwards.
 * An alarm there can have the same name, so the whole ARN of the alarm decides: account, Region and name.
 */
export const guardAlarm =
  (ports: { readonly ledger: Ledger; readonly executions: Executions; readonly routes: readonly string[] }) =>
  async ({ time, resources = [], detail }: Input): Promise<Output> => {
    const { alarmName, state } = detail;
    const cause = shorten(`alarm "${alarmName}" is in ALARM: ${state.reason ?? ''}`);
    const routes = state.value === 'ALARM' ? ports.routes : [];
    const elsewhere = new Set<string>();
    const found = await eachLockedRoute(ports.ledger, routes, async ({ route, lock }) => {
      const isOlder = time !== undefined && Date.parse(time) + SURELY_OLDER_MS < Date.parse(lock.acquiredAt);
      const named = (lock.alarms ?? []).filter((one) => alarmNameOf(one) === alarmName);
      if (named.length === 0 || lock.reverting || isOlder) {
        return [];
      }
      if (!named.some((one) => resources.includes(alarmArnFor(lock.execution, one)))) {
        elsewhere.add(route);
        return [];
      }
      await startRevert(ports, { execution: lock.execution, route, failure: { Cause: cause } });
      await ports.executions.stop(lock.execution, 'AlarmFired', cause);
      return [route];
    });
    const stopped = found.flat();
    if (stopped.length > 0) {
      return { stopped, reason: cause };
    }
    const reason =
      elsewhere.size === 0
        ? `no cutover monitors "${alarmName}"`
        : `${resources.join(', ') || `an alarm "${alarmName}" without an ARN`} is not the alarm of the ` +
          `same name that ${[...elsewhere].join(', ')} monitors; nothing was stopped`;
    return { stopped, reason };
  };
