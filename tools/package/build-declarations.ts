import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type ExtractorMessage,
  type IConfigFile,
} from '@microsoft/api-extractor';
import { withTypeOnlyExports } from './type-only-exports';

const ROOT = join(__dirname, '../..');
/** A folder of this process, so that a test and a build can run at the same time. */
const DECLARATIONS = join(ROOT, `dist/declarations-${process.pid}`);

/** The list of everything that the package exports, which a change of the API changes. */
const API_REPORT = 'cutover.api.md';
const COMPILER_OPTIONS = {
  target: 'es2022',
  module: 'node16',
  moduleResolution: 'node16',
  strict: true,
  skipLibCheck: true,
  types: ['node'],
};

/** The only packages that a consumer is sure to have, whose types the declarations may use. */
const IMPORTABLE = /^(aws-cdk-lib(\/.*)?|constructs)$/;

/** What is written beside the declarations. */
export interface DeclarationsOutput {
  /**
   * The file for what API Extractor read, from which the reference is made.
   * @default - it is not written
   */
  readonly model?: string;
  /**
   * The folder of the report of the API.
   * @default - docs/reference
   */
  readonly reportFolder?: string;
}

/**
 * Writes the declarations of all exports as one file, without what is internal, and the report of the API.
 * @throws Error that lists what a declaration names and the package does not export, or types of packages
 *   that a consumer may not have, and what has no documentation
 */
export function buildDeclarations(file: string, output: DeclarationsOutput = {}): void {
  const problems: string[] = [];
  try {
    compileDeclarations();
    Extractor.invoke(configOf(file, output), {
      // On a build server, a report that was not committed is a problem.
      localBuild: process.env.CI === undefined || output.reportFolder !== undefined,
      messageCallback: (message) => {
        if (isProblem(message)) {
          problems.push(`${message.text} (${message.sourceFilePath ?? ''})`);
        }
        message.handled = true;
      },
    });
  } finally {
    rmSync(DECLARATIONS, { recursive: true, force: true });
  }
  const entry = readFileSync(join(ROOT, 'lib/index.ts'), 'utf8');
  writeFileSync(file, withTypeOnlyExports(readFileSync(file, 'utf8'), entry));
  const imports = [...readFileSync(file, 'utf8').matchAll(/^import .* from '([^']+)';$/gm)];
  const foreign = imports.map(([, name]) => `${name}`).filter((name) => !IMPORTABLE.test(name));
  problems.push(...foreign.map((name) => `a declaration needs types of ${name}; write the type itself`));
  if (problems.length > 0) {
    throw new Error(`the declarations of the package:\n${problems.join('\n')}`);
  }
}

function compileDeclarations(): void {
  const project = join(__dirname, 'tsconfig.json');
  const tsc = spawnSync('npx', ['tsc', '-p', project, '--outDir', DECLARATIONS], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (tsc.status !== 0) {
    throw new Error(`the declarations cannot be compiled:\n${tsc.stdout}${tsc.stderr}`);
  }
}

function isProblem({ logLevel, messageId }: ExtractorMessage): boolean {
  const isWritten = ['console-api-report-copied', 'console-api-report-created'].includes(messageId);
  return !isWritten && (logLevel === ExtractorLogLevel.Error || logLevel === ExtractorLogLevel.Warning);
}

function configOf(untrimmedFilePath: string, output: DeclarationsOutput): ExtractorConfig {
  const { model: apiJsonFilePath, reportFolder = join(ROOT, 'docs/reference') } = output;
  const entry = join(DECLARATIONS, 'lib/index.d.ts');
  const configObject: IConfigFile = {
    projectFolder: ROOT,
    mainEntryPointFilePath: entry,
    // The declarations alone: the settings of the sources would include the sources.
    compiler: { overrideTsconfig: { compilerOptions: COMPILER_OPTIONS, files: [entry] } },
    apiReport: {
      enabled: true,
      reportFileName: API_REPORT,
      reportFolder,
      reportTempFolder: join(DECLARATIONS, 'report'),
    },
    docModel: apiJsonFilePath === undefined ? { enabled: false } : { enabled: true, apiJsonFilePath },
    dtsRollup: { enabled: true, untrimmedFilePath },
    tsdocMetadata: { enabled: false },
    newlineKind: 'lf',
    messages: {
      extractorMessageReporting: {
        default: { logLevel: ExtractorLogLevel.Warning },
        // Everything that the package exports is public.
        'ae-missing-release-tag': { logLevel: ExtractorLogLevel.None },
      },
      // Comments are Markdown, as an editor shows them.
      tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
    },
  };
  return ExtractorConfig.prepare({
    configObject,
    configObjectFullPath: join(ROOT, 'api-extractor.json'),
    packageJsonFullPath: join(ROOT, 'package.json'),
  });
}
