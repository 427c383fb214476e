/** What the program's first file needs of the rest of it. */
export {importBy} from '../core/configuration/import-module.js'
export {runCli} from './run-cli.js'
