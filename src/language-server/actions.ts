/** What an editor offers to do about findings: their fixes, and the plans that their recipes make. */
import {readFileSync} from 'node:fs'
import {resolve} from 'node:path'
import {CodeActionKind, CreateFile, TextDocumentEdit} from 'vscode-languageserver'
import type {CodeAction, CodeActionParams, Command, TextEdit, WorkspaceEdit} from 'vscode-languageserver'
import type {TextDocument} from 'vscode-languageserver-textdocument'
import {conflicts} from '../migrations/fixing/fix.js'
import type {Edit, Fix, NewFile} from '../migrations/fixing/fix.js'
import type {Message} from '../core/rules/message.js'
import type {Abilities} from './abilities.js'
import {isInScript} from './checked.js'
import type {Checked} from './checked.js'
import {rangeIn, toDiagnostic} from './diagnostics.js'
import {uriOf} from './open-documents.js'
import {hasPlan, planAsComment, showPlanCommand} from './plan-actions.js'

/** All fixes of a document at once: for those who make them when they save. */
const fixAll = `${CodeActionKind.SourceFixAll}.sqlsafe`

/** The kinds of all that is offered. */
export const actionKinds: readonly CodeActionKind[] = [CodeActionKind.QuickFix, fixAll]

/** What is offered about the findings in a range. */
export async function actionsAt(
  {context: {only}, range}: CodeActionParams,
  checked: Checked,
  abilities: Abilities
): Promise<CodeAction[]> {
  const {document, messages} = checked
  const wants = (kind: string): boolean =>
    only === undefined || only.some((each) => kind === each || kind.startsWith(`${each}.`))
  const actions: CodeAction[] = []
  if (wants(CodeActionKind.QuickFix)) {
    // Wherever the cursor is in the lines of a finding.
    const here = messages.filter(({place}) => {
      const {end, start} = rangeIn(document, place)
      return start.line <= range.end.line && range.start.line <= end.line
    })
    for (const message of here) actions.push(...fixOf(message, checked, abilities))
    actions.push(...(await planActions(here, checked, abilities)))
  }
  // Offered where it is asked for: else it would stand beside each single one.
  if (only !== undefined && wants(fixAll)) actions.push(...allFixes(checked))
  return actions
}

function fixOf(message: Message, {document, file: {cwd}}: Checked, {createsFiles}: Abilities): CodeAction[] {
  const {fix, ruleId} = message
  if (fix === undefined) return []
  const files = fix.files ?? []
  if (files.length > 0 && !createsFiles) return []
  const writes = files.map(({path}) => path).join(', ')
  return [
    {
      title: `Fix ${ruleId}${writes === '' ? '' : `, and write ${writes}`}`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [toDiagnostic(message, document)],
      isPreferred: true,
      edit: editOf(fix, document, cwd)
    }
  ]
}

function editOf({edits, files = []}: Fix, document: TextDocument, cwd: string): WorkspaceEdit {
  const own = toTextEdits(edits, document)
  if (files.length === 0) return {changes: {[document.uri]: own}}
  const changed = own.length > 0 ? [TextDocumentEdit.create({uri: document.uri, version: document.version}, own)] : []
  return {documentChanges: [...changed, ...files.flatMap((file) => writeFile(file, cwd))]}
}

function writeFile({path, replaces = false, text}: NewFile, cwd: string): Array<CreateFile | TextDocumentEdit> {
  const file = resolve(cwd, path)
  const uri = uriOf(file)
  const start = {line: 0, character: 0}
  if (!replaces) {
    const insert = [{range: {start, end: start}, newText: text}]
    return [CreateFile.create(uri, {ignoreIfExists: false}), TextDocumentEdit.create({uri, version: null}, insert)]
  }
  const before = readFileSync(file, 'utf8').split('\n')
  const end = {line: before.length - 1, character: before.at(-1)?.length ?? 0}
  return [TextDocumentEdit.create({uri, version: null}, [{range: {start, end}, newText: text}])]
}

function toTextEdits(edits: readonly Edit[], document: TextDocument): TextEdit[] {
  return edits.map(({range, text}) => ({range: rangeIn(document, range), newText: text}))
}

/** Those that touch different places, and no other file. */
function allFixes({document, messages}: Checked): CodeAction[] {
  const edits: Edit[] = []
  for (const {fix} of messages) {
    if (fix === undefined || (fix.files ?? []).length > 0) continue
    if (!fix.edits.some((edit) => edits.some((other) => conflicts(edit, other)))) edits.push(...fix.edits)
  }
  if (edits.length === 0) return []
  const changes = {[document.uri]: toTextEdits(edits, document)}
  return [{title: 'Fix all that sqlsafe can fix here', kind: fixAll, edit: {changes}}]
}

/** One of a kind: several findings may name the recipes of one statement. */
async function planActions(
  messages: readonly Message[],
  checked: Checked,
  abilities: Abilities
): Promise<CodeAction[]> {
  const {document} = checked
  const planned = messages.filter((message) => hasPlan(message, checked))
  const [first] = planned
  if (first === undefined) return []
  const base = {kind: CodeActionKind.QuickFix, diagnostics: planned.map((message) => toDiagnostic(message, document))}
  const actions: CodeAction[] = []
  for (const start of new Set(planned.flatMap(({statement}) => statement?.start ?? []))) {
    const data = {uri: document.uri, version: document.version, start}
    const title = `Insert the safe sequence (${recipesOf(planned, start)}) as a comment`
    if (isInScript(checked)) continue
    if (abilities.resolvesEdits) actions.push({...base, title, data})
    else {
      const edit = await planAsComment(start, checked)
      if (edit !== undefined) actions.push({...base, title, edit})
    }
  }
  if (abilities.showsDocuments) {
    const command: Command = {
      title: 'Show the plan of this migration',
      command: showPlanCommand,
      arguments: [document.uri]
    }
    actions.push({...base, title: command.title, command})
  }
  return actions
}

function recipesOf(messages: readonly Message[], start: number): string {
  const recipes = messages.flatMap(({recipe, statement}) => (statement?.start === start ? (recipe ?? []) : []))
  return [...new Set(recipes)].join(', ')
}
