// SPDX-License-Identifier: MIT
// Every published operation through MCP and through `doorward api`, each against a simulated
// directory of its own that has seen the same: the bytes must be the same.
//
//   bytes.mjs TOP DOORWARD CONF_OF_API CONF_OF_MCP            over standard input and output
//   bytes.mjs TOP DOORWARD CONF_OF_API URL TOKEN              over HTTP
import { makeAll, masked, texts } from './calls.mjs'
import { doorward, finish, overHttp, overStdio, published, same } from './harness.mjs'

const [, , top, program, apiConf, target, token] = process.argv
const mcp = target.startsWith('http') ? overHttp(target, token) : overStdio(program, target)
const called = new Set()
let id = 0

// What doorward api prints, and its JSON.
function api(name, args) {
  const words = Object.entries(texts(args)).flatMap(([k, v]) => [`--${k}`, v])
  const run = doorward(program, apiConf, ['api', name, '--yes', '--force', ...words])
  return { ...run, text: run.out.toString('utf8') }
}

async function call(name, args) {
  called.add(name)
  const text = await mcp.send(
    JSON.stringify({
      jsonrpc: '2.0',
      id: ++id,
      method: 'tools/call',
      params: { name, arguments: args }
    })
  )
  return { text, result: JSON.parse(text).result }
}

// The bytes of structuredContent as they stand in the answer.
function structured(text) {
  const start = text.indexOf('"structuredContent":')
  if (start < 0) return undefined
  return text.slice(start + 20).replace(/(,"isError":true)?\}\}$/, '')
}

async function compare(name, args, status) {
  const fails = status !== undefined
  const expected = api(name, args)
  const seen = await call(name, args)
  same(
    `${name}${fails ? ' refused' : ''}`,
    {
      text: masked(seen.result?.content?.[0]?.text ?? seen.text),
      structured: masked(structured(seen.text) ?? ''),
      isError: seen.result?.isError ?? false
    },
    { text: masked(expected.text), structured: masked(expected.text), isError: fails }
  )
  same(`${name}: doorward api ${fails ? 'fails, too' : 'is content'}`, expected.status !== 0, fails)
  return JSON.parse(expected.text).response
}

await makeAll(compare, (name) => api('listusers', { username: name }).text.match(/"user_id": "(\w+)"/)[1])

const offered = JSON.parse(
  await mcp.send(JSON.stringify({ jsonrpc: '2.0', id: 'all', method: 'tools/list' }))
).result.tools
same(
  'names, descriptions, order and hints',
  offered.map((t) => [t.name, t.description, t.annotations]),
  published(top).map((o) => [
    o.name,
    o.title,
    {
      readOnlyHint: o.method === 'GET',
      destructiveHint: o.method === 'DELETE',
      idempotentHint: o.method !== 'POST'
    }
  ])
)
same('every one was called', offered.map((t) => t.name).filter((n) => !called.has(n)), [])
same(
  'path parameters are required strings',
  offered.map((t) => (t.inputSchema.required ?? []).filter((r) => /_id$|_key$/.test(r)).length > 0),
  published(top).map((o) => o.path.includes('{') || /^associate/.test(o.name))
)
same(
  'nothing else is taken',
  offered.every((t) => t.inputSchema.additionalProperties === false),
  true
)
const end = await mcp.end()
same('ends well, and says nothing that was not asked for', [end.status, end.surplus], [0, 0])
if (!target.startsWith('http')) {
  same('writes leave a line each', end.errors.match(/ via=mcp /g).length, 20)
  same('without codes', /(^|[^0-9A-Za-z+])[0-9]{9}([^0-9A-Za-z]|$)/m.test(end.errors), false)
}
finish()
