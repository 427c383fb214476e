import type {Control} from '../apply/journal.js'
import {write} from './output.js'
import {runAtWork, withEngine} from './with-engine.js'

/** What `sqlsafe pause` and `sqlsafe resume` are given. */
export interface PauseOptions {
  databaseUrl: string
}

/** Tell the process that carries the run out; it looks before each batch. */
export async function runPause({databaseUrl}: PauseOptions, control: Extract<Control, 'pause' | 'go'>): Promise<void> {
  await withEngine(databaseUrl, async (engine) => {
    const {id} = await runAtWork(engine)
    await engine.journal.setControl(id, control)
    write(control === 'pause' ? `Run ${id} waits after the batch at hand.\n` : `Run ${id} goes on.\n`)
  })
}
