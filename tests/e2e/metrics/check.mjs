// SPDX-License-Identifier: MIT
// Judges what the programs tell: check.mjs scrape FILE…, check.mjs uses SCRAPE FILE…, check.mjs log FILE
import { readFileSync } from 'node:fs'

const faults = []
const fault = (what) => faults.push(what)

const name = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const sample = new RegExp(`^(${name})(?:\\{(.*)\\})? (NaN|[+-]Inf|-?[0-9]+(?:\\.[0-9]+)?)$`)
const pair = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/

function labelsOf(text, line) {
  const labels = new Map()
  while (text) {
    const found = pair.exec(text)
    if (!found) {
      fault(`labels cannot be read: ${line}`)
      return labels
    }
    if (labels.has(found[1])) fault(`a label twice: ${line}`)
    labels.set(found[1], found[2])
    text = text.slice(found[0].length)
  }
  return labels
}

// The text format 0.0.4, as strict as a reader may be: families in one piece, each with help and
// type before its samples, no series twice, histograms that add up.
function scrape(file) {
  const text = readFileSync(file, 'utf8')
  const families = new Map()
  const seen = new Set()
  let family
  let help
  if (!text.endsWith('\n')) fault('the last line is not ended')
  for (const line of text.split('\n').slice(0, -1)) {
    const heading = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line)
    if (heading) {
      const [, what, which, rest] = heading
      if (what === 'HELP') help = which
      else {
        if (help !== which) fault(`TYPE without its HELP: ${line}`)
        if (families.has(which)) fault(`a family twice: ${line}`)
        if (!['counter', 'gauge', 'histogram'].includes(rest)) fault(`no such type: ${line}`)
        family = { name: which, type: rest, samples: [] }
        families.set(which, family)
      }
      continue
    }
    const found = sample.exec(line)
    if (!found) {
      fault(`not a sample: ${line}`)
      continue
    }
    const [, which, labelText, value] = found
    const labels = labelsOf(labelText, line)
    const key = which + JSON.stringify([...labels].sort())
    if (seen.has(key)) fault(`a series twice: ${line}`)
    seen.add(key)
    const suffix = family && which.startsWith(family.name) ? which.slice(family.name.length) : '?'
    const suffixes = family?.type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']
    if (!suffixes.includes(suffix)) {
      fault(`outside of its family: ${line}`)
      continue
    }
    if (family.type !== 'gauge' && !(Number(value) >= 0)) fault(`counts backwards: ${line}`)
    family.samples.push({ suffix, labels, value: Number(value) })
  }
  for (const f of families.values()) {
    if (f.samples.length === 0) fault(`${f.name}: no sample`)
    if ((f.type === 'counter') !== f.name.endsWith('_total')) fault(`${f.name}: a name for another type`)
    if (f.type === 'histogram') histogram(f)
  }
  return families
}

function histogram(f) {
  const series = new Map()
  for (const s of f.samples) {
    const key = JSON.stringify([...s.labels].filter(([label]) => label !== 'le'))
    if (!series.has(key)) series.set(key, { le: [], count: [] })
    const one = series.get(key)
    if (s.suffix === '_bucket') {
      one.le.push(s.labels.get('le') === '+Inf' ? Infinity : Number(s.labels.get('le')))
      one.count.push(s.value)
    } else one[s.suffix] = s.value
  }
  for (const [key, one] of series) {
    const rises = (list, by) => list.every((v, i) => i === 0 || by(list[i - 1], v))
    if (!rises(one.le, (a, b) => a < b)) fault(`${f.name} ${key}: buckets are not in order`)
    if (!rises(one.count, (a, b) => a <= b)) fault(`${f.name} ${key}: buckets do not add up`)
    if (one.le.at(-1) !== Infinity || one.count.at(-1) !== one._count || one._sum === undefined)
      fault(`${f.name} ${key}: +Inf, _count and _sum do not agree`)
  }
}

// Expressions of a dashboard (JSON) or of alerts (YAML, one expression on one line).
function expressions(file) {
  const text = readFileSync(file, 'utf8')
  if (!file.endsWith('.json')) {
    const rules = text.split(/^ {6}- alert: /m).slice(1)
    for (const rule of rules)
      for (const key of ['expr', 'labels', 'severity', 'annotations', 'summary', 'description'])
        if (!new RegExp(`^ +${key}:`, 'm').test(rule)) fault(`${rule.split('\n')[0]}: no ${key}`)
    return rules.map((rule) => /^ {8}expr: (.+)$/m.exec(rule)?.[1] ?? '')
  }
  const dashboard = JSON.parse(text)
  const ids = new Set(dashboard.panels.map((p) => p.id))
  if (ids.size !== dashboard.panels.length) fault(`${file}: panels share an id`)
  for (const p of dashboard.panels) if (!p.title || !p.targets.length) fault(`${file}: panel ${p.id}`)
  return [
    ...dashboard.panels.flatMap((p) => p.targets.map((t) => t.expr)),
    ...dashboard.templating.list.filter((v) => v.type === 'query').map((v) => v.query)
  ]
}

function uses(file, families) {
  const own = ['instance', 'le']
  const known = (base, label) =>
    own.includes(label) || families.get(base).samples.some((s) => s.labels.has(label))
  const list = expressions(file)
  if (list.length < 5) fault(`${file}: hardly any expression`)
  for (const expr of list) {
    const used = []
    for (const [open, close] of ['()', '{}', '[]'])
      if (expr.split(open).length !== expr.split(close).length) fault(`${file}: not closed: ${expr}`)
    for (const [, metric, matchers] of expr.matchAll(/\b(doorward[a-z0-9_]*)(?:\{([^}]*)\})?/g)) {
      const base = families.has(metric) ? metric : metric.replace(/_(bucket|sum|count)$/, '')
      if (!families.has(base)) {
        fault(`${file}: nobody tells ${metric}`)
        continue
      }
      used.push(base)
      for (const [, label] of (matchers ?? '').matchAll(/([a-z_]+) *(?:=~|!~|!=|=)/g))
        if (!known(base, label)) fault(`${file}: ${metric} has no label ${label}`)
    }
    if (!used.length) fault(`${file}: no metric in: ${expr}`)
    for (const [, by] of expr.matchAll(/\bby \(([^)]*)\)/g))
      for (const label of by.split(/, */))
        if (!used.some((base) => known(base, label))) fault(`${file}: no label ${label}: ${expr}`)
  }
  return list.length
}

function log(file) {
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1)
  for (const line of lines) {
    try {
      const event = JSON.parse(line)
      for (const key of ['time', 'program', 'level', 'message'])
        if (typeof event[key] !== 'string') fault(`no ${key}: ${line}`)
      if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(event.time)) fault(`time: ${line}`)
    } catch (e) {
      fault(`${e.message}: ${line}`)
    }
  }
  return lines.length
}

const [what, ...files] = process.argv.slice(2)
if (what === 'scrape') for (const file of files) console.log(`${file}: ${scrape(file).size} families`)
else if (what === 'log') console.log(`${log(files[0])} lines`)
else if (what === 'uses') {
  const families = scrape(files[0])
  for (const file of files.slice(1)) console.log(`${file}: ${uses(file, families)} expressions`)
} else fault('usage: check.mjs scrape FILE…, uses SCRAPE FILE…, or log FILE')
for (const f of faults.slice(0, 20)) console.error(f)
process.exitCode = faults.length ? 1 : 0
