import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {basename, extname, join} from 'node:path'
import type {Connection} from 'vscode-languageserver'
import type {Abilities} from './abilities.js'
import type {Looked} from './checked.js'
import {uriOf} from './open-documents.js'
import {planText} from './plan-actions.js'

/** Plans in documents of their own. */
export interface ShownPlans {
  /** Show the plan of a document where the editor can; its text is what comes back, too. */
  show: (looked: Looked) => Promise<string>
  /** Remove what was written for it. */
  remove: () => void
}

/** Create what shows plans, in a folder for temporary files: beside the migration its runner would take them for others. */
export function createShownPlans(connection: Connection, {showsDocuments}: Abilities): ShownPlans {
  let folder: string | undefined
  return {
    async show(looked) {
      const text = await planText(looked)
      if (!showsDocuments) return text
      folder ??= mkdtempSync(join(tmpdir(), 'sqlsafe-plans-'))
      const {absolutePath} = looked.file
      // Not `.sql`: it is no migration, and nothing is to be found in it.
      const path = join(folder, `${basename(absolutePath, extname(absolutePath))}.plan.txt`)
      writeFileSync(path, text)
      await connection.window.showDocument({uri: uriOf(path), takeFocus: true})
      return text
    },
    remove() {
      if (folder !== undefined) rmSync(folder, {recursive: true, force: true})
      folder = undefined
    }
  }
}
