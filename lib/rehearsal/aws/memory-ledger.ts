import type { Starter } from '../../../lambdas/core/operate/starter';
import { FencedError } from '../../../lambdas/core/shared/errors';
import { laterShiftError, lockLostError } from '../../../lambdas/core/shared/lock';
import { MAX_COMMANDS, type OperatorCommand } from '../../../lambdas/core/shared/operator-command';
import { revertTurnTaken } from '../../../lambdas/core/shared/revert-turn';
import type { Ledger, Lock, RevertTurn, RouteEntry } from '../../../lambdas/ports';
import { throughJson } from '../asl/through-json';
import { memoryDecisions } from './memory-decisions';

/** Everything that is stored of a route. The fence outlives the lock, so that it never decreases. */
interface Kept extends Omit<RouteEntry, 'commands'> {
  readonly lock: Lock | null;
  readonly fence: number;
  readonly refused: readonly number[];
  /** Which revert may write, and until when. */
  readonly turn: (Omit<RevertTurn, 'at'> & { readonly contested: boolean }) | null;
}

const NO_COMMANDS: readonly OperatorCommand[] = throughJson([]);

/** A ledger in memory. It behaves as the one in DynamoDB does: one contract suite runs against both. */
export function memoryLedger(): Ledger {
  const routes = new Map<string, Kept>();
  const decisions = memoryDecisions();
  /** By route and execution, as those that follow. */
  const sent = new Map<string, readonly OperatorCommand[]>();
  const starters = new Map<string, Starter>();
  const ofExecution = (route: string, execution: string) => `${route} ${execution}`;
  const commandsTo = (route: string, lock: Lock | null) =>
    lock === null ? NO_COMMANDS : (sent.get(ofExecution(route, lock.execution)) ?? NO_COMMANDS);

  const keep = (route: string, kept: Kept): void => void routes.set(route, copyOf(kept));

  /** Changes what is stored of a route. @throws FencedError unless `fence` is the current one */
  const change = (route: string, fence: number, changed: (kept: Kept) => Kept): void => {
    const kept = routes.get(route);
    if (kept?.fence !== fence) {
      throw lockLostError(route, fence, 'nothing was written');
    }
    keep(route, changed(kept));
  };
  const held = (route: string, fence: number, kept: Kept): Kept => {
    if (kept.lock === null) {
      throw lockLostError(route, fence, 'nothing was written');
    }
    return kept;
  };

  /** Changes what begins something new, unless a command has arrived beyond those that were read. */
  const begin = (route: string, fence: number, commands: number | null, changed: Partial<Kept>): boolean => {
    let isNews = false;
    change(route, fence, (kept) => {
      isNews = commands !== null && commandsTo(route, held(route, fence, kept).lock).length !== commands;
      return isNews ? kept : { ...held(route, fence, kept), ...changed };
    });
    return !isNews;
  };

  function release(route: string, fence: number, at: string): string | null {
    let running: string | null = null;
    change(route, fence, (kept) => {
      const turnUntil = kept.turn?.contested === true ? kept.turn.until : '';
      const until = [kept.leaseUntil ?? '', turnUntil].sort().at(-1) as string;
      running = until > at ? until : null;
      return running === null ? { ...kept, lock: null } : kept;
    });
    return running;
  }

  function send(route: string, execution: string, command: OperatorCommand): void {
    const key = ofExecution(route, execution);
    const before = sent.get(key) ?? [];
    if (command.kind !== 'abort' && before.length >= MAX_COMMANDS) {
      throw new FencedError(`${execution} has ${MAX_COMMANDS} commands already; only abort is taken now`);
    }
    sent.set(key, copyOf([...before, command]));
  }

  return {
    async acquire(route, router, owner, started) {
      const { execution } = owner;
      const kept = routes.get(route);
      const holder = kept?.lock ?? null;
      if (holder !== null) {
        return holder.execution === execution && !holder.reverting
          ? { acquired: true, fence: holder.fence }
          : { acquired: false, holder: copyOf(holder) };
      }
      const fence = (kept?.fence ?? 0) + 1;
      const lock = { ...owner, reverting: false, fence };
      const empty = {
        snapshot: null,
        expected: null,
        shiftingUntil: null,
        shiftingTo: null,
        leaseUntil: null,
        turn: null,
        deployment: null,
        prepared: null,
        refused: [],
      };
      keep(route, { ...empty, lock, fence, router });
      if (started !== undefined) {
        decisions.add(route, started);
      }
      return { acquired: true, fence };
    },

    async read(route) {
      const kept = routes.get(route);
      if (kept === undefined) {
        return null;
      }
      const { fence: _, turn: __, refused, ...entry } = kept;
      return copyOf({ ...entry, commands: copyOf({ stored: commandsTo(route, kept.lock), refused }) });
    },

    async saveSnapshot(route, fence, snapshot) {
      change(route, fence, (kept) => ({
        ...held(route, fence, kept),
        snapshot: kept.snapshot ?? snapshot,
        expected: kept.expected ?? snapshot,
      }));
    },

    async beginShift(route, fence, { until, percent }, commands) {
      const lease = { shiftingUntil: until, leaseUntil: until, shiftingTo: percent };
      return begin(route, fence, commands, lease);
    },

    async beginPreparation(route, fence, preparation, until, commands) {
      const prepared = routes.get(route)?.prepared ?? preparation;
      return begin(route, fence, commands, { prepared, shiftingUntil: until, leaseUntil: until });
    },

    async saveExpected(route, fence, expected) {
      const kept = routes.get(route);
      const last = kept?.expected?.percent ?? expected.percent;
      const isLate = kept?.lock?.direction === 'down' ? last < expected.percent : last > expected.percent;
      if (isLate && kept?.fence === fence) {
        throw laterShiftError(route, expected.percent);
      }
      const landed = { expected, shiftingUntil: null, shiftingTo: null };
      change(route, fence, (kept) => ({ ...held(route, fence, kept), ...landed }));
    },

    async saveDeployment(route, fence, deployment, commands) {
      return begin(route, fence, commands, { deployment });
    },

    async takeOver(route, execution, { by, entered, at, until }, reason) {
      const kept = routes.get(route);
      if (kept?.lock?.execution !== execution) {
        return null;
      }
      const turn = { by, entered, until, contested: false };
      if (kept.lock.reverting) {
        const isOther = kept.turn?.by !== by;
        if (kept.turn !== null && isOther && kept.turn.until > at) {
          throw revertTurnTaken(route, kept.turn);
        }
        const isAgain = isOther || kept.turn?.entered === entered;
        keep(route, { ...kept, turn: { ...turn, contested: isAgain || kept.turn?.contested === true } });
        return kept.fence;
      }
      const fence = kept.fence + 1;
      const why = reason === undefined ? {} : { revertReason: reason };
      keep(route, { ...kept, turn, fence, lock: { ...kept.lock, ...why, fence, reverting: true } });
      return fence;
    },

    async finish(route, fence, at, { decision, commands }) {
      const kept = routes.get(route);
      const isHeld = kept?.lock?.fence === fence;
      if (isHeld && commandsTo(route, kept.lock).length !== commands) {
        return false;
      }
      const until = release(route, fence, at);
      if (isHeld && until === null) {
        decisions.add(route, decision);
      }
      return until;
    },

    release: async (...given) => release(...given),

    async record(route, decision) {
      decisions.add(route, decision);
    },

    async decision(route, execution, key) {
      return decisions.get(route, execution, key);
    },

    async decisions(route) {
      return decisions.of(route);
    },

    async commands(route, execution) {
      return sent.get(ofExecution(route, execution)) ?? NO_COMMANDS;
    },

    sendCommand: async (...given) => send(...given),

    async sendToHolder(route, execution, command) {
      const isHolder = routes.get(route)?.lock?.execution === execution;
      if (isHolder) {
        send(route, execution, command);
      }
      return isHolder;
    },

    async refuseCommand(route, execution, index) {
      const kept = routes.get(route);
      if (kept?.lock?.execution === execution) {
        keep(route, { ...kept, refused: [...new Set([...kept.refused, index])] });
      }
    },

    async saveStarter(route, execution, starter) {
      const key = ofExecution(route, execution);
      starters.set(key, starters.get(key) ?? copyOf(starter));
      return copyOf(starters.get(key) as Starter);
    },

    async starter(route, execution) {
      return copyOf(starters.get(ofExecution(route, execution)) ?? null);
    },
  };
}

/** A frozen value needs no second copy: nothing can change it. */
function copyOf<T>(value: T): T {
  return throughJson(value);
}
