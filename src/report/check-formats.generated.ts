// Written by scripts/generate-format-index.ts: do not edit.
import type {CheckFormat} from './formats.js'

/** The formats of `check`, each loaded when it is asked for. */
export const checkFormats = {
  json: async (): Promise<CheckFormat> => (await import('./check/check-json.js')).checkJson,
  markdown: async (): Promise<CheckFormat> => (await import('./check/check-markdown.js')).checkMarkdown,
  pretty: async (): Promise<CheckFormat> => (await import('./check/check-pretty.js')).checkPretty,
  sarif: async (): Promise<CheckFormat> => (await import('./check/check-sarif.js')).checkSarif
}
