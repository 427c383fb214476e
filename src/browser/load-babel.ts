/** The parser of scripts for browsers: there from the beginning, for no file can be read at once where it is needed. */
import * as babel from '@babel/parser'
import type {loadBabel as load} from '../migrations/embedded/script/load-babel.js'

/** The parser of scripts. */
export const loadBabel: typeof load = () => babel
