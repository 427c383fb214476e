/** The first file of the action, as `action.yml` names it once it is bundled. */
import {runAction} from './run-action.js'

await runAction(process.env)
