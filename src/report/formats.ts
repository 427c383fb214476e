import type {ExplainedStatement} from '../core/explain.js'
import type {Rehearsal} from '../rehearse/rehearsal.js'
import type {ReportContext} from './context.js'

/** The formats of `explain`. */
export const explainFormats = {
  pretty: async (): Promise<ExplainFormat> => (await import('./explain-pretty.js')).explainPretty,
  json: async (): Promise<ExplainFormat> => (await import('./explain-json.js')).explainJson
}

/** The formats of `rehearse`. */
export const rehearseFormats = {
  pretty: async (): Promise<RehearseFormat> => (await import('./rehearse/rehearse-pretty.js')).rehearsePretty,
  json: async (): Promise<RehearseFormat> => (await import('./rehearse/rehearse-json.js')).rehearseJson,
  markdown: async (): Promise<RehearseFormat> => (await import('./rehearse/rehearse-markdown.js')).rehearseMarkdown
}

type ExplainFormat = (statements: readonly ExplainedStatement[], context: ReportContext) => string
type RehearseFormat = (rehearsal: Rehearsal, context: ReportContext) => string
