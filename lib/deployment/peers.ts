import { UsageError } from '../shared/usage-error';

/** Packages that only this command uses, and that a project installs beside Cutover where it uses it. */
export type Peer = '@aws-cdk/toolkit-lib' | 'aws-cdk-lib' | 'constructs';

const CDK: readonly Peer[] = ['aws-cdk-lib', 'constructs'];
const WITH_TOOLKIT: readonly Peer[] = ['@aws-cdk/toolkit-lib', ...CDK];

/** One, two and three. */
const LIST = new Intl.ListFormat('en-GB');

/** Loads a package. Replaced in tests. */
export type Load = (peer: Peer) => Promise<unknown>;

/** One literal for each, so that a bundler sees which packages there are. */
const loadPeer: Load = (peer) => {
  switch (peer) {
    case '@aws-cdk/toolkit-lib':
      return import('@aws-cdk/toolkit-lib');
    case 'aws-cdk-lib':
      return import('aws-cdk-lib');
    case 'constructs':
      return import('constructs');
  }
};

/**
 * Sees that the packages are there that a deployment needs, before anything is read from AWS.
 * @param withToolkit whether it deploys; a template alone needs CDK and not its toolkit
 * @throws UsageError with the command that installs what is missing
 */
export async function requirePeers(withToolkit: boolean, load: Load = loadPeer): Promise<void> {
  const peers = withToolkit ? WITH_TOOLKIT : CDK;
  const found = await Promise.all(peers.map((peer) => isThere(peer, load)));
  const missing = peers.filter((_, i) => !found[i]);
  if (missing.length > 0) {
    throw new UsageError(
      `cutover deploy needs ${LIST.format(missing)}, which ${missing.length === 1 ? 'is' : 'are'} not` +
        ` installed: run npm install --save-dev ${missing.join(' ')}`,
    );
  }
}

/** A package that is there and fails to load, because of one of its own dependencies, say, is an error. */
async function isThere(peer: Peer, load: Load): Promise<boolean> {
  try {
    await load(peer);
    return true;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isNotFound = code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND';
    if (isNotFound && new RegExp(`Cannot find (module|package) '${peer}'`).test(message)) {
      return false;
    }
    throw error;
  }
}
