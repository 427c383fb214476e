/** Documents of the editor as files of a project. */
import {existsSync, readFileSync} from 'node:fs'
import {dirname, extname, sep} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import type {TextDocument} from 'vscode-languageserver-textdocument'
import type {FileOptions, OpenFile} from '../core/open-file/file-project.js'
import {isScript, looksLikeMigration} from '../migrations/embedded/scripts.js'

/** Names that editors give to SQL, of files that are not saved anywhere yet. */
const sqlLanguage = /^(?:.*sql|postgres|mariadb)$/i

/** Whether anything is said about a document: of scripts only about migrations. */
export function isMigration(document: TextDocument): boolean {
  const path = pathOf(document.uri)
  if (path === undefined) return sqlLanguage.test(document.languageId)
  if (extname(path).toLowerCase() === '.sql') return true
  return isScript(path) && looksLikeMigration(document.getText())
}

/** The path of a document; `undefined`: it is not in the file system. */
export function pathOf(uri: string): string | undefined {
  return uri.startsWith('file:') ? fileURLToPath(uri) : undefined
}

/** The address of a file as the client knows it, or would. */
export function uriOf(path: string): string {
  return pathToFileURL(path).href
}

/**
 * A document with those beside it that are not saved.
 *
 * @param folders Of the workspace.
 */
export function toOpenFile(
  document: TextDocument,
  all: readonly TextDocument[],
  folders: readonly string[],
  options: FileOptions
): OpenFile {
  const path = pathOf(document.uri)
  const text = document.getText()
  if (path === undefined) {
    const cwd = folders[0] ?? process.cwd()
    return {absolutePath: document.uri, text, cwd, options, alone: true}
  }
  return {absolutePath: path, text, cwd: folderOf(path, folders), options, only: true, others: unsaved(all, path)}
}

/** The innermost folder of the workspace that a file is in. */
function folderOf(path: string, folders: readonly string[]): string {
  const around = folders.filter((folder) => path.startsWith(folder.endsWith(sep) ? folder : folder + sep))
  return around.sort((a, b) => b.length - a.length)[0] ?? dirname(path)
}

function unsaved(all: readonly TextDocument[], own: string): Map<string, string> {
  const texts = new Map<string, string>()
  for (const document of all) {
    const path = pathOf(document.uri)
    if (path === undefined || path === own || !isMigration(document)) continue
    const text = document.getText()
    if (!existsSync(path) || readFileSync(path, 'utf8') !== text) texts.set(path, text)
  }
  return texts
}
