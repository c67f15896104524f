import Table from 'cli-table3';
import type { CutoverView } from '../../../operator/view';
import { duration } from '../format';
import { ago, phaseText } from './view-text';

/** One row for each cutover, the newest first. */
export function printList(views: readonly CutoverView[], now: number): string {
  if (views.length === 0) {
    return 'There have been no cutovers. Start one with cutover start PLAN.\n';
  }
  const table = new Table({
    head: ['route', 'plan', 'phase', 'new path', 'started', 'took'],
    style: { head: [], border: [] },
  });
  for (const view of views) {
    const { name, plan, percent, startedAt, endedAt } = view;
    const seconds = ((endedAt === null ? now : Date.parse(endedAt)) - Date.parse(startedAt)) / 1_000;
    const took = `${duration(seconds)}${endedAt === null ? ' so far' : ''}`;
    const share = percent === null ? '' : `${Math.round(percent * 100) / 100} %`;
    table.push([name, plan, phaseText(view), share, ago(startedAt, now), took]);
  }
  return `${table.toString()}\n`;
}
