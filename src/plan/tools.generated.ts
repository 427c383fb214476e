// Written by scripts/generate-tool-index.ts: do not edit.
import type {Tool} from './tool.js'

/** The tools of others, each loaded when it is asked for. */
export const tools = {
  'gh-ost': async (): Promise<Tool> => (await import('./tools/gh-ost.js')).ghOst,
  'pg-osc': async (): Promise<Tool> => (await import('./tools/pg-osc.js')).pgOsc,
  pg_repack: async (): Promise<Tool> => (await import('./tools/pg_repack.js')).pgRepack,
  pgroll: async (): Promise<Tool> => (await import('./tools/pgroll.js')).pgroll,
  'pt-osc': async (): Promise<Tool> => (await import('./tools/pt-osc.js')).ptOsc,
  reshape: async (): Promise<Tool> => (await import('./tools/reshape.js')).reshape,
  spirit: async (): Promise<Tool> => (await import('./tools/spirit.js')).spirit,
  vitess: async (): Promise<Tool> => (await import('./tools/vitess.js')).vitess
}
