import {defineRule} from '../src/core/define-rule.js'

/** Report statements of which sqlsafe does not know what the server does: that is not the same as safe. */
export default defineRule({
  id: 'no-unknown-effect',
  summary: 'Disallow statements on existing tables whose effect is not known',
  severity: 'info',
  on: '*',
  engines: ['postgres', 'mysql', 'mariadb'],
  recipe: null,
  noRecipeBecause: 'Nothing is known that could be done better.',
  messages: {
    unknown:
      'Unexpected statement whose effect on `{{relation}}` is not known ({{because}}), expected one that sqlsafe has a fact about: rehearse it on a copy'
  },
  docs: {
    condition: 'Nothing that sqlsafe knows decides what the server does to an existing table.',
    effect: 'It may be nothing, or a rewrite under the strongest lock.',
    instead: 'Run it on a copy of the database first, and look at its locks and its time.',
    notWhen: 'You know the statement.',
    examples: []
  },
  check(operation, {command, hasTraffic, judgement, report}) {
    if (operation !== command.operations[0]) return
    const effect = judgement.effects.find(({confidence, relation}) => confidence === 'unknown' && hasTraffic(relation))
    if (effect) report('unknown', {relation: effect.relation, because: effect.because}, {range: command.range})
  }
})
