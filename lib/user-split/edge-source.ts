// The build of the package replaces this module by `packed-edge`.
export { edgeModule } from './edge-bundling';
