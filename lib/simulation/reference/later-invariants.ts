import type { Invariant } from '../invariant';

/** The invariants of probes, gates, records beside the route, and of what a revert does first and last. */
export const laterInvariants = [
  {
    id: 'probes-as-often-as-planned',
    number: 35,
    statement:
      'Probes are sent as often as the plan says, and a check that has failed often enough is evaluated at ' +
      'once.',
    simulation:
      'At the end of each run of the probes: the times between their requests, as the path saw them, and ' +
      'the places that they were sent to; and at each evaluation: the probes were sent since the last one.',
    tests: ['test/core/smoke-test', 'test/steps'],
  },
  {
    id: 'old-path-goes-when-unused',
    number: 36,
    statement:
      'The proof at the end says that the old path can go only if hardly any request was counted there.',
    simulation:
      'At each such proof: the requests of each whole hour after the first one, or else of the last ' +
      'minutes, are within the limit of the plan, the route is as the cutover left it at 100 %, and ' +
      'nothing refers to a target group there. A path that must stay is used, or could not be proven unused.',
    tests: ['test/core/health', 'test/steps'],
  },
  {
    id: 'reverts-to-a-path-that-serves',
    number: 37,
    statement:
      'A revert moves no traffic to a path whose target groups have no healthy target while the other path ' +
      'has one.',
    simulation:
      'After each change of the route that lowers the percent: the targets were not like that for the last ' +
      '180 s.',
    tests: ['test/steps', 'test/rehearsal'],
  },
  {
    id: 'raise-after-gates',
    number: 38,
    statement:
      'No traffic moves before every gate of the plan that comes before it has passed: those before ' +
      'traffic before the first raise, and those of a stage and of its soak since that raise was effective.',
    simulation:
      'At each raise: the last answer of each gate that the machine got was a pass, as its function gave it.',
    tests: ['test/core/gates', 'test/steps'],
  },
  {
    id: 'gates-decide-before-traffic',
    number: 39,
    statement:
      'Before traffic, a gate that fails rejects the cutover, and so do the limits of errors and of doubt; ' +
      'one that runs is asked again.',
    simulation: 'At each round of questions before traffic: what the reference says of the answers.',
    tests: ['test/core/gates', 'test/steps'],
  },
  {
    id: 'gates-are-asked-in-time',
    number: 40,
    statement:
      'A gate of a soak is asked at its interval, and one for each stage once the shift is effective, ' +
      'until it passes.',
    simulation: 'At each round of questions in a soak or the hold: the gates that were due were asked.',
    tests: ['test/core/gates', 'test/steps'],
  },
  {
    id: 'whole-name-moves',
    number: 41,
    statement:
      'No more traffic moves while a record of another type at the name leads clients elsewhere than the ' +
      'weights do, and the plan does not accept it.',
    simulation: 'At each raise: no such record has stood there for more than 180 s.',
    tests: ['test/core/routers', 'test/steps', 'test/rehearsal'],
  },
  {
    id: 'goes-on-when-it-may',
    number: 42,
    statement:
      'A stage, and the hold, end at the first pass at which nothing is left to wait for: neither time, ' +
      'nor an approval, a resume, a change calendar, a deployment or a write that is on its way.',
    simulation: 'At each evaluation that waits, in a calm world: the reference knows something to wait for.',
    tests: ['test/core/health', 'test/steps'],
  },
  {
    id: 'reverts-before-it-waits',
    number: 43,
    statement: 'A revert moves the traffic back at once, and waits for a shift on its way only after that.',
    simulation:
      'At each run of a revert that waits and writes nothing: the traffic was where it was before the ' +
      'cutover.',
    tests: ['test/steps'],
  },
  {
    id: 'reads-again-after-the-last-shift',
    number: 44,
    statement:
      'A revert reads the route again once no shift can reach it any more, before it releases the route.',
    simulation:
      'At each release by a revert: its last read was later than the end of the last lease of a shift.',
    tests: ['test/steps', 'test/workflow'],
  },
  {
    id: 'writes-are-announced',
    number: 45,
    statement:
      'A shift, and a change of prepared records, is announced in the ledger before it is written, so that ' +
      'the lock is kept until it can land no more.',
    simulation: 'At each raise, preparation and restoration: a lease in the ledger has not ended.',
    tests: ['test/steps', 'test/contracts'],
  },
] as const satisfies readonly Invariant[];
