import { splitRouteKey } from '../../../lambdas/core/routers/direct-route';
import { UsageError } from '../../shared/usage-error';
import type { Ask } from './ask';

/** A value that is asked for, or given as an option. */
interface Question {
  readonly flag: string;
  readonly message: string;
  /** What is wrong with an answer; null when nothing is. */
  readonly problem: (answer: string) => string | null;
}

const must = (isGood: (answer: string) => boolean, words: string) => (answer: string) =>
  isGood(answer) ? null : words;
const someText = must((answer) => answer.trim() !== '', 'must not be empty');

/** Every question, by what it asks for. */
export const QUESTIONS = {
  record: {
    flag: '--record NAME',
    message: 'The record whose traffic moves, such as api.example.com',
    problem: must((answer) => /^[^\s/]+\.[^\s/]+$/.test(answer), 'must be a name, such as api.example.com'),
  },
  route: {
    flag: '--route ROUTE',
    message: 'The route: route53/ZONE/NAME, cloudfront-kvs/STORE_ARN/KEY or alb/RULE_OR_LISTENER_ARN',
    problem: must(
      (answer) => splitRouteKey(answer) !== null,
      'must begin with route53/, cloudfront-kvs/ or alb/',
    ),
  },
  old: { flag: '--old ID', message: 'The old path', problem: someText },
  new: { flag: '--new ID', message: 'The new path', problem: someText },
  newTarget: {
    flag: '--new-target TARGET',
    message: 'Where the new record leads: ZONE_ID/DNS_NAME of an alias, or an address or host name',
    problem: someText,
  },
  url: {
    flag: '--url URL',
    message: 'The https origin of the new path, for the smoke test, such as https://gw-api.example.com',
    problem: must(
      (answer) => URL.canParse(answer) && new URL(answer).origin === answer && answer.startsWith('https://'),
      'must be an https origin without a path, such as https://gw-api.example.com',
    ),
  },
  alarm: {
    flag: '--alarm NAME',
    message: 'CloudWatch alarms of the new path, separated by commas',
    problem: must(
      (answer) => answer.split(',').every((one) => one.trim() !== ''),
      'must be one name or more',
    ),
  },
  name: {
    flag: '--name NAME',
    message: 'The name of the plan',
    problem: must(
      (answer) => /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(answer),
      'must be 1 to 64 letters, digits, "-" and "_"',
    ),
  },
} as const satisfies Record<string, Question>;

/** What can be asked for. */
export type QuestionId = keyof typeof QUESTIONS;

/**
 * Asks a question.
 * @param about what the message adds, such as what names a path
 * @param initial what is taken when nothing is typed
 * @throws UsageError where there is nobody to ask
 */
export async function askFor(ask: Ask | null, id: QuestionId, about = '', initial?: string): Promise<string> {
  const { message, problem } = QUESTIONS[id];
  if (ask === null) {
    throw missingOptions([id]);
  }
  return await ask.text(`${message}${about}`, initial, problem);
}

/** That options are missing, and nobody can be asked. */
export function missingOptions(ids: readonly QuestionId[]): UsageError {
  return new UsageError(
    'there is no terminal to ask in, and options are missing',
    ids.map((id) => ({
      path: QUESTIONS[id].flag,
      message: `is missing: ${lowerFirst(QUESTIONS[id].message)}`,
    })),
  );
}

function lowerFirst(text: string): string {
  return text.startsWith('CloudWatch') ? text : `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
