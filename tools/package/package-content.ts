/** What `npm pack --json` says of a package. */
export interface PackedPackage {
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

/** The largest tarball, in bytes. The functions are three quarters of it. */
const MAX_SIZE = 8_000_000;

/** Every file that may be in the package. */
const EXPECTED: readonly RegExp[] = [
  /^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
  /^dist\/(index\.js|index\.d\.ts|THIRD-PARTY-NOTICES\.txt)$/,
  /^dist\/cli\/(chunks\/)?[\w-]+\.mjs$/,
  /^dist\/edge\/viewer-(request|response)\.js$/,
  /^dist\/functions\/(hashes\.json|([\w-]+\/)+index\.js)$/,
  /^statemachine\/(cutover|revert)\.asl\.json$/,
  /^examples\/scenarios\/[\w-]+\.yaml$/,
  /^lib\/changes\/specification\/specification\.json$/,
  /^lib\/cli\/(report|dashboard)\/browser\/[\w-]+\.(js|css)$/,
];

/** Files without which it does not work. */
const REQUIRED = [
  ...['LICENSE', 'README.md', 'dist/THIRD-PARTY-NOTICES.txt', 'dist/index.d.ts', 'dist/index.js'],
  ...['dist/cli/cutover.mjs', 'dist/edge/viewer-request.js', 'dist/functions/hashes.json'],
  ...['dist/functions/validate-plan/index.js', 'statemachine/cutover.asl.json'],
  'examples/scenarios/healthy.yaml',
];

/** What only a secret or a path of the machine that built it looks like. */
const SECRETS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['an access key of AWS', /\b(AKIA|ASIA)(?!IOSFODNN7EXAMPLE)[A-Z0-9]{16}\b/],
  ['a private key', /-----BEGIN (RSA |EC |OPENSSH )?PRIVATE KEY-----\\?n?[A-Za-z0-9+/]{20}/],
  ['a token of npm or GitHub', /\b(npm_[A-Za-z0-9]{36}|gh[pousr]_[A-Za-z0-9]{36})\b/],
  ['a path of a home directory', /\/(home|Users)\/[a-z][\w.-]+\/(?!\*)|\/root\//],
];

/**
 * Problems of the content of the package: its size, files that should not be in it or that are missing, and
 * secrets.
 * @param read gives the text of a file
 */
export function packageProblems(packed: PackedPackage, read: (path: string) => string): string[] {
  const paths = packed.files.map(({ path }) => path);
  return [
    ...(packed.size > MAX_SIZE ? [`it has ${packed.size} bytes; at most ${MAX_SIZE} are allowed`] : []),
    ...paths
      .filter((path) => !EXPECTED.some((one) => one.test(path)))
      .map((path) => `${path} must not be in it`),
    ...REQUIRED.filter((path) => !paths.includes(path)).map((path) => `${path} is missing`),
    ...paths.flatMap((path) =>
      SECRETS.filter(([, pattern]) => pattern.test(read(path))).map(([what]) => `${path} contains ${what}`),
    ),
  ];
}
