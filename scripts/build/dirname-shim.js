// Put into bundles by the build: what CommonJS modules call `__dirname`.
import {dirname} from 'node:path'
import {fileURLToPath} from 'node:url'

export const __dirname = dirname(fileURLToPath(import.meta.url))
