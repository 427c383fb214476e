/** SQL migrations as a language of ESLint. */
import {isAbsolute, resolve} from 'node:path'
import type {File, Language, OkParseResult, ParseResult} from '@eslint/core'
import type {OpenFile} from '../core/open-file/file-project.js'
import {placesIn} from '../core/place.js'
import type {Range} from '../parse/source.js'
import {ask} from './ask.js'
import {readOptions} from './options.js'
import type {LanguageOptions} from './options.js'
import type {ReadAnswer} from './question.js'
import {SqlSourceCode} from './source-code.js'
import type {RootNode, SqlNode} from './source-code.js'

/** What ESLint asks of a language; parsing never throws. */
export const sql: Language<{
  LangOptions: LanguageOptions & Record<string, unknown>
  Code: SqlSourceCode
  RootNode: RootNode
  Node: SqlNode
}> = {
  fileType: 'text',
  lineStart: 1,
  columnStart: 1,
  nodeTypeKey: 'type',
  visitorKeys: {root: ['children'], statement: [], comment: []},

  validateLanguageOptions(options) {
    readOptions(options, 'languageOptions')
  },

  parse(file, {languageOptions}): ParseResult<RootNode> {
    const open = openFile(file, languageOptions)
    const answer = ask({kind: 'read', file: open})
    if (answer.fault !== undefined) return {ok: false, errors: [{message: answer.fault, line: 1, column: 1}]}
    return {ok: true, ast: treeOf(open.text, answer.value)}
  },

  createSourceCode(file, {ast}: OkParseResult<RootNode>, {languageOptions}) {
    return new SqlSourceCode(ast, openFile(file, languageOptions), languageOptions)
  }
}

function openFile({body, path, physicalPath}: File, {fixes: _fixes, ...options}: LanguageOptions): OpenFile {
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body)
  // A processor has taken it out of another file, or it is a text without a name.
  const alone = path !== physicalPath || !isAbsolute(path)
  return {absolutePath: resolve(path), text, cwd: process.cwd(), options, alone}
}

function treeOf(text: string, {comments, statements}: ReadAnswer): RootNode {
  const toPlace = placesIn(text)
  const located = ({end, start}: Range): Pick<RootNode, 'loc' | 'range'> => {
    const {end: last, start: first} = toPlace({start, end})
    return {
      loc: {start: {line: first.line, column: first.column}, end: {line: last.line, column: last.column}},
      range: [start, end]
    }
  }
  return {
    type: 'root',
    ...located({start: 0, end: text.length}),
    children: statements.map((range) => ({type: 'statement', ...located(range)})),
    comments: comments.map(({range, text: value}) => ({type: 'comment', value, ...located(range)}))
  }
}
