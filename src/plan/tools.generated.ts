// Written by scripts/generate-tool-index.ts: do not edit.
import type {Tool} from './tool.js'

/** The tools of others, each loaded when it is asked for. */
export const tools = {
  'pg-osc': async (): Promise<Tool> => (await import('./tools/pg-osc.js')).pgOsc,
  pg_repack: async (): Promise<Tool> => (await import('./tools/pg_repack.js')).pgRepack,
  pgroll: async (): Promise<Tool> => (await import('./tools/pgroll.js')).pgroll,
  reshape: async (): Promise<Tool> => (await import('./tools/reshape.js')).reshape
}
