import { shorten } from '../core/health/verdict';
import type { Executions, Ledger } from '../ports';
import { eachLockedRoute } from './support/locked-routes';
import { startRevert } from './support/start-revert';

interface Input {
  /** When the event occurred: ISO 8601, whole seconds. */
  time?: string;
  /** The detail of an EventBridge event "CloudWatch Alarm State Change". */
  detail: { alarmName: string; state: { value: string; reason?: string } };
}

interface Output {
  /** Routes whose cutover was stopped and whose revert was started. */
  stopped: string[];
  reason: string;
}

/**
 * Handles an alarm that went to ALARM: stops and reverts every cutover that monitors it at once, instead of
 * at its next evaluation, which may be an hour away. An event from before the cutover began is ignored,
 * because the preflight has checked the alarm since. The revert is started first: if this function ends in
 * between, the forward execution finds its lock taken over.
 */
export const guardAlarm =
  (ports: { readonly ledger: Ledger; readonly executions: Executions; readonly routes: readonly string[] }) =>
  async ({ time, detail }: Input): Promise<Output> => {
    const { alarmName, state } = detail;
    const cause = shorten(`alarm "${alarmName}" is in ALARM: ${state.reason ?? ''}`);
    const routes = state.value === 'ALARM' ? ports.routes : [];
    const found = await eachLockedRoute(ports.ledger, routes, async ({ route, lock }) => {
      const isOlder = time !== undefined && Date.parse(time) + 1_000 < Date.parse(lock.acquiredAt);
      if (lock.alarms?.includes(alarmName) !== true || lock.reverting || isOlder) {
        return [];
      }
      await startRevert(ports, { execution: lock.execution, route, failure: { Cause: cause } });
      await ports.executions.stop(lock.execution, 'AlarmFired', cause);
      return [route];
    });
    const stopped = found.flat();
    return { stopped, reason: stopped.length === 0 ? `no cutover monitors "${alarmName}"` : cause };
  };
