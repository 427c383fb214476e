import {defineRule} from '../src/core/define-rule.js'
import {phases} from '../src/migrations/phase.js'
import {nearest} from '../src/core/configuration/nearest.js'

/** Report comments that are to keep findings back and do not: they lull whoever reads them. */
export default defineRule({
  id: 'no-unused-suppression',
  summary: 'Disallow suppressions that match nothing or cannot be read',
  severity: 'warning',
  engines: ['postgres', 'mysql', 'mariadb'],
  recipe: null,
  noRecipeBecause: 'The comment is to be taken out or corrected.',
  messages: {
    unused: 'Unexpected suppression of `{{rule}}`, which reports nothing there; expected none',
    nothing: 'Unexpected suppression of all rules where none reports anything, expected none',
    unknown: 'Unexpected name `{{rule}}` in a suppression, expected a rule{{hint}}',
    unreadable:
      'Unexpected comment that reads like a suppression, expected `sqlsafe-disable`, `sqlsafe-disable-line`, `sqlsafe-disable-next-line` or `sqlsafe-enable`, names of rules, and a colon before the reason',
    peer: 'Unexpected name `{{rule}}` in a suppression of {{peer}}, expected a check that a rule of sqlsafe covers',
    nameless: 'Unexpected suppression of {{peer}} without a name, expected the names of checks',
    phase: 'Unexpected phase in `sqlsafe-phase`, expected one of {{phases}}'
  },
  docs: {
    condition:
      'A comment is to suppress findings, but none is there, the rule does not exist, or it cannot be read; or one names a phase of a deployment that there is not. Comments of other checkers, where `compat.suppressions` honours them, are reported only for names that no rule covers.',
    effect: 'Nothing is suppressed, or the comment says of the statement what is not true (any more).',
    instead: 'Take the comment out, or correct the name of the rule.',
    notWhen: 'Never.',
    examples: [
      {
        name: 'unused',
        unsafe:
          '-- sqlsafe-disable-next-line no-table-drop: is not used\nCREATE TABLE account (id bigint PRIMARY KEY);',
        reports: ['1:1-1:56 unused'],
        safe: ['CREATE TABLE account (id bigint PRIMARY KEY);']
      },
      {
        name: 'nothing',
        unsafe: '/* sqlsafe-disable */\nCREATE TABLE account (id bigint PRIMARY KEY);',
        reports: ['1:1-1:22 nothing']
      },
      {
        name: 'unknown',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: '-- sqlsafe-disable-next-line no-table-drops: is not used\nDROP TABLE account;',
        reports: ['1:1-1:57 unknown'],
        safe: ['-- sqlsafe-disable-next-line no-table-drop: is not used\nDROP TABLE account;']
      },
      {
        name: 'unreadable',
        unsafe: '-- sqlsafe-ignore no-table-drop\nCREATE TABLE account (id bigint PRIMARY KEY);',
        reports: ['1:1-1:32 unreadable']
      },
      {
        name: 'peer',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: '-- squawk-ignore ban-drop-tabel\nDROP TABLE account;',
        peerSuppressions: true,
        reports: ['1:1-1:32 peer'],
        safe: ['-- squawk-ignore ban-drop-table\nDROP TABLE account;']
      },
      {
        name: 'nameless',
        schema: 'CREATE TABLE account (id bigint PRIMARY KEY);',
        unsafe: '-- squawk-ignore\nDROP TABLE account;',
        peerSuppressions: true,
        reports: ['1:1-1:17 nameless']
      },
      {
        name: 'phase',
        unsafe: '-- sqlsafe-phase: contracting\nCREATE TABLE account (id bigint PRIMARY KEY);',
        reports: ['1:1-1:30 phase'],
        safe: ['-- sqlsafe-phase: expand\nCREATE TABLE account (id bigint PRIMARY KEY);']
      }
    ]
  },
  checkSuppression({directive, peer, rules, unreadable}, {off, report, ruleIds, used}) {
    // That it keeps nothing back here says nothing: it is there for another checker.
    if (peer !== undefined) {
      if (peer.unknown === undefined) report('nameless', {peer: peer.name})
      for (const rule of peer.unknown ?? []) report('peer', {rule, peer: peer.name})
      return
    }
    if (unreadable !== undefined) {
      report(unreadable === 'phase' ? 'phase' : 'unreadable', {
        phases: phases.map((phase) => `\`${phase}\``).join(', ')
      })
      return
    }

    const unknown = rules.filter((rule) => !ruleIds.includes(rule))
    for (const rule of unknown) {
      const near = nearest(rule, ruleIds)
      report('unknown', {rule, hint: near === undefined ? '' : ` such as \`${near}\``})
    }

    if (directive === 'enable') return
    if (rules.length === 0 && used.length === 0) report('nothing')
    for (const rule of rules) {
      if (!used.includes(rule) && !unknown.includes(rule) && !off.includes(rule)) report('unused', {rule})
    }
  }
})
