import type {Plan} from '../../plan/plan.js'
import type {Style} from '../style.js'

/** The formats of `plan`, each loaded when it is asked for. */
export const planFormats = {
  pretty: async (): Promise<PlanFormat> => (await import('./plan-pretty.js')).planPretty,
  json: async (): Promise<PlanFormat> => (await import('./plan-json.js')).planJson
}

export type PlanFormatName = keyof typeof planFormats

type PlanFormat = (plan: Plan, style: Style) => string
