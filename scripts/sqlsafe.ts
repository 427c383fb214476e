/** Runs the program from its sources, without building: `npx tsx scripts/sqlsafe.ts check migrations/`. */
import {runCli} from '../src/cli/program.js'

await runCli(process.argv)
