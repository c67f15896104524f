import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of this package, whether its sources run or what is built of them: the nearest one upwards with
 * a `package.json`.
 */
export const PACKAGE_FOLDER = packageFolderOf(__dirname);

function packageFolderOf(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : packageFolderOf(dirname(folder));
}
