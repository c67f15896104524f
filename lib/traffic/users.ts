/** The headers of a request of a user. */
export type Sender = (user: string) => Readonly<Record<string, string>>;

const NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/;

/**
 * The password for Basic authentication. A service that checks it rejects the requests; the result shows
 * their status.
 */
const PASSWORD = 'cutover';

/**
 * Parses where a request names its user: `header:NAME`, `cookie:NAME` or `basic`.
 * @returns null if the text is none of these
 */
export function readSender(text: string): Sender | null {
  if (text === 'basic') {
    return (user) => ({ authorization: `Basic ${Buffer.from(`${user}:${PASSWORD}`).toString('base64')}` });
  }
  const [, kind, name = ''] = /^(header|cookie):(.*)$/.exec(text) ?? [];
  if (kind === undefined || !NAME.test(name) || ['host', 'content-length'].includes(name.toLowerCase())) {
    return null;
  }
  return kind === 'header'
    ? (user) => ({ [name.toLowerCase()]: user })
    : (user) => ({ cookie: `${name}=${user}` });
}

/** The name of a user. The names are the same in every run, so that a second run has the same users. */
export function userName(index: number): string {
  return `cutover-user-${String(index + 1).padStart(5, '0')}`;
}
