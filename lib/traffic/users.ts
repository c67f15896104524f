/** How a request says whose it is. */
export type Sender = (user: string) => Readonly<Record<string, string>>;

const NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/;

/** For Basic authentication: a service that checks it has no such users, and its answers then are refusals, told as such. */
const PASSWORD = 'cutover';

/** Reads `header:NAME`, `cookie:NAME` or `basic`. @returns null when the text is none of these */
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

/** Name of a user: always the same ones, so that a second run asks as the users of the first. */
export function userName(index: number): string {
  return `cutover-user-${String(index + 1).padStart(5, '0')}`;
}
