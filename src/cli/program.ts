/** What the program's first file needs of the rest of it. */
import {addAbort} from './abort.js'
import {addApply} from './apply.js'
import {addCheck} from './check.js'
import {addCleanup} from './cleanup.js'
import {addExplain} from './explain.js'
import {addInit} from './init.js'
import {addPause} from './pause.js'
import {addPlan} from './plan.js'
import {addRehearse} from './rehearse.js'
import {addResume} from './resume.js'
import {addRevert} from './revert.js'
import {addRules} from './rules.js'
import {addStats} from './stats.js'
import {addStatus} from './status.js'
import {addThrottle} from './throttle.js'
import {runCli as runCommands} from './run-cli.js'

export {importBy} from '../core/configuration/import-module.js'

/** Run the command line with all commands; see `runCli` of `run-cli.ts`. */
export function runCli(argv: readonly string[]): Promise<void> {
  return runCommands(argv, [
    addCheck,
    addExplain,
    addPlan,
    addApply,
    addStatus,
    addPause,
    addResume,
    addThrottle,
    addAbort,
    addRevert,
    addCleanup,
    addRehearse,
    addInit,
    addRules,
    addStats
  ])
}
