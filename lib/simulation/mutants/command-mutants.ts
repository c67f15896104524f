import { alarmArnFor } from '../../../lambdas/core/health/alarm-arn';
import type { SoakState } from '../../../lambdas/core/health/soak-state';
import type { Plan } from '../../../lambdas/core/plan/plan';
import type { Ledger, RouteEntry } from '../../../lambdas/ports';
import { acquireLock } from '../../../lambdas/steps/acquire-lock';
import { evaluateHealth } from '../../../lambdas/steps/evaluate-health';
import { releaseLock } from '../../../lambdas/steps/release-lock';
import { shiftTraffic } from '../../../lambdas/steps/shift-traffic';
import { FORWARD_ARN } from '../../rehearsal/deployed-machines';
import type { Tamper } from '../../rehearsal/world/world-functions';
import { AFTER_ANY_LEASE, type RevertInput, turnOverAll } from './mutated-revert';

/** Bugs of the code that reads commands, the lock and the events of alarms; see `registry.ts`. */
export const commandMutants = {
  'read no command before a raise': (_, { ledger, ...ports }) => ({
    ShiftTraffic: (input) => {
      const silent = reading(ledger, (entry) => ({ ...entry, commands: { stored: [], refused: [] } }));
      const unasked: Ledger = {
        ...silent,
        beginShift: (route, fence, lease) => ledger.beginShift(route, fence, lease, null),
      };
      return shiftTraffic({ router: ports.router, clock: ports.clock, ledger: unasked })(input as never);
    },
  }),

  'keep a command that is refused': (steps, { ledger, routes }) => ({
    Operate: async (input) => {
      const answer = (await steps.Operate(input)) as { statusCode: number };
      const { kind, execution } = JSON.parse((input as { body: string }).body);
      if (answer.statusCode !== 200) {
        const by = 'arn:aws:iam::000000000000:user/operator';
        const command = { kind, by, person: by, reason: 'refused' };
        await ledger.sendCommand(routes[0] ?? '', execution, { ...command, at: new Date(0).toISOString() });
      }
      return answer;
    },
  }),

  'take any approval for that of the stage': (_, { ledger, ...ports }) => ({
    EvaluateHealth: (input) => {
      const { plan, soakState } = input as { plan: Plan; soakState: { stage: number; startedAt: string } };
      const of = { atPercent: plan.stages[soakState.stage]?.percent, at: soakState.startedAt };
      const counting = reading(ledger, ({ commands, ...entry }) => ({
        ...entry,
        commands: {
          ...commands,
          stored: commands.stored.map((one) => (hasKind(one, 'approve') ? { ...one, ...of } : one)),
        },
      }));
      return evaluateHealth({ ...ports, ledger: counting })(input as never);
    },
  }),

  'end the hold with the promotion of the soak': (_, { ledger, ...ports }) => ({
    EvaluateHealth: (input) => {
      const { phase, since } = (input as { soakState: SoakState }).soakState;
      const late = withPromotions(ledger, (one) => (phase === 'hold' ? { ...one, at: since } : one));
      return evaluateHealth({ ...ports, ledger: late })(input as never);
    },
  }),

  'promote before the least soak of the policy': (_, { ledger, ...ports }) => ({
    EvaluateHealth: (input) => {
      const atOnce = withPromotions(ledger, (one) => ({ ...one, minSoakSeconds: 0 }));
      return evaluateHealth({ ...ports, ledger: atOnce })(input as never);
    },
  }),

  'release the lock over an abort': (_, { ledger, clock }) => ({
    ReleaseLock: (input) => {
      const unasked = reading(ledger, (entry) => ({ ...entry, commands: { stored: [], refused: [] } }));
      const finish: Ledger['finish'] = async (route, fence, at, { decision }) => {
        await ledger.record(route, decision);
        return ledger.release(route, fence, at);
      };
      return releaseLock({ clock, ledger: { ...unasked, finish } })(input as never);
    },
  }),

  'read every command as it was meant': (_, { ledger, clock, ...ports }) => {
    const lenient = reading(ledger, ({ commands, ...entry }) => ({
      ...entry,
      commands: { ...commands, stored: commands.stored.map((one) => asMeant(one as Stored, clock.now())) },
    }));
    return {
      ShiftTraffic: (input) => shiftTraffic({ router: ports.router, clock, ledger: lenient })(input as never),
      EvaluateHealth: (input) => evaluateHealth({ ...ports, clock, ledger: lenient })(input as never),
    };
  },

  'release a route whose entry is corrupt': (steps, { ledger }) => ({
    RevertTraffic: async (input) => {
      const { route, execution, revert } = input as RevertInput;
      const fence = await ledger.takeOver(route, execution, turnOverAll(revert));
      const entry = await ledger.read(route);
      return fence !== null && (entry?.router == null || entry.snapshot === null)
        ? { action: 'unlock', reason: 'nothing', fence, deploying: false, prepared: false, unrestored: '' }
        : steps.RevertTraffic(input);
    },
  }),

  'take the alarm of another account for its own': (steps) => ({
    GuardAlarm: (input) => {
      const event = input as { detail: { alarmName: string } };
      const resources = [alarmArnFor(FORWARD_ARN, event.detail.alarmName)];
      return steps.GuardAlarm({ ...event, resources });
    },
  }),

  'take the lock from a cutover that runs': (_, { ledger, ...ports }) => ({
    AcquireLock: (input) => {
      const acquire: Ledger['acquire'] = async (...given) => {
        const result = await ledger.acquire(...given);
        if (result.acquired) {
          return result;
        }
        await ledger.release(given[0], result.holder.fence, AFTER_ANY_LEASE);
        return ledger.acquire(...given);
      };
      return acquireLock({ ...ports, ledger: { ...ledger, acquire } })(input as never);
    },
  }),
} satisfies Readonly<Record<string, Tamper>>;

/** A ledger whose entries are read otherwise than they are. */
export function reading(ledger: Ledger, change: (entry: RouteEntry) => RouteEntry): Ledger {
  return {
    ...ledger,
    read: async (route) => {
      const entry = await ledger.read(route);
      return entry === null ? null : change(entry);
    },
  };
}

/** A ledger whose promotions are read otherwise than they are. */
function withPromotions(ledger: Ledger, change: (promotion: object) => object): Ledger {
  return reading(ledger, ({ commands, ...entry }) => ({
    ...entry,
    commands: {
      ...commands,
      stored: commands.stored.map((one) => (hasKind(one, 'promote') ? change(one) : one)),
    },
  }));
}

/** The fields of a command that are read leniently. */
interface Stored {
  readonly kind: string;
  readonly at: string;
}

function asMeant(stored: Stored, now: number): Stored {
  const at = new Date(Math.min(now, Date.parse(stored.at))).toISOString();
  return { ...stored, kind: stored.kind.toLowerCase(), at };
}

function hasKind(stored: unknown, kind: string): stored is object {
  return (stored as { kind?: unknown }).kind === kind;
}
