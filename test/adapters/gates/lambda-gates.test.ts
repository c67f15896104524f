import type { LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, test } from '@jest/globals';
import { lambdaClient } from '../../../lambdas/adapters/clients/lambda';
import { lambdaGates } from '../../../lambdas/adapters/gates/lambda-gates';
import { describeGates, type FunctionDoes, question } from '../../contracts/gates.contract';

const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:tests:live';
const json = (value: unknown) => Buffer.from(JSON.stringify(value));

interface Sent {
  readonly FunctionName: string;
  readonly Payload: Uint8Array;
}

/** What Lambda answers to an invocation. */
type Answers = (sent: Sent, signal: AbortSignal) => Promise<object>;

function gatesOf(answers: Answers, name = 'tests') {
  const sent: Sent[] = [];
  const client = {
    send: ({ input }: { input: Sent }, { abortSignal }: { abortSignal: AbortSignal }) => {
      sent.push(input);
      return answers(input, abortSignal);
    },
  } as unknown as LambdaClient;
  return { gates: lambdaGates(client, new Map([[name, ARN]])), sent };
}

/** As the client does, which gives up when the signal is aborted. */
const hang = (signal: AbortSignal) =>
  new Promise<object>((_, reject) => {
    signal.addEventListener('abort', () =>
      reject(Object.assign(new Error('canary'), { name: 'AbortError' })),
    );
  });

describeGates('Lambda', () => {
  let does: FunctionDoes = 'hangs';
  let refused: string | null = null;
  const answers: Answers = async (_, signal) => {
    if (refused !== null) {
      throw Object.assign(new Error('canary'), { name: refused });
    }
    switch (does) {
      case 'hangs':
        return hang(signal);
      case 'crashes':
        return { FunctionError: 'Unhandled', Payload: json({ errorType: 'Runtime.ExitError' }) };
      case 'returns something else':
        return { Payload: json({ status: 'ok' }) };
      default:
        return { Payload: json(does.returns) };
    }
  };
  return {
    gates: gatesOf(answers).gates,
    does: (what) => {
      does = what;
    },
    refuses: (error) => {
      refused = error;
    },
    settle: (asked) => asked,
  };
});

describe('the gates of Lambda', () => {
  const pass = json({ verdict: 'pass', reason: 'as tested' });

  test('get the question as their event, at the ARN that is deployed', async () => {
    const { gates, sent } = gatesOf(async () => ({ Payload: pass }));
    await gates.ask(question, 1_000);
    expect(sent.map(({ FunctionName }) => FunctionName)).toEqual([ARN]);
    expect(JSON.parse(Buffer.from(sent[0]?.Payload as Uint8Array).toString())).toEqual(question);
  });

  test('are silent without a function of the name', async () => {
    const { gates, sent } = gatesOf(async () => ({ Payload: pass }), 'other');
    expect(await gates.ask(question, 1_000)).toMatchObject({
      reason: 'the deployment has no function of that name',
      silent: true,
    });
    expect(sent).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['no answer', {}, 'its answer is not JSON'],
    ['text', { Payload: Buffer.from('pass') }, 'its answer is not JSON'],
    [
      'too much',
      { Payload: Buffer.alloc(65_537, ' ') },
      'its answer has 65537 bytes; must have at most 65536',
    ],
    [
      'a crash of which nothing is known',
      { FunctionError: 'Unhandled', Payload: Buffer.from('canary') },
      'its function failed (Unhandled)',
    ],
    [
      'a crash with another kind of error',
      { FunctionError: 'Unhandled', Payload: json({ errorType: 'a canary' }) },
      'its function failed (Unhandled)',
    ],
  ])('are silent with %s', async (_, output, reason) => {
    const { gates } = gatesOf(async () => output);
    expect(await gates.ask(question, 1_000)).toEqual({ verdict: 'error', reason, silent: true });
  });

  test('quote no message of an error', async () => {
    const payload = json({ errorType: 'Error', errorMessage: 'canary' });
    const { gates } = gatesOf(async () => ({ FunctionError: 'Unhandled', Payload: payload }));
    expect(JSON.stringify(await gates.ask(question, 1_000))).not.toContain('canary');
  });

  test('are asked by a client that tries once, and waits as long as a gate may take', async () => {
    const client = lambdaClient();
    expect(await client.config.maxAttempts()).toBe(1);
    // The handler resolves its settings with its first request.
    const { configProvider } = client.config.requestHandler as unknown as {
      readonly configProvider: Promise<{ readonly requestTimeout: number }>;
    };
    expect((await configProvider).requestTimeout).toBe(605_000);
  });
});
