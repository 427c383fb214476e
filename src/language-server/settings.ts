/** What an editor says beside the configuration of the project: the section `sqlsafe` of its settings. */
import type {Connection, InitializeParams} from 'vscode-languageserver'
import {fileChecks, readFields} from '../core/open-file/file-options.js'
import type {FileOptions} from '../core/open-file/file-project.js'

const section = 'sqlsafe'

/** The settings that hold for a file. */
export interface Settings {
  /** @throws {TypeError} Names the key, and what was expected. */
  of: (uri: string) => Promise<FileOptions>
  /** They are others now; `pushed`: all of them, from editors that send instead of being asked. */
  change: (pushed: unknown) => void
}

/** Ask the editor where it can be asked; else there is what it has sent, and what it has started with. */
export function createSettings(
  connection: Connection,
  {capabilities, initializationOptions}: InitializeParams
): Settings {
  const asks = capabilities.workspace?.configuration === true
  const known = new Map<string, Promise<unknown>>()
  let sent: unknown

  function ask(uri: string): Promise<unknown> {
    const answer = known.get(uri) ?? connection.workspace.getConfiguration({scopeUri: uri, section})
    known.set(uri, answer)
    return answer
  }

  return {
    async of(uri) {
      const said = {...withoutEmpty(initializationOptions), ...withoutEmpty(asks ? await ask(uri) : sent)}
      return readFields(said, section, fileChecks)
    },
    change(pushed) {
      known.clear()
      sent = (pushed as Record<string, unknown> | null | undefined)?.[section]
    }
  }
}

/** What an editor shows as not set it sends as `null`, an empty text or an empty list. */
function withoutEmpty(value: unknown): object {
  if (typeof value !== 'object' || value === null) return {}
  const isSet = (each: unknown): boolean => each !== null && each !== '' && !(Array.isArray(each) && each.length === 0)
  return Object.fromEntries(Object.entries(value).filter(([, each]) => isSet(each)))
}
