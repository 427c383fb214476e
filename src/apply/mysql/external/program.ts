/** Programs of others that copy a table, as `apply` runs them: one file each. */
import type {ExternalCopyInput} from '../../../plan/steps.js'
import type {ApplySettings} from '../../settings.js'

/** What the command line is made from. */
export interface ExternalView {
  dialect: 'mysql' | 'mariadb'
  input: Pick<ExternalCopyInput, 'table' | 'clauses'>
  settings: ApplySettings
  host: string
  port: string
  database: string
  /** A file of options for clients, with user and password, that only we can read. */
  optionFile: string
  /** `explain_format` of the server, where it has one. */
  explainFormat: string | undefined
  /** What the table has that asks for options of its own; left out: it has none of it. */
  traits?: ExternalTraits
}

export interface ExternalTraits {
  triggers: boolean
  /** Foreign keys of other tables refer to it. */
  referenced: boolean
  /** A column gets another name. */
  renames: boolean
}

export interface Program {
  /** Its name on the `PATH`. */
  command: string
  parameters: (view: ExternalView) => string[]
  /** Lines of its output that tell how far it is. */
  progress: RegExp
}
