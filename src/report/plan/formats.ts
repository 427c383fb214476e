import type {Plan} from '../../plan/plan.js'
import type {Style} from '../style.js'

/** What a format may be asked for beside the plan. */
export interface PlanFormatOptions {
  /** Of `sql`: short steps try again by themselves. */
  retryBlock: boolean
}

/** The formats of `plan`, each loaded when it is asked for. */
export const planFormats = {
  pretty: async (): Promise<PlanFormat> => (await import('./plan-pretty.js')).planPretty,
  json: async (): Promise<PlanFormat> => (await import('./plan-json.js')).planJson,
  markdown: async (): Promise<PlanFormat> => (await import('./plan-markdown.js')).planMarkdown,
  sql: async (): Promise<PlanFormat> => {
    const {planSql} = await import('./plan-sql.js')
    return (plan, _style, options) => planSql(plan, options)
  }
}

export type PlanFormatName = keyof typeof planFormats

type PlanFormat = (plan: Plan, style: Style, options: PlanFormatOptions) => string
