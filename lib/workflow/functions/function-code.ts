// The build of the package replaces this module by `packed-code`.
export { functionCode } from './bundled-code';
