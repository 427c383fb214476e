/** Runs the language server as editors do: built, in a process of its own, spoken to by the library of Visual Studio Code. */
import {spawn} from 'node:child_process'
import type {ChildProcess} from 'node:child_process'
import {once} from 'node:events'
import {readFileSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {
  createProtocolConnection,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter
} from 'vscode-languageserver/node'
import type {
  ClientCapabilities,
  Diagnostic,
  InitializeResult,
  ProtocolConnection,
  PublishDiagnosticsParams
} from 'vscode-languageserver/node'
import {builtPackage} from './built-once.js'
import {writeProject} from './cli.js'

/** What Visual Studio Code says of itself, as far as the server asks. */
export const capable: ClientCapabilities = {
  textDocument: {
    codeAction: {resolveSupport: {properties: ['edit']}},
    hover: {contentFormat: ['markdown', 'plaintext']}
  },
  window: {showDocument: {support: true}},
  workspace: {
    workspaceFolders: true,
    workspaceEdit: {documentChanges: true, resourceOperations: ['create']},
    didChangeWatchedFiles: {dynamicRegistration: true}
  }
}

/** A server that is built. */
export interface BuiltServer {
  program: string
  /** A new project with files, open in an editor. */
  start: (files: Record<string, string>, options?: StartOptions) => Promise<Editor>
}

interface StartOptions {
  capabilities?: ClientCapabilities
  initializationOptions?: object
}

/** An editor with a project. */
export interface Editor {
  folder: string
  connection: ProtocolConnection
  server: InitializeResult
  uri: (path: string) => string
  /** Open a file as it is on the disk, or with another text. */
  open: (path: string, text?: string, languageId?: string) => Promise<void>
  /** Type: all of the text is another one. */
  type: (path: string, text: string) => Promise<void>
  /** Write to the disk, and say so. */
  write: (path: string, text: string) => Promise<void>
  /** What is shown for the text as it is now, when it is what `is` waits for; by default, the first that comes. */
  shown: (path: string, is?: (diagnostics: Diagnostic[]) => boolean) => Promise<Diagnostic[]>
  /** Ends the server as editors do. @returns Its exit code. */
  quit: () => Promise<number | null>
}

/** The server, built from the sources as they are now. */
export async function buildServer(): Promise<BuiltServer> {
  const program = join(await builtPackage(), 'language-server.js')
  return {program, start: (files, options) => start(program, files, options)}
}

async function start(program: string, files: Record<string, string>, options: StartOptions = {}): Promise<Editor> {
  const folder = writeProject(files)
  const env = {PATH: process.env['PATH'], HOME: folder, XDG_CACHE_HOME: join(dirname(program), '../cache')}
  const child = spawn(process.execPath, [program, '--stdio'], {cwd: folder, env, stdio: ['pipe', 'pipe', 'inherit']})
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin)
  )
  const shown = new Map<string, PublishDiagnosticsParams>()
  const listeners = new Set<() => void>()
  connection.onNotification(PublishDiagnosticsNotification.type, (published) => {
    shown.set(published.uri, published)
    for (const listener of listeners) listener()
  })
  connection.onRequest('client/registerCapability', () => null)
  connection.listen()

  const rootUri = pathToFileURL(folder).href
  const server = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: [{uri: rootUri, name: 'project'}],
    capabilities: options.capabilities ?? capable,
    initializationOptions: options.initializationOptions
  })
  await connection.sendNotification('initialized', {})
  return editorOf({child, connection, folder, listeners, server, shown})
}

interface Parts {
  child: ChildProcess
  connection: ProtocolConnection
  folder: string
  listeners: Set<() => void>
  server: InitializeResult
  shown: ReadonlyMap<string, PublishDiagnosticsParams>
}

function editorOf({child, connection, folder, listeners, server, shown}: Parts): Editor {
  const versions = new Map<string, number>()
  const uri = (path: string): string => (path.includes(':') ? path : pathToFileURL(join(folder, path)).href)
  const send = (method: string, params: object): Promise<void> =>
    connection.sendNotification(`textDocument/${method}`, params)
  return {
    folder,
    connection,
    server,
    uri,
    async open(path, text = readFileSync(join(folder, path), 'utf8'), languageId = 'sql') {
      versions.set(path, 1)
      await send('didOpen', {textDocument: {uri: uri(path), languageId, version: 1, text}})
    },
    async type(path, text) {
      const version = (versions.get(path) ?? 0) + 1
      versions.set(path, version)
      await send('didChange', {textDocument: {uri: uri(path), version}, contentChanges: [{text}]})
    },
    async write(path, text) {
      writeFileSync(join(folder, path), text)
      await connection.sendNotification('workspace/didChangeWatchedFiles', {changes: [{uri: uri(path), type: 2}]})
    },
    shown(path, is = () => true) {
      return new Promise((resolve) => {
        const look = (): void => {
          const last = shown.get(uri(path))
          if (last?.version !== versions.get(path) || !is(last?.diagnostics ?? [])) return
          listeners.delete(look)
          resolve(last?.diagnostics ?? [])
        }
        listeners.add(look)
        look()
      })
    },
    async quit() {
      await connection.sendRequest(ShutdownRequest.type)
      const exit = once(child, 'exit') as Promise<[number | null]>
      await connection.sendNotification('exit')
      const [code] = await exit
      connection.dispose()
      rmSync(folder, {recursive: true, force: true})
      return code
    }
  }
}
