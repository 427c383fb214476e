/** What a conversation with an editor knows: its folders, its settings, and the projects of its documents. */
import type {Connection, InitializeParams, TextDocuments} from 'vscode-languageserver'
import type {TextDocument} from 'vscode-languageserver-textdocument'
import {createFileFindings} from '../core/open-file/file-findings.js'
import {abilitiesOf} from './abilities.js'
import type {Abilities} from './abilities.js'
import type {Checked, Looked} from './checked.js'
import {isMigration, pathOf, toOpenFile} from './open-documents.js'
import {createSettings} from './settings.js'
import type {Settings} from './settings.js'

/** One conversation. */
export interface Session {
  abilities: Abilities
  settings: Settings
  /** Paths of the workspace's folders. */
  folders: string[]
  /** The project of a document; `undefined`: it is no migration. Throws `UsageError`s, and `TypeError`s about settings. */
  look: (uri: string) => Promise<Looked | undefined>
  /** The same, with what is found in it. */
  check: (uri: string) => Promise<Checked | undefined>
}

/** Begin a conversation. */
export function createSession(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  params: InitializeParams
): Session {
  const findings = createFileFindings()
  const settings = createSettings(connection, params)
  const folders = (params.workspaceFolders ?? []).flatMap(({uri}) => pathOf(uri) ?? [])

  async function look(uri: string): Promise<Looked | undefined> {
    const document = documents.get(uri)
    if (document === undefined || !isMigration(document)) return undefined
    const file = toOpenFile(document, documents.all(), folders, await settings.of(uri))
    const project = await findings.project(file)
    return project.isOutside ? undefined : {document, file, project}
  }

  return {
    abilities: abilitiesOf(params.capabilities),
    settings,
    folders,
    look,
    async check(uri) {
      const looked = await look(uri)
      if (looked === undefined) return undefined
      const {messages} = await findings.check(looked.file)
      return {...looked, messages}
    }
  }
}
