// Written by scripts/generate-format-index.ts: do not edit.
import type {CheckFormat} from './context.js'

/** The formats of `check`, each loaded when it is asked for. */
export const checkFormats = {
  checkstyle: async (): Promise<CheckFormat> => (await import('./check/check-checkstyle.js')).checkCheckstyle,
  compact: async (): Promise<CheckFormat> => (await import('./check/check-compact.js')).checkCompact,
  github: async (): Promise<CheckFormat> => (await import('./check/check-github.js')).checkGithub,
  gitlab: async (): Promise<CheckFormat> => (await import('./check/check-gitlab.js')).checkGitlab,
  html: async (): Promise<CheckFormat> => (await import('./check/check-html.js')).checkHtml,
  json: async (): Promise<CheckFormat> => (await import('./check/check-json.js')).checkJson,
  junit: async (): Promise<CheckFormat> => (await import('./check/check-junit.js')).checkJunit,
  markdown: async (): Promise<CheckFormat> => (await import('./check/check-markdown.js')).checkMarkdown,
  ndjson: async (): Promise<CheckFormat> => (await import('./check/check-ndjson.js')).checkNdjson,
  pretty: async (): Promise<CheckFormat> => (await import('./check/check-pretty.js')).checkPretty,
  sarif: async (): Promise<CheckFormat> => (await import('./check/check-sarif.js')).checkSarif
}
