import type { TimelineEntry } from '../../rehearsal/timeline/timeline-event';

/** How an entry of the timeline is coloured. */
export type Tone = 'good' | 'bad' | 'notice' | 'plain';

/** The tone of an entry: whether it is progress, a failure, or something in between. */
export function toneOf(entry: TimelineEntry): Tone {
  switch (entry.kind) {
    case 'approval':
      return entry.change === 'given' ? 'good' : entry.change === 'awaited' ? 'notice' : 'bad';
    case 'shift':
      return 'good';
    case 'outcome':
      return entry.outcome === 'succeeded' ? 'good' : 'bad';
    case 'alarm':
      return entry.state === 'ALARM' ? 'bad' : 'notice';
    case 'fault-began':
    case 'caught':
    case 'revert-started':
    case 'revert':
    case 'log':
      return 'bad';
    case 'retry':
    case 'held':
      return 'notice';
    default:
      return 'plain';
  }
}
