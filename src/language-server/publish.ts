/** Tells the editor what is found, a while after the last key. */
import type {Connection, Diagnostic, TextDocuments} from 'vscode-languageserver'
import type {TextDocument} from 'vscode-languageserver-textdocument'
import {UsageError} from '../usage-error.js'
import {faultDiagnostic, toDiagnostic} from './diagnostics.js'
import type {Session} from './session.js'

/** Checks documents again. */
export interface Publisher {
  /** One has changed, and perhaps what the others meet. */
  changed: (uri: string) => void
  /** All that is open: the disk, the settings or the configuration have changed. */
  all: () => void
  /** One is not open any longer. */
  closed: (uri: string) => void
}

/** In milliseconds: shorter than a glance, longer than the time between two keys. */
const pause = 150
const pauseForOthers = 700

/** Create what publishes; nothing is checked twice at once. */
export function createPublisher(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  session: Session
): Publisher {
  const waiting = new Map<string, NodeJS.Timeout>()
  let last: Promise<void> = Promise.resolve()

  function schedule(uri: string, delay: number): void {
    clearTimeout(waiting.get(uri))
    const timer = setTimeout(() => {
      waiting.delete(uri)
      last = last.then(() => publish(uri))
    }, delay)
    waiting.set(uri, timer)
  }

  async function publish(uri: string): Promise<void> {
    const version = documents.get(uri)?.version
    if (version === undefined) return
    const diagnostics = await diagnose(uri)
    // What is said about an earlier text would stand in the wrong place.
    if (documents.get(uri)?.version === version) await connection.sendDiagnostics({uri, version, diagnostics})
  }

  async function diagnose(uri: string): Promise<Diagnostic[]> {
    try {
      const checked = await session.check(uri)
      return checked?.messages.map((message) => toDiagnostic(message, checked.document)) ?? []
    } catch (error) {
      return [faultDiagnostic(describeFault(error, connection))]
    }
  }

  function others(uri: string): void {
    for (const document of documents.all()) if (document.uri !== uri) schedule(document.uri, pauseForOthers)
  }

  return {
    changed(uri) {
      schedule(uri, pause)
      others(uri)
    },
    all() {
      for (const {uri} of documents.all()) schedule(uri, pause)
    },
    closed(uri) {
      clearTimeout(waiting.get(uri))
      waiting.delete(uri)
      void connection.sendDiagnostics({uri, diagnostics: []})
      others(uri)
    }
  }
}

/** What is wrong, for people; of a fault of ours, where it is, for the log. */
export function describeFault(error: unknown, connection: Connection): string {
  const reason = error instanceof Error ? error.message : String(error)
  if (error instanceof UsageError || error instanceof TypeError) return reason
  connection.console.error(error instanceof Error ? (error.stack ?? reason) : reason)
  return `Unexpected fault, expected none: ${reason} (please report it)`
}
