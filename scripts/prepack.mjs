// `npm pack` of a fresh clone, as pre-commit does it: builds where nothing is built yet.
import {existsSync} from 'node:fs'
import {root, run} from './install.mjs'

if (!existsSync(`${root}/dist/cli.js`)) process.exitCode = run('npm', 'run', '--silent', 'build')
