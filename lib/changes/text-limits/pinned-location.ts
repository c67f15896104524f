import { isSection, type Value } from '../template';

/**
 * A part of a URL that follows from the content: the MD5, SHA-1 or SHA-256 of the file, as CDK, `aws
 * cloudformation package` and `sam package` name what they upload, or the version of an object in S3.
 */
const CONTENT =
  /(?:^|[^0-9a-f])(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})(?:[^0-9a-f]|$)|[?&]versionId=[^&]/i;

/**
 * Whether a location names one content for ever: a URL with a content hash or a version, or a version of the
 * Serverless Application Repository.
 */
export function isPinned(location: Value): boolean {
  if (typeof location === 'string') {
    return CONTENT.test(location);
  }
  if (!isSection(location)) {
    return false;
  }
  const { ApplicationId, SemanticVersion, 'Fn::Join': join } = location;
  if (ApplicationId !== undefined) {
    return typeof ApplicationId === 'string' && typeof SemanticVersion === 'string';
  }
  const list = Array.isArray(join) ? (join[1] as Value) : undefined;
  return Array.isArray(list) && list.some((part) => typeof part === 'string' && CONTENT.test(part));
}
