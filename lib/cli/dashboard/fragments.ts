import type { CutoverReading } from '../../operator/cutover-view';
import { cutoverHistory } from '../../operator/history';
import type { CutoverView } from '../../operator/view';
import { duration } from '../output/format';
import { ago, approvalText, phaseWords, progressParts, toneOfPhase } from '../output/operator/view-text';
import { type Html, html } from '../report/html';

/** How a tone of the command line is called in the style sheet of the report. */
const CLASSES = { good: 'succeeded', bad: 'revert-failed', notice: 'reverted', plain: 'running' } as const;

/** The phase and the numbers, in one line, and why. */
export function headline(view: CutoverView, now: number): Html {
  const words = phaseWords(view);
  return html`<div class="outcome ${CLASSES[toneOfPhase(view)]}">
<strong>${words.charAt(0).toUpperCase()}${words.slice(1)}</strong>
<span>${progressParts(view, now).join(', ')}</span>
${view.reason === '' ? null : html`<p class="reason">${view.reason}</p>`}
</div>`;
}

/** Who started it, what it waits for, and where it is. */
export function facts(view: CutoverView, now: number): Html {
  const { plan, startedAt, startedBy, endedAt, approval, paused, execution, route } = view;
  const by = startedBy === null ? '' : ` by ${startedBy}`;
  const rows: readonly (readonly [string, string])[] = [
    ['Plan', plan],
    ...(route === null ? [] : [['Route', route] as const]),
    ['Started', `${startedAt}, ${ago(startedAt, now)}${by}`],
    ...(endedAt === null ? [] : [['Ended', `${endedAt}, ${ago(endedAt, now)}`] as const]),
    ...(approval === null ? [] : [['Approval', approvalText(approval)] as const]),
    ...(paused === null ? [] : [['Paused', `by ${paused.by} at ${paused.at}: ${paused.reason}`] as const]),
    ['Execution', execution],
  ];
  return html`<dl>${rows.map(([name, text]) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>`;
}

const STATES = {
  done: 'done',
  current: 'under way',
  next: 'to come',
  reverted: 'moved back',
} as const;

/** The stages, with how far each is. */
export function stageList({ stages }: CutoverView): Html {
  return html`<ol class="stages">${stages.map(
    ({ percent, soakSeconds, state, approval }) =>
      html`<li class="${state}"${state === 'current' ? html` aria-current="step"` : null}>
<strong>${percent} %</strong> <span>${STATES[state]}</span>
<small>soak ${duration(soakSeconds)}${approval ? ', then an approval' : ''}</small></li>`,
  )}</ol>`;
}

/** What was decided and asked for, the newest first: what has just happened is at the top. */
export function history(reading: CutoverReading): Html {
  const entries = cutoverHistory(reading).reverse();
  return entries.length === 0
    ? html`<p class="hint">Nothing has been decided yet.</p>`
    : html`<ol class="history">${entries.map(
        ({ at, what, reason, by, source }) =>
          html`<li class="${source}">
<time datetime="${at}">${at.slice(0, 10)} ${at.slice(11, 19)}</time> <strong>${what}</strong>
<span>${reason}${by === 'cutover' ? '' : ` (${by})`}</span></li>`,
      )}</ol>`;
}
