import type {TextDocument} from 'vscode-languageserver-textdocument'
import type {FileProject, OpenFile} from '../core/open-file/file-project.js'
import type {Message} from '../core/rules/message.js'
import {isScript} from '../migrations/embedded/scripts.js'

/** A document with the project that it lives in. */
export interface Looked {
  document: TextDocument
  file: OpenFile
  project: FileProject
}

/** A document with what was found in it. */
export interface Checked extends Looked {
  messages: readonly Message[]
}

/** Whether the SQL of a document is what a script sends. */
export function isInScript({file}: Looked): boolean {
  return file.alone !== true && isScript(file.absolutePath)
}
