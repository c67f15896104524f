/** A file of the folder that `cutover deploy --template` writes. */
export interface TemplateFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** The name of the template in its folder. */
export const TEMPLATE_FILE = 'template.json';

/** The parameter that names the bucket with the code of the functions. */
export const ASSETS_BUCKET = 'AssetsBucket';

/** The parameter with what the keys of the code in that bucket begin with. */
export const ASSETS_PREFIX = 'AssetsPrefix';
