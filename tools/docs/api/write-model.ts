import { join } from 'node:path';
import { buildDeclarations } from '../../package/build-declarations';

const [folder = ''] = process.argv.slice(2);

// Into the folder alone: a test must not change the report in the repository.
buildDeclarations(join(folder, 'index.d.ts'), {
  model: join(folder, 'cutover.api.json'),
  reportFolder: folder,
});
