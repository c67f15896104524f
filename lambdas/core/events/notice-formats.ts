import { shorten } from '../health/verdict';
import type { DecisionEvent } from './decision-event';
import { type Notice, routeLabel } from './notice';

/** What a topic gets. */
export interface TopicMessage {
  /** For subscriptions by email; null where the message alone counts. */
  readonly subject: string | null;
  readonly message: string;
}

/** A subject has fewer than 100 characters of ASCII in one line (Amazon SNS API Reference, "Publish"). */
const SUBJECT_LENGTH = 99;
/** Far below what chat clients show of a message. */
const CHAT_LENGTH = 2_500;
const TITLE_LENGTH = 250;

/** The message for people who read text: an email, or a text message. */
export function textMessage({ title, facts, nextSteps, link }: Notice): TopicMessage {
  const lines = facts.map(([name, value]) => `${name}: ${value}`);
  const next = nextSteps.length === 0 ? [] : ['', 'Next:', ...nextSteps.map((step) => `  ${step}`)];
  const console = link === null ? [] : ['', link];
  return { subject: asciiLine(title), message: [title, '', ...lines, ...next, ...console].join('\n') };
}

/**
 * The message for Amazon Q Developer in chat applications, which shows it in Slack or Teams. Messages of one
 * execution are in one thread.
 * Source: Amazon Q Developer in chat applications Administrator Guide, "Custom notifications".
 */
export function chatMessage(notice: Notice, event: DecisionEvent): TopicMessage {
  const { title, facts, nextSteps, link } = notice;
  const lines = facts.map(([name, value]) => `*${name}:* ${withoutMentions(value)}`);
  const content = {
    textType: 'client-markdown',
    title: shorten(withoutMentions(title), TITLE_LENGTH),
    description: shorten(lines.join('\n'), CHAT_LENGTH),
    nextSteps: [
      ...nextSteps.map((step) => (step.startsWith('cutover ') ? `\`${step}\`` : step)),
      ...linkStep(link),
    ],
    keywords: [routeLabel(event.route), event.kind, ...(event.plan === null ? [] : [event.plan])],
  };
  const metadata = {
    threadId: event.execution,
    summary: content.title,
    eventType: event.kind,
    relatedResources: [event.execution],
    additionalContext: { route: event.route, id: event.id },
  };
  const message = { version: '1.0', source: 'custom', id: event.id, content, metadata };
  return { subject: null, message: JSON.stringify(message) };
}

function linkStep(link: string | null): readonly string[] {
  return link === null ? [] : [`Open the execution: ${link}`];
}

/** Text that mentions nobody: a reason is what somebody has typed. */
function withoutMentions(text: string): string {
  return text.replace(/<(?=[!@#])/g, '< ').replace(/@(?=(channel|here|everyone)\b)/g, '@ ');
}

function asciiLine(text: string): string {
  const plain = text.replaceAll('…', '...').normalize('NFKD');
  return plain
    .replace(/\s+/g, ' ')
    .replace(/[^\x20-\x7e]/g, '')
    .trim()
    .slice(0, SUBJECT_LENGTH);
}
