import type {ClientCapabilities} from 'vscode-languageserver'
import {MarkupKind} from 'vscode-languageserver'

/** What the editor can do, as far as answers depend on it. */
export interface Abilities {
  /** An edit may make a file. */
  createsFiles: boolean
  /** It asks for the edit of an action when that is chosen. */
  resolvesEdits: boolean
  /** It opens a document that it is told of. */
  showsDocuments: boolean
  /** It shows Markdown on hover. */
  markdown: boolean
  /** It says so when files on the disk change. */
  watchesFiles: boolean
  /** It says so when its settings change, once asked to. */
  tellsSettings: boolean
  /** It says so when folders are added to the workspace. */
  changesFolders: boolean
}

/** Read what the editor says of itself. */
export function abilitiesOf({textDocument, window, workspace}: ClientCapabilities): Abilities {
  const edits = workspace?.workspaceEdit
  return {
    createsFiles: edits?.documentChanges === true && edits.resourceOperations?.includes('create') === true,
    resolvesEdits: textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true,
    showsDocuments: window?.showDocument?.support === true,
    markdown: textDocument?.hover?.contentFormat?.includes(MarkupKind.Markdown) === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    tellsSettings: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    changesFolders: workspace?.workspaceFolders === true
  }
}
