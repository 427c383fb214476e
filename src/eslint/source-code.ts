/** A file of SQL as ESLint walks over it. */
import type {DirectiveType, FileProblem, RulesConfig, SourceLocation, SourceRange} from '@eslint/core'
import type {OpenFile} from '../core/open-file/file-project.js'
import type {LanguageOptions} from './options.js'
import {ConfigCommentParser, Directive, TextSourceCodeBase, VisitNodeStep} from '@eslint/plugin-kit'

/** A place that ESLint understands: `loc` counts from 1, `range` are offsets. */
interface Located {
  loc: SourceLocation
  range: SourceRange
}

/** A statement, from its first token to its last. */
export interface StatementNode extends Located {
  type: 'statement'
}

/** A comment; `value` is without its delimiters. */
export interface CommentNode extends Located {
  type: 'comment'
  value: string
}

/** A file: its statements in order. */
export interface RootNode extends Located {
  type: 'root'
  children: StatementNode[]
  comments: CommentNode[]
}

/** Whatever stands in a file. */
export type SqlNode = RootNode | StatementNode | CommentNode

const parser = new ConfigCommentParser()
const directives: Readonly<Record<string, DirectiveType>> = {
  'eslint-disable': 'disable',
  'eslint-enable': 'enable',
  'eslint-disable-line': 'disable-line',
  'eslint-disable-next-line': 'disable-next-line'
}

/** What the comments of a file say to ESLint itself. */
interface InlineConfiguration {
  configs: Array<{config: {rules: RulesConfig}; loc: SourceLocation}>
  problems: FileProblem[]
}

/** A file of SQL: its text, its statements, and what its comments ask of ESLint. */
export class SqlSourceCode extends TextSourceCodeBase<{
  LangOptions: Record<string, unknown>
  RootNode: RootNode
  SyntaxElementWithLoc: SqlNode
  ConfigNode: CommentNode
}> {
  /** As the rules ask about it. */
  readonly open: OpenFile
  readonly options: LanguageOptions

  constructor(ast: RootNode, open: OpenFile, options: LanguageOptions) {
    super({ast, text: open.text})
    this.open = open
    this.options = options
  }

  override getParent(node: SqlNode): SqlNode | undefined {
    return node === this.ast ? undefined : this.ast
  }

  override *traverse(): Generator<VisitNodeStep> {
    const {ast} = this
    yield new VisitNodeStep({target: ast, phase: 1, args: [ast, undefined]})
    for (const statement of ast.children) {
      yield new VisitNodeStep({target: statement, phase: 1, args: [statement, ast]})
      yield new VisitNodeStep({target: statement, phase: 2, args: [statement, ast]})
    }
    yield new VisitNodeStep({target: ast, phase: 2, args: [ast, undefined]})
  }

  getInlineConfigNodes(): CommentNode[] {
    return this.ast.comments.filter(({value}) => /^\s*eslint(?:-|\s)/.test(value))
  }

  getDisableDirectives(): {directives: Directive[]; problems: FileProblem[]} {
    const problems: FileProblem[] = []
    const found: Directive[] = []
    for (const node of this.getInlineConfigNodes()) {
      const {justification = '', label = '', value = ''} = parser.parseDirective(node.value) ?? {}
      const type = directives[label]
      if (type === undefined) continue
      if (type === 'disable-line' && node.loc.start.line !== node.loc.end.line) {
        problems.push({
          ruleId: null,
          message: `Unexpected \`${label}\` on several lines, expected it on one`,
          loc: node.loc
        })
      } else {
        found.push(new Directive({type, node, value, justification}))
      }
    }
    return {directives: found, problems}
  }

  applyInlineConfig(): InlineConfiguration {
    const problems: FileProblem[] = []
    const configs: InlineConfiguration['configs'] = []
    for (const {loc, value: text} of this.getInlineConfigNodes()) {
      const {label, value = ''} = parser.parseDirective(text) ?? {}
      if (label !== 'eslint') continue
      const parsed = parser.parseJSONLikeConfig(value)
      if (parsed.ok) configs.push({config: {rules: parsed.config}, loc})
      else problems.push({ruleId: null, message: parsed.error.message, loc})
    }
    return {configs, problems}
  }
}
