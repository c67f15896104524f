import { json, jsonError, type WireAnswer, type WireRequest } from './wire';

/**
 * One key value store behind the REST-JSON of CloudFront KeyValueStore. The store has one ETag, and refuses a
 * write with another.
 */
export function keyValueStoreAnswers(arn: string) {
  const values = new Map<string, string>();
  let etag = 1;
  let status: string | undefined = 'READY';
  const base = `/key-value-stores/${encodeURIComponent(arn)}`;
  const sizes = () => ({ ItemCount: values.size, TotalSizeInBytes: 100 });
  const withEtag = (answer: WireAnswer): WireAnswer => ({
    ...answer,
    headers: { ...answer.headers, etag: `E${etag}` },
  });

  const update = ({ headers, body }: WireRequest): WireAnswer => {
    if (headers['if-match'] !== `E${etag}`) {
      return jsonError('ConflictException', 'Resource is not in expected state.', 409);
    }
    for (const { Key, Value } of JSON.parse(body).Puts) {
      values.set(Key, Value);
    }
    etag += 1;
    return withEtag(json(sizes()));
  };

  const answer = (request: WireRequest): WireAnswer => {
    const { method, path } = request;
    if (method === 'GET' && path === base) {
      return withEtag(json({ ...sizes(), KvsARN: arn, Created: 1_760_000_000, Status: status }));
    }
    if (method === 'GET' && path === `${base}/keys`) {
      const sorted = [...values].sort(([a], [b]) => (a < b ? -1 : 1));
      const Items = sorted.slice(0, Number(request.query.MaxResults)).map(([Key, Value]) => ({ Key, Value }));
      return json({ Items });
    }
    if (method === 'POST' && path === `${base}/keys`) {
      return update(request);
    }
    const key = decodeURIComponent(path.slice(`${base}/keys/`.length));
    const value = values.get(key);
    return path.startsWith(`${base}/keys/`) && value !== undefined
      ? json({ Key: key, Value: value, ...sizes() })
      : jsonError('ResourceNotFoundException', 'Resource was not found.', 404);
  };

  return {
    answer,
    values: values as ReadonlyMap<string, string>,
    /** Someone else puts a key, or deletes it with a value of null. */
    put: (key: string, value: string | null) => {
      if (value === null) {
        values.delete(key);
      } else {
        values.set(key, value);
      }
      etag += 1;
    },
    setStatus: (to: string | undefined) => {
      status = to;
    },
  };
}
