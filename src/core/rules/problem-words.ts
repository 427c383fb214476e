/** The two halves of a problem's message: what was found, and what instead; where it says none, `otherwise`. */
export function splitProblem(message: string, otherwise: string): {what: string; instead: string} {
  const found = message.replace(/^Unexpected /, '')
  const at = found.indexOf(', expected ')
  return at < 0
    ? {what: found, instead: otherwise}
    : {what: found.slice(0, at), instead: found.slice(at + ', expected '.length)}
}
