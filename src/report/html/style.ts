/** The looks of the page: light and dark as the reader has it, print too. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #fff; --text: #1b1f24; --soft: #57606a; --line: #d8dee4; --code: #f3f4f6;
  --red: #c62828; --red-soft: #fde7e7; --amber: #9a5b00; --amber-soft: #fff1d6; --blue: #2457a6; --blue-soft: #e3edfb;
  --green: #1a7f37; --bar-reads: #d93b3b; --bar-writes: #e5930a; --bar-changes: #7d9cc9; --bar-nothing: #c3cad2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0e1217; --card: #161b22; --text: #e6edf3; --soft: #9da7b3; --line: #2f3742; --code: #0f141a;
    --red: #ff8b85; --red-soft: #3a1a1c; --amber: #f0b84c; --amber-soft: #33270f; --blue: #8ab8ff; --blue-soft: #162a47;
    --green: #5fd07a; --bar-reads: #e5534b; --bar-writes: #d9951f; --bar-changes: #5277ab; --bar-nothing: #4a535e;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 104rem; padding: 1.5rem; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .92em; }
a { color: var(--blue); }
h1 { margin: 0 0 .25rem; font-size: 1.6rem; line-height: 1.25; }
header { margin-bottom: 1.5rem; padding: 1.25rem 1.5rem; background: var(--card); border: 1px solid var(--line);
  border-left: .5rem solid var(--soft); border-radius: .6rem; }
header p { margin: 0; color: var(--soft); }
header.unsafe { border-left-color: var(--bar-reads); } header.unsafe h1 { color: var(--red); }
header.doubtful { border-left-color: var(--bar-writes); } header.doubtful h1 { color: var(--amber); }
header.safe { border-left-color: var(--green); } header.safe h1 { color: var(--green); }
nav ol { margin: 1rem 0 0; padding-left: 3rem; max-height: 14.75rem; overflow: auto; color: var(--soft); }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 1rem 0 0; padding: 0; list-style: none; color: var(--soft); }
.dot { display: inline-block; width: .8em; height: .8em; border-radius: .2em; vertical-align: -.05em; background: var(--bar-nothing); }
.dot.reads, .bar.reads { background: var(--bar-reads); }
.dot.writes, .bar.writes { background: var(--bar-writes); }
.dot.changes, .bar.changes { background: var(--bar-changes); }
.dot.idle { opacity: .4; }
.migration { margin-bottom: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .6rem; }
.migration > summary { padding: .8rem 1.25rem; cursor: pointer; }
.migration h2 { display: inline; font-size: 1.05rem; font-weight: 600; overflow-wrap: anywhere; }
.migration > summary .count { margin-left: .75rem; color: var(--soft); }
.migration[open] > summary { border-bottom: 1px solid var(--line); }
.mode { margin: .75rem 1.25rem; color: var(--soft); }
.windows { margin: 0 1.25rem .75rem; padding: 0; list-style: none; }
.migration > .findings { margin: 0 1.25rem .75rem; }
.rest { margin: 2rem 0 .75rem; font-size: 1.1rem; }
.scroll { overflow-x: auto; }
.timeline { width: 100%; border-collapse: collapse; }
.timeline th, .timeline td { padding: .6rem .75rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
.timeline thead th { padding-bottom: .35rem; border-top: 0; color: var(--soft); font-size: .85em; font-weight: 600; vertical-align: bottom; }
.timeline th[scope="row"] { width: 3.5rem; padding-left: 1.25rem; color: var(--soft); font-weight: 400; font-variant-numeric: tabular-nums; text-align: right; }
.timeline .lane { position: relative; width: 1.9rem; min-width: 1.9rem; padding: 0; }
.timeline thead .lane span { display: inline-block; max-height: 14rem; padding: .25rem .1rem; overflow: hidden; white-space: nowrap;
  text-overflow: ellipsis; writing-mode: vertical-rl; transform: rotate(180deg); color: var(--text); }
.bar { position: absolute; inset: -1px .45rem 0; opacity: .4; }
.bar.works { opacity: 1; }
.bar.first { top: .5rem; border-top-left-radius: .4rem; border-top-right-radius: .4rem; }
.bar.last { bottom: .5rem; border-bottom-left-radius: .4rem; border-bottom-right-radius: .4rem; }
.inside th[scope="row"] { box-shadow: inset .25rem 0 0 var(--bar-changes); }
.sql { width: 30%; min-width: 18rem; }
.timeline .waiting { width: 25%; min-width: 15rem; }
.sql pre { margin: 0; padding: .5rem .65rem; background: var(--code); border-radius: .35rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.sent { margin: .4rem 0 0; color: var(--soft); overflow-wrap: anywhere; }
.problem { margin: .4rem 0 0; color: var(--amber); }
mark { padding: .05em 0; border-radius: .15em; color: inherit; background: var(--blue-soft); box-shadow: inset 0 -2px var(--blue); }
mark.error { background: var(--red-soft); box-shadow: inset 0 -2px var(--red); }
mark.warning { background: var(--amber-soft); box-shadow: inset 0 -2px var(--amber); }
ul.waits, ul.findings { margin: 0; padding: 0; list-style: none; }
.waits li + li { margin-top: .6rem; }
.waits .held { color: var(--soft); }
.who { font-weight: 600; }
.times { display: flex; flex-wrap: wrap; gap: .35rem; margin: .35rem 0 0; }
.times div { padding: .1rem .5rem; border: 1px solid var(--line); border-radius: .35rem; font-size: .88em; text-align: center; }
.times dt { color: var(--soft); }
.times dd { margin: 0; font-weight: 600; white-space: nowrap; }
.times.known div { border-color: var(--bar-writes); }
.findings { min-width: 20rem; }
.finding { padding-left: .8rem; border-left: .22rem solid var(--bar-changes); }
.finding.error { border-left-color: var(--bar-reads); } .finding.warning { border-left-color: var(--bar-writes); }
.finding + .finding { margin-top: .9rem; }
.finding p { margin: 0 0 .3rem; }
.finding .severity { color: var(--blue); } .error .severity { color: var(--red); } .warning .severity { color: var(--amber); }
.finding .instead { padding: .4rem .6rem; background: var(--code); border-radius: .35rem; }
.finding .instead b { color: var(--green); }
.finding .rule { color: var(--soft); font-size: .9em; }
.diff { padding: 1rem 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: .6rem; overflow-x: auto; }
.diff .added { color: var(--green); } .diff .removed { color: var(--red); }
footer { margin-top: 2rem; color: var(--soft); font-size: .9em; }
.unseen, .timeline .one .lane span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 60rem) {
  body { padding: .75rem; }
  .timeline thead { display: none; }
  .timeline tr { display: grid; grid-template-columns: 3rem 1fr; }
  .timeline tr.inside { box-shadow: inset .25rem 0 0 var(--bar-changes); } .timeline .inside th { box-shadow: none; }
  .timeline td { grid-column: 2; border-top: 0; padding-top: .25rem; }
  .timeline td.lane, .timeline td:empty { display: none; }
  .timeline td.sql { border-top: 1px solid var(--line); padding-top: .6rem; }
  .timeline .sql, .timeline .waiting, .findings { width: auto; min-width: 0; }
}
@media print { body { max-width: none; padding: 0; } .migration, header { break-inside: auto; } }
`
