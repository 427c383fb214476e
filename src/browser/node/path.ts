/** `node:path` for browsers, where each path is one with `/`. */
export {
  basename,
  dirname,
  extname,
  isAbsolute,
  join,
  normalize,
  parse,
  posix,
  relative,
  resolve,
  sep
} from 'path-browserify'
