import type { EventDraft } from '../../../core/events/events-of-change';
import type { Ledger } from '../../../ports';

type Read = Pick<Ledger, 'read' | 'decision' | 'starter'>;

/**
 * Adds what a change alone does not say: the name of the plan, from the start of the execution or from its
 * lock, and who asked for the start. The plan of each execution is read once.
 */
export function eventContext(ledger: Read): (draft: EventDraft) => Promise<EventDraft> {
  const plans = new Map<string, Promise<string | null>>();
  const planOf = ({ route, execution }: EventDraft) => {
    const found = plans.get(execution) ?? readPlan(ledger, route, execution);
    plans.set(execution, found);
    return found;
  };
  return async (draft) => {
    const named = draft.plan === null ? { ...draft, plan: await planOf(draft) } : draft;
    return draft.kind === 'started' ? startedBy(ledger, named) : named;
  };
}

/** Null for an execution that has never held the lock. */
async function readPlan(ledger: Read, route: string, execution: string): Promise<string | null> {
  const started = await ledger.decision(route, execution, 'started');
  if (started?.plan !== undefined) {
    return started.plan;
  }
  // An execution that an earlier version has started.
  const lock = (await ledger.read(route))?.lock;
  return lock?.execution === execution ? lock.planName : null;
}

async function startedBy(ledger: Read, draft: EventDraft): Promise<EventDraft> {
  const starter = await ledger.starter(draft.route, draft.execution);
  return starter === null
    ? draft
    : { ...draft, by: starter.by, reason: `${draft.reason}; started: ${starter.reason}` };
}
