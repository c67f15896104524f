import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { AssetManifestArtifact, type CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { type Zippable, zipSync } from 'fflate';
import { ASSETS_PREFIX, TEMPLATE_FILE, type TemplateFile } from './template-files';

/**
 * The template of a stack that was synthesized with parameters for its assets, and the assets: each under its
 * hash, which the template has after the prefix. The same assets give the same bytes.
 */
export function templateFolder(stack: CloudFormationStackArtifact): TemplateFile[] {
  const directory = stack.assembly.directory;
  const manifests = stack.dependencies.filter(AssetManifestArtifact.isAssetManifestArtifact);
  const assets = manifests
    .flatMap(({ contents }) => Object.values(contents.files ?? {}))
    .filter(({ source }) => source.path !== stack.templateFile);
  const files = assets.flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ objectKey }): TemplateFile => {
      const from = join(directory, source.path ?? '');
      return {
        path: objectKey.replace(`\${${ASSETS_PREFIX}}`, ''),
        content: source.packaging === 'zip' ? zipOfFolder(from) : readFileSync(from),
      };
    }),
  );
  return [
    { path: TEMPLATE_FILE, content: readFileSync(stack.templateFullPath, 'utf8') },
    ...[...files].sort((one, other) => (one.path < other.path ? -1 : 1)),
  ];
}

/** In the local time of this machine, which is what an archive has: the earliest that it can have. */
const EARLIEST = new Date(1980, 0, 1);
/**
 * A regular file that everyone may read.
 * Source: AWS Lambda Developer Guide, "Deploy Node.js Lambda functions with .zip file archives".
 */
const READABLE = (0o100644 << 16) >>> 0;
const UNIX = 3;

/** An archive of a folder. Its bytes depend on the names and the contents of the files alone. */
export function zipOfFolder(folder: string): Uint8Array {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [relative(folder, path).split(sep).join('/'), path] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const entries: Zippable = Object.fromEntries(
    files.map(([name, path]) => [
      name,
      [new Uint8Array(readFileSync(path)), { mtime: EARLIEST, os: UNIX, attrs: READABLE, level: 9 }],
    ]),
  );
  return zipSync(entries);
}
