/** What the language server answers. It has no rules of its own: `check`, `explain` and `plan` give the answers. */
import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  ResponseError,
  LSPErrorCodes,
  TextDocumentSyncKind,
  TextDocuments
} from 'vscode-languageserver/node'
import type {Connection, InitializeResult} from 'vscode-languageserver/node'
import {TextDocument} from 'vscode-languageserver-textdocument'
import {version} from '../version.js'
import {configurationNames} from '../core/configuration/load-configuration.js'
import {actionKinds, actionsAt} from './actions.js'
import {hoverAt} from './hover.js'
import {markdown, plainText} from './hover-text.js'
import {pathOf} from './open-documents.js'
import {planAsComment, showPlanCommand} from './plan-actions.js'
import {createPublisher, describeFault} from './publish.js'
import {createSession} from './session.js'
import type {Session} from './session.js'
import {createShownPlans} from './shown-plans.js'

/** Serve one editor, until it ends the connection. */
export function serve(connection: Connection): void {
  const documents = new TextDocuments(TextDocument)
  connection.onInitialize((params) => {
    begin(connection, documents, createSession(connection, documents, params))
    return answerInitialize
  })
  documents.listen(connection)
  connection.listen()
}

const answerInitialize: InitializeResult = {
  serverInfo: {name: 'sqlsafe', version},
  capabilities: {
    textDocumentSync: {openClose: true, change: TextDocumentSyncKind.Incremental, save: {includeText: false}},
    hoverProvider: true,
    codeActionProvider: {codeActionKinds: [...actionKinds], resolveProvider: true},
    executeCommandProvider: {commands: [showPlanCommand]},
    workspace: {workspaceFolders: {supported: true, changeNotifications: true}}
  }
}

function begin(connection: Connection, documents: TextDocuments<TextDocument>, session: Session): void {
  const {abilities, folders, settings} = session
  const publisher = createPublisher(connection, documents, session)

  connection.onInitialized(() => {
    if (abilities.changesFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({added, removed}) => {
        const gone = new Set(removed.flatMap(({uri}) => pathOf(uri) ?? []))
        const left = folders.filter((folder) => !gone.has(folder))
        folders.splice(0, folders.length, ...left, ...added.flatMap(({uri}) => pathOf(uri) ?? []))
        publisher.all()
      })
    }
    void register(connection, session)
  })
  documents.onDidChangeContent(({document: {uri}}) => publisher.changed(uri))
  documents.onDidClose(({document: {uri}}) => publisher.closed(uri))
  // Editors that watch no files for us save configurations all the same.
  documents.onDidSave(() => publisher.all())
  connection.onDidChangeWatchedFiles(() => publisher.all())
  connection.onDidChangeConfiguration(({settings: sent}) => {
    settings.change(sent)
    publisher.all()
  })
  answerRequests(connection, documents, session)
}

/** Ask to be told of what else findings depend on. */
async function register(connection: Connection, {abilities}: Session): Promise<void> {
  if (abilities.tellsSettings) await connection.client.register(DidChangeConfigurationNotification.type, {})
  if (!abilities.watchesFiles) return
  const patterns = [`**/{${[...configurationNames, 'package.json'].join(',')}}`, '**/*.{sql,ts,mts,cts,js,mjs,cjs}']
  await connection.client.register(DidChangeWatchedFilesNotification.type, {
    watchers: patterns.map((globPattern) => ({globPattern}))
  })
}

function answerRequests(connection: Connection, documents: TextDocuments<TextDocument>, session: Session): void {
  const {abilities} = session
  const plans = createShownPlans(connection, abilities)
  connection.onShutdown(() => plans.remove())

  connection.onHover(({position, textDocument: {uri}}) =>
    answer(connection, async () => {
      const looked = await session.look(uri)
      if (looked === undefined) return null
      const text = abilities.markdown ? markdown : plainText
      return (await hoverAt(looked.document.offsetAt(position), looked, text)) ?? null
    })
  )
  connection.onCodeAction((params) =>
    answer(connection, async () => {
      const checked = await session.check(params.textDocument.uri)
      return checked === undefined ? [] : actionsAt(params, checked, abilities)
    })
  )
  connection.onCodeActionResolve((action) =>
    answer(connection, async () => {
      const {start, uri, version} = action.data as {start: number; uri: string; version: number}
      // Of another text the place would be another.
      if (documents.get(uri)?.version !== version) return action
      const checked = await session.check(uri)
      const edit = checked && (await planAsComment(start, checked))
      return edit === undefined ? action : {...action, edit}
    })
  )
  connection.onExecuteCommand(({arguments: [uri] = [], command}) =>
    answer(connection, async () => {
      if (command !== showPlanCommand) return null
      const looked = await session.look(String(uri))
      return looked === undefined ? null : plans.show(looked)
    })
  )
}

/** Faults in words; the conversation goes on. */
async function answer<Value>(connection: Connection, work: () => Promise<Value>): Promise<Value | ResponseError> {
  try {
    return await work()
  } catch (error) {
    return new ResponseError(LSPErrorCodes.RequestFailed, describeFault(error, connection))
  }
}
