/** The library: what `sqlsafe check` and `sqlsafe explain` do, and what own rules are written with. */
export {defineRule} from './core/define-rule.js'
export type {Example, OptionField, Rule, RuleContext, Severity} from './core/define-rule.js'
export {explainProject} from './core/explain.js'
export type {ExplainedStatement} from './core/explain.js'
export type {Place, Point} from './core/place.js'
export {openProject} from './core/project.js'
export type {Project, ProjectOptions} from './core/project.js'
