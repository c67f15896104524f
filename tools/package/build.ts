import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildCommandLine, buildConstructs } from './build-code';
import { buildDeclarations } from './build-declarations';
import { buildEdgeFunctions, buildFunctions } from './build-functions';
import { bundledIn, notices } from './notices';

const DIST = join(__dirname, '../../dist');

/** Builds what the package carries into `dist`. */
async function main(): Promise<void> {
  rmSync(DIST, { recursive: true, force: true });
  buildEdgeFunctions(join(DIST, 'edge'));
  const [functions, constructs, commandLine] = await Promise.all([
    buildFunctions(join(DIST, 'functions')),
    buildConstructs(DIST),
    buildCommandLine(join(DIST, 'cli')),
  ]);
  const bundled = bundledIn([...functions, constructs, commandLine]);
  writeFileSync(join(DIST, 'THIRD-PARTY-NOTICES.txt'), notices(bundled));
  buildDeclarations(join(DIST, 'index.d.ts'));
  console.log(
    `built ${functions.length} functions, the constructs, the command line and the declarations into dist,` +
      ` with code of ${bundled.length} packages`,
  );
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
