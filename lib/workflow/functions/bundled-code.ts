import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync, type OutputFile } from 'esbuild';
import { esbuildOptions, handlerFile } from './bundling';

/**
 * The code of a function, bundled from the sources of a clone when CDK stages it: not for stacks that the
 * context `aws:cdk:bundling-stacks` leaves out.
 * @param handler its file in `lambdas/handlers`, without extension
 * @throws Error of esbuild when the sources cannot be bundled
 */
export function functionCode(handler: string): Code {
  return Code.fromAsset(dirname(handlerFile('validate-plan')), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Required by the type. The local bundling below always succeeds or throws, so that no image is used.
      image: DockerImage.fromRegistry('none'),
      // Never run. CDK stages bundling options that are equal once, and does not see what `local` does.
      command: ['esbuild', handler],
      local: {
        tryBundle(folder) {
          writeFileSync(join(folder, 'index.js'), bundle(handler));
          return true;
        },
      },
    },
  });
}

/** The bytes of a bundle, which esbuild always gives as one file. */
function bundle(handler: string): Uint8Array {
  const [file] = buildSync(esbuildOptions(handler)).outputFiles as [OutputFile];
  return file.contents;
}
